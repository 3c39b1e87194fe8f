package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import routes.runtime.RuntimeApi.Posted;

/** The functions of one test, over a lake of its own; all end with it. */
final class Functions implements AutoCloseable {
    static final String FETCH = "ingest-fetch";
    static final String TRIGGER = "ingest-trigger";

    private final Path root;
    private final TestLake lake;
    private final List<Function> started = new ArrayList<>();

    /** @param directory where the package is unzipped, once */
    Functions(Path directory, TestLake lake) {
        this.root = directory.resolve("task");
        this.lake = lake;
        if (!Files.exists(root)) {
            Package.unzip(root);
        }
    }

    /** Starts a function; {@code more} settings come as key, value, key, value. */
    Function start(Class<?> handler, String step, String... more) throws IOException {
        Map<String, String> environment = lake.environment(more);
        environment.put("LAKE_LOG_FORMAT", "json");
        environment.put("LAKE_STEP", step);
        Function function = new Function(root, handler, environment);
        started.add(function);
        return function;
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

    /** What a function answered, when it did. */
    static Map<String, Object> response(Posted posted) throws IOException {
        if (!posted.what().equals("response")) {
            throw new AssertionError("the function posted " + posted);
        }
        return JSON.std.mapFrom(posted.body());
    }

    @Override
    public void close() throws IOException {
        for (Function function : started) {
            function.close();
        }
    }
}
