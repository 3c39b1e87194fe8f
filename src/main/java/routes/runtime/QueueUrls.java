package routes.runtime;

import org.apache.camel.spi.PropertiesFunction;
import routes.aws.Queues;

/** The placeholder {@code {{queue-url:<name>}}}: with it the SQS component need not list all queues of the account. */
final class QueueUrls implements PropertiesFunction {
    private final Queues queues;

    QueueUrls(Queues queues) {
        this.queues = queues;
    }

    @Override
    public String getName() {
        return "queue-url";
    }

    @Override
    public String apply(String queue) {
        return queues.url(queue);
    }
}
