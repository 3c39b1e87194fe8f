package routes.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import routes.policy.QueueMessage;

/**
 * The door that serves every queue of a process: messages are collected to a batch, the step works on it, and only then
 * is each settled by its outcome. Nothing is deleted by reading it.
 *
 * <pre>
 * | parameter    | meaning                                | default            |
 * |--------------|----------------------------------------|--------------------|
 * | queue        | name of the queue                      |                    |
 * | step         | the queue step that works on a batch   |                    |
 * | batchSize    | messages in a batch                    | lake.batch-size    |
 * | batchTimeout | milliseconds to wait for a full batch  | lake.batch-timeout |
 * </pre>
 */
final class QueueDoor extends RouteBuilder {
    static final String BATCHES = "lake-batches";

    private final Assembly assembly;
    private final Map<String, Hand> hands = new ConcurrentHashMap<>();

    QueueDoor(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public void configure() {
        LakeSettings.Door door = assembly.lakeSettings().door();
        routeTemplate("queue-door")
            .templateParameter("queue")
            .templateParameter("step")
            .templateParameter("batchSize", Integer.toString(door.batchSize()))
            .templateParameter("batchTimeout", Long.toString(door.batchTimeout().toMillis()))
            .templateBean("hand", Hand.class, template -> hand(template))
            .from("aws2-sqs:{{queue}}?queueUrl=RAW({{queue-url:{{queue}}}})"
                + "&deleteAfterRead=false&maxMessagesPerPoll=10&visibilityTimeout=" + door.visibility().toSeconds()
                + "&waitTimeSeconds=" + door.pollWait().toSeconds()
                + "&attributeNames=ApproximateReceiveCount&messageAttributeNames=" + String.join(",", QueueMessage.ATTRIBUTES)
                + "&initialDelay=0&greedy=true&delay=100&backoffMultiplier=20&backoffErrorThreshold=1&pollStrategy=#bean:{{hand}}")
                .to("bean:{{hand}}?method=take")
                .aggregate(constant("batch")).aggregationStrategy(AggregationStrategies.groupedBody())
                    .completionSize("{{batchSize}}")
                    .completionTimeout("{{batchTimeout}}").completionTimeoutCheckerInterval(20)
                    .completeAllOnStop()
                    .parallelProcessing().executorService(BATCHES)
                    .to("bean:{{hand}}?method=open")
                    .to("direct:{{step}}")
                    .to("bean:{{hand}}?method=settle")
                .end();
    }

    private static String queue(RouteTemplateContext template) {
        return template.getCamelContext().resolvePropertyPlaceholders(template.getParameters().get("queue").toString());
    }

    /** The same one each time: Camel asks for the bean anew for every place that names it. */
    private Hand hand(RouteTemplateContext template) {
        return hands.computeIfAbsent(queue(template), queue -> hand(template.getCamelContext(), queue));
    }

    private Hand hand(CamelContext context, String queue) {
        Hand hand = new Hand(queue, assembly.lake().queues(), assembly.lakeSettings().door(), assembly.lake().meter(), assembly.lake().clock());
        try {
            context.addService(hand, true, true);
        } catch (Exception e) {
            throw new RuntimeCamelException("queue door of " + queue + " cannot be started", e);
        }
        return hand;
    }
}
