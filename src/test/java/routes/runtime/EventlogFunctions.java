package routes.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A lake of one test and the functions of eventlog over it. */
final class EventlogFunctions implements AutoCloseable {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final EventlogLake lake = new EventlogLake();
    private final Functions functions;

    EventlogFunctions(Path directory) {
        functions = new Functions(directory, settings -> TestLake.environment(lake.values(settings)));
    }

    EventlogLake lake() {
        return lake;
    }

    Function collect(String... more) throws IOException {
        return functions.start(QueueHandler.class, "eventlog-collect", more);
    }

    Function sweep(String... more) throws IOException {
        return functions.start(EventHandler.class, "eventlog-trigger", more);
    }

    /** So many messages of the queue as the event of their source, hidden for half a minute. */
    String eventsAsEvent(int messages) {
        return SqsEvents.of(lake.events(), lake.lake().receive(lake.events(), messages, HALF_A_MINUTE));
    }

    @Override
    public void close() throws IOException {
        functions.close();
        lake.close();
    }
}
