package routes.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A lake of one test and the functions of flights over it. */
final class FlightsFunctions implements AutoCloseable {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final FlightsLake lake = new FlightsLake();
    private final Functions functions;

    FlightsFunctions(Path directory) {
        functions = new Functions(directory, settings -> TestLake.environment(lake.values(settings)));
    }

    FlightsLake lake() {
        return lake;
    }

    Function fetch(String... more) throws IOException {
        return functions.start(EventHandler.class, "flights-fetch", more);
    }

    Function convert(String... more) throws IOException {
        return functions.start(QueueHandler.class, "flights-convert", more);
    }

    Function validate(String... more) throws IOException {
        return functions.start(QueueHandler.class, "flights-validate", more);
    }

    /** So many messages of a queue as the event of their source, hidden for half a minute. */
    String event(String queue, int messages) {
        return SqsEvents.of(queue, lake.lake().receive(queue, messages, HALF_A_MINUTE));
    }

    @Override
    public void close() throws IOException {
        functions.close();
        lake.close();
    }
}
