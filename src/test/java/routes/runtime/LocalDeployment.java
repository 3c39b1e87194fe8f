package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import routes.aws.Clients;
import routes.observe.Telemetry;

/**
 * What a deployment looks like from outside, on this machine: a furnished cloud, the aggregator at work, Lambda's API over the
 * real handlers, and a gateway that wants to know who asks.
 */
public final class LocalDeployment implements AutoCloseable {
    private static final Pattern INVOCATION = Pattern.compile("/2015-03-31/functions/lake-([a-z-]+)/invocations");

    private final FurnishedLake lake = new FurnishedLake();
    private final Map<String, LambdaRuntime> runtimes = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final CamelApplication process;
    private volatile boolean open;

    public LocalDeployment() throws Exception {
        // What furnishing has made S3 tell queues that nobody listens to here.
        clients()
                .sqs()
                .listQueues()
                .queueUrls()
                .forEach(url -> clients().sqs().purgeQueue(purge -> purge.queueUrl(url)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
        Map<String, String> values = new TreeMap<>(lake.values());
        values.put("aggregator.batch-timeout", "500ms");
        values.put("lake.poll-wait", "0s");
        process = new CamelApplication(assembly(Pipeline.AGGREGATOR, values), true).start();
    }

    /** Where S3, SQS and the like are. */
    public URI endpoint() {
        return lake.endpoint();
    }

    /** Where Lambda is. */
    public URI lambda() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Clients clients() {
        return lake.clients();
    }

    /** How many requests NiFi has had. */
    public int received() throws IOException {
        try (var stream = lake.stubs().resolve("/_received?end=nifi").toURL().openStream()) {
            return JSON.std.listFrom(stream).size();
        }
    }

    /** From now on the step's function fails, or no longer. */
    public void breaks(String step, boolean fails) {
        if (fails) {
            broken.add(step);
        } else {
            broken.remove(step);
        }
    }

    /** From now on the gateway lets everybody in, or no longer. */
    public void opens(boolean toEverybody) {
        open = toEverybody;
    }

    /** The aggregator works no longer. */
    public void stopProcess() {
        process.close();
    }

    /** Writes what {@code cdk deploy --outputs-file} would. */
    public Path outputs(Path directory) throws IOException {
        Map<String, String> functions = new TreeMap<>();
        steps().forEach(step -> functions.put(title(step) + "Name", "lake-" + step));
        Map<String, String> queues = new TreeMap<>();
        clients()
                .sqs()
                .listQueues()
                .queueUrls()
                .forEach(url -> queues.put(title(url.substring(url.lastIndexOf('/') + 1)) + "Url", url));
        Map<String, Object> outputs = Map.of(
                "lake-local-functions",
                functions,
                "lake-local-messaging",
                queues,
                "lake-local-storage",
                Map.of("LandingBucket", "lake-landing", "ArchiveBucket", "lake-archive"),
                "lake-local-api",
                Map.of("ExportUrl", lambda() + "/export"));
        return Files.write(directory.resolve("outputs.json"), JSON.std.asBytes(outputs));
    }

    private static List<String> steps() {
        return Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> Stream.of(pipeline.eventSteps(), pipeline.queueSteps(), pipeline.httpSteps()))
                .flatMap(List::stream)
                .toList();
    }

    private static String title(String name) {
        return Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            Matcher invocation = INVOCATION.matcher(exchange.getRequestURI().getPath());
            if (exchange.getRequestURI().getPath().equals("/export")) {
                export(exchange, open || signature.contains("/execute-api/aws4_request"));
            } else if (!signature.contains("/lambda/aws4_request") || !invocation.matches()) {
                answer(exchange, 403, "{\"message\":\"Missing Authentication Token\"}");
            } else if (!steps().contains(invocation.group(1))) {
                answer(exchange, 404, "{\"Message\":\"Function not found\"}");
            } else if ("DryRun".equals(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"))) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                invoke(exchange, invocation.group(1), body);
            }
        }
    }

    private void invoke(HttpExchange exchange, String step, byte[] event) throws IOException {
        if (broken.contains(step)) {
            exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
            answer(exchange, 200, "{\"errorMessage\":\"broken\"}");
        } else {
            answer(exchange, 200, new String(run(step, event), UTF_8));
        }
    }

    private void export(HttpExchange exchange, boolean known) throws IOException {
        if (!known) {
            answer(exchange, 403, "{\"message\":\"Forbidden\"}");
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        byte[] event = JSON.std.asBytes(Map.of(
                "version",
                "2.0",
                "rawPath",
                "/export",
                "rawQueryString",
                query.equals("null") ? "" : query,
                "headers",
                Map.of(),
                "requestContext",
                Map.of(
                        "http",
                        Map.of("method", "GET", "path", "/export"),
                        "requestId",
                        "request-" + System.nanoTime(),
                        "stage",
                        "$default",
                        "timeEpoch",
                        System.currentTimeMillis())));
        Map<String, Object> said = JSON.std.mapFrom(run("export-answer", event));
        answer(exchange, (int) said.get("statusCode"), String.valueOf(said.get("body")));
    }

    private byte[] run(String step, byte[] event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler(step).handleRequest(new ByteArrayInputStream(event), out, EventSource.plentyOfTime());
        return out.toByteArray();
    }

    private RequestStreamHandler handler(String step) {
        Pipeline pipeline = Pipeline.ofStep(step).orElseThrow();
        Map<String, String> values = new TreeMap<>(lake.values());
        values.put("export.http-authorisation", "none");
        LambdaRuntime runtime =
                runtimes.computeIfAbsent(step, any -> LambdaRuntime.start(step, assembly(pipeline, values)));
        if (pipeline.eventSteps().contains(step)) {
            return new EventHandler(runtime);
        }
        return pipeline.httpSteps().contains(step) ? new HttpHandler(runtime) : new QueueHandler(runtime);
    }

    private static Assembly assembly(Pipeline pipeline, Map<String, String> values) {
        return Assembly.of(
                TestLake.settings(values), List.of(pipeline), new CountingMeter(), Telemetry.off(), Clock.systemUTC());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        process.close();
        server.stop(0);
        runtimes.values().forEach(LambdaRuntime::close);
        lake.close();
    }
}
