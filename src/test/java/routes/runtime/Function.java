package routes.runtime;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import routes.runtime.RuntimeApi.Posted;

/** One Lambda function as the platform runs it: a process under the real runtime interface client. */
final class Function implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PLENTY = Duration.ofMinutes(5);
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";

    private final RuntimeApi api = new RuntimeApi();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;

    /**
     * Starts a function.
     *
     * @param root where the package is unzipped
     * @param environment all that its process is told
     */
    Function(Path root, Class<?> handler, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-D" + CLIENT + "runtimeapi.NativeClient.JNI=" + Package.nativeLibrary(root.getParent()),
                        "-cp",
                        Package.runtimeClassPath(),
                        CLIENT + "AWSLambda",
                        handler.getName() + "::handleRequest")
                .directory(root.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("LAMBDA_TASK_ROOT", root.toString());
        process = builder.start();
        process.onExit().thenRun(api::ended);
        Thread reader = new Thread(this::read, "function-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** What it answers to an event, with plenty of time. */
    Posted invoke(String event) throws InterruptedException {
        return invoke(event, PLENTY);
    }

    /** What it answers to an event, with so much time left. */
    Posted invoke(String event, Duration time) throws InterruptedException {
        give(event, time);
        return posted();
    }

    /** Lets it begin to work on an event, with plenty of time. */
    void give(String event) {
        give(event, PLENTY);
    }

    /** Lets it begin to work on an event, with so much time left. */
    void give(String event, Duration time) {
        api.give(event, time);
    }

    /** What it posts next. */
    Posted posted() throws InterruptedException {
        Posted posted = api.next(PATIENCE);
        if (posted == null || posted.what().equals("exit")) {
            throw new IllegalStateException("the function posted nothing, it printed:\n" + String.join("\n", lines));
        }
        return posted;
    }

    /** Everything that it printed until now. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those of them that are JSON objects, once no further line comes: the answer is often faster than the last ones. */
    List<Map<String, Object>> linesAsJson() throws IOException {
        AtomicInteger before = new AtomicInteger(-1);
        await("the function to have no more to say")
                .during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(10))
                .until(() -> before.getAndSet(lines.size()) == lines.size());
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{")) {
                objects.add(JSON.std.mapFrom(line));
            }
        }
        return objects;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException ended) {
            lines.add("output ended: " + ended.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        api.close();
    }
}
