package routes.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/** A lake of one test and the functions of the aggregator over it. */
final class AggregatorFunctions implements AutoCloseable {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final AggregatorLake lake = new AggregatorLake();
    private final Functions functions;

    AggregatorFunctions(Path directory) {
        functions = new Functions(directory, settings -> TestLake.environment(lake.values(settings)));
    }

    AggregatorLake lake() {
        return lake;
    }

    Function bundle(String... more) throws IOException {
        return functions.start(QueueHandler.class, "aggregator-bundle", more);
    }

    Function deliver(String... more) throws IOException {
        return functions.start(QueueHandler.class, "aggregator-deliver", more);
    }

    Function sweep(String... more) throws IOException {
        return functions.start(EventHandler.class, "aggregator-sweep", more);
    }

    /** So many messages of the queue of events, hidden for half a minute. */
    List<Message> events(int messages) {
        return lake.lake().receive(lake.events(), messages, HALF_A_MINUTE);
    }

    /** Them as the event of their source. */
    String eventsAsEvent(int messages) {
        return SqsEvents.of(lake.events(), events(messages));
    }

    /** So many delivery messages as the event of their source, hidden for half a minute. */
    String deliveriesAsEvent(int messages) {
        return SqsEvents.of(lake.deliveries(), lake.lake().receive(lake.deliveries(), messages, HALF_A_MINUTE));
    }

    @Override
    public void close() throws IOException {
        functions.close();
        lake.close();
    }
}
