package routes.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import routes.aws.Queues;
import software.amazon.awssdk.services.sqs.model.Message;

/** The topic of alerts, and somebody who keeps all that is published there. */
final class FlightsTopic {
    private final TestLake lake;
    private final String arn;
    private final List<Alert> heard = new ArrayList<>();

    /**
     * One alert.
     *
     * @param subject as it was published
     * @param body the JSON object that it carries
     */
    record Alert(String subject, Map<String, Object> body) {
        String cause() {
            return String.valueOf(body.get("cause"));
        }
    }

    FlightsTopic(TestLake lake) {
        this.lake = lake;
        this.arn = lake.clients()
                .sns()
                .createTopic(create -> create.name(lake.name("alerts")))
                .topicArn();
        String queue = lake.createQueue(inbox(), 1000);
        lake.clients()
                .sns()
                .subscribe(subscribe -> subscribe.topicArn(arn).protocol("sqs").endpoint(queue));
    }

    private String inbox() {
        return lake.name("alerts");
    }

    String arn() {
        return arn;
    }

    List<Alert> alerts() {
        List<Message> messages = lake.look(inbox());
        for (Message message : messages) {
            Map<String, Object> envelope = FlightsJson.map(message.body());
            heard.add(new Alert(
                    String.valueOf(envelope.get("Subject")), FlightsJson.map(String.valueOf(envelope.get("Message")))));
        }
        if (!messages.isEmpty()) {
            new Queues(lake.clients()::sqs)
                    .delete(
                            inbox(),
                            messages.stream().map(Message::receiptHandle).toList());
        }
        return List.copyOf(heard);
    }
}
