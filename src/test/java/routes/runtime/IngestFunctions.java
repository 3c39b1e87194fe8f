package routes.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A lake of one test and the functions of ingest over it. */
final class IngestFunctions implements AutoCloseable {
    static final String FETCH = "ingest-fetch";
    static final String TRIGGER = "ingest-trigger";

    private final TestLake lake = new TestLake();
    private final Functions functions;

    IngestFunctions(Path directory) {
        functions = new Functions(directory, lake::environment);
    }

    TestLake lake() {
        return lake;
    }

    Function start(Class<?> handler, String step, String... more) throws IOException {
        return functions.start(handler, step, more);
    }

    Function fetch(String... more) throws IOException {
        return start(QueueHandler.class, FETCH, more);
    }

    Function plan(String... more) throws IOException {
        return start(EventHandler.class, TRIGGER, more);
    }

    /** So many messages of a source's queue as an event; they are hidden for half a minute. */
    String batch(String source, int messages) {
        String queue = lake.queue(source);
        return SqsEvents.of(queue, lake.receive(queue, messages, Duration.ofSeconds(30)));
    }

    @Override
    public void close() throws IOException {
        functions.close();
        lake.close();
    }
}
