package routes.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Lambda Runtime API for one function: hands it an event at a time, and keeps what the function posts. */
final class RuntimeApi implements AutoCloseable {
    private static final String PATH = "/2018-06-01/runtime/";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:lake";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();

    /** @param deadline when the platform would end the invocation */
    private record Event(String id, String json, Instant deadline) {}

    /**
     * What the function posted.
     *
     * @param what {@code response}, {@code error}, {@code init/error}, or {@code exit} for a process that has ended
     */
    record Posted(String what, String body) {}

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets the function work on an event. */
    void give(String json, Duration time) {
        events.add(new Event(UUID.randomUUID().toString(), json, Instant.now().plus(time)));
    }

    /** What the function posts next; null when it posts nothing for so long. */
    Posted next(Duration wait) throws InterruptedException {
        return posted.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process is gone: nothing more will be posted. */
    void ended() {
        posted.add(new Posted("exit", ""));
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String what = call.getRequestURI().getPath().substring(PATH.length());
            if (what.equals("invocation/next")) {
                Event event = events.take();
                call.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", event.id());
                call.getResponseHeaders()
                        .add(
                                "Lambda-Runtime-Deadline-Ms",
                                Long.toString(event.deadline().toEpochMilli()));
                call.getResponseHeaders().add("Lambda-Runtime-Invoked-Function-Arn", ARN);
                send(call, 200, event.json());
            } else {
                String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                posted.add(new Posted(what.replaceFirst("invocation/[^/]+/", ""), body));
                send(call, 202, "{\"status\":\"OK\"}");
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange call, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
