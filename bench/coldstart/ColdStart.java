import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Times functions from the start of their process to their first answer, under the real runtime interface client, in
 * turn, so that whatever else the machine does hits all alike.
 *
 * <p>{@code ColdStart <package> <bare> <runtime class path> <native library> <runs> <output directory> [JVM options]}
 */
final class ColdStart {
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";
    private static final String MESSAGE =
            "{\\\"endpoint\\\":\\\"api-a\\\",\\\"ingestion_date\\\":\\\"2026-11-19\\\",\\\"page\\\":3,\\\"run_id\\\":\\\"bench\\\"}";
    private static final String BATCH = "{\"Records\":[{\"messageId\":\"m-1\",\"receiptHandle\":\"h-1\",\"body\":\"" + MESSAGE
            + "\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"},\"messageAttributes\":{},"
            + "\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"arn:aws:sqs:us-east-1:000000000000:ingest-api-a\"}]}";
    private static final String RANGE = "{\"from\":\"2026-11-19\",\"to\":\"2026-11-19\"}";

    private final String classPath;
    private final Path nativeLibrary;
    private final Path output;
    private final List<String> options;

    private ColdStart(String classPath, Path nativeLibrary, Path output, List<String> options) {
        this.classPath = classPath;
        this.nativeLibrary = nativeLibrary;
        this.output = output;
        this.options = options;
    }

    /** One function: where it lies, its handler, what its environment adds, and the event that it answers. */
    private record Candidate(Path root, String handler, Map<String, String> environment, String event) {}

    /** Milliseconds from process start to the answer, and of processor time until then. */
    private record Sample(double wall, double cpu) {}

    public static void main(String[] arguments) throws Exception {
        Path ours = Path.of(arguments[0]);
        int runs = Integer.parseInt(arguments[4]);
        ColdStart bench = new ColdStart(
                arguments[2],
                Path.of(arguments[3]),
                Path.of(arguments[5]),
                Arrays.asList(arguments).subList(6, arguments.length));
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        candidates.put("bare: one S3 put", new Candidate(Path.of(arguments[1]), "BareHandler", Map.of(), BATCH));
        candidates.put("fetch: a page, fixed", fetch(ours, "fixed:10"));
        candidates.put("fetch: a page, follow", fetch(ours, "follow"));
        candidates.put(
                "plan: a range event",
                new Candidate(ours, "routes.runtime.EventHandler", Map.of("LAKE_STEP", "ingest-trigger"), RANGE));
        bench.run(candidates, runs);
    }

    private static Candidate fetch(Path root, String paging) {
        Map<String, String> environment = Map.of("LAKE_STEP", "ingest-fetch", "INGEST_SOURCES_API_A_PAGING", paging);
        return new Candidate(root, "routes.runtime.QueueHandler", environment, BATCH);
    }

    private void run(Map<String, Candidate> candidates, int runs) throws Exception {
        Map<String, List<Sample>> times = new LinkedHashMap<>();
        try (Ends ends = new Ends()) {
            for (int run = 0; run <= runs; run++) {
                for (Map.Entry<String, Candidate> each : candidates.entrySet()) {
                    Sample sample = time(each.getValue(), ends, output.resolve("run-" + run));
                    // The first round fills the file cache and is not counted.
                    if (run > 0) {
                        times.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(sample);
                    }
                }
            }
        }
        print(times);
    }

    private Sample time(Candidate candidate, Ends ends, Path log) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/2018-06-01/runtime/", call -> serve(call, candidate.event(), answer));
        api.start();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-D" + CLIENT + "runtimeapi.NativeClient.JNI=" + nativeLibrary,
                "-cp", classPath, CLIENT + "AWSLambda", candidate.handler() + "::handleRequest"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(candidate.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(log + "-" + candidate.handler() + ".txt"));
        builder.environment().clear();
        builder.environment().putAll(environment(ends, "127.0.0.1:" + api.getAddress().getPort()));
        builder.environment().putAll(candidate.environment());
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            process.onExit().thenRun(() -> answer.complete("nothing, see " + log + "-" + candidate.handler() + ".txt"));
            String said = answer.get(60, TimeUnit.SECONDS);
            double wall = (System.nanoTime() - start) / 1e6;
            if (!said.startsWith("response")) {
                throw new IllegalStateException(candidate.handler() + " answered " + said);
            }
            return new Sample(wall, process.info().totalCpuDuration().orElseThrow().toMillis());
        } finally {
            process.destroyForcibly().waitFor();
            api.stop(0);
        }
    }

    private static void serve(HttpExchange call, String event, CompletableFuture<String> answer) throws IOException {
        String path = call.getRequestURI().getPath();
        if (path.endsWith("/next")) {
            if (answer.isDone()) {
                return;
            }
            call.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "1");
            call.getResponseHeaders()
                    .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:bench");
            long deadline = Instant.now().plus(Duration.ofMinutes(5)).toEpochMilli();
            call.getResponseHeaders().add("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
            // Without it the native client dereferences null.
            call.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
        } else {
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer.complete(path.substring(path.lastIndexOf('/') + 1) + " " + body);
            call.sendResponseHeaders(202, -1);
        }
        call.close();
    }

    private static Map<String, String> environment(Ends ends, String api) {
        return new TreeMap<>(Map.of(
                "AWS_LAMBDA_RUNTIME_API", api,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "bench",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "AWS_ENDPOINT_URL", ends.url(),
                "INGEST_RAW_BUCKET", "lake-raw",
                "INGEST_SOURCES", "api-a",
                "INGEST_SOURCES_API_A_URL", ends.url() + "/source/data",
                "INGEST_SOURCES_API_A_QUEUE", "ingest-api-a"));
    }

    private static void print(Map<String, List<Sample>> times) {
        double wall = median(times.values().iterator().next(), Sample::wall);
        double cpu = median(times.values().iterator().next(), Sample::cpu);
        System.out.printf("%-24s %6s %8s %6s %7s %9s %7s%n", "first answer after, ms", "min", "median", "max", "ratio", "CPU ms", "ratio");
        times.forEach((name, samples) -> System.out.printf(
                "%-24s %6.0f %8.0f %6.0f %7.2f %9.0f %7.2f%n",
                name,
                samples.stream().mapToDouble(Sample::wall).min().orElseThrow(),
                median(samples, Sample::wall),
                samples.stream().mapToDouble(Sample::wall).max().orElseThrow(),
                median(samples, Sample::wall) / wall,
                median(samples, Sample::cpu),
                median(samples, Sample::cpu) / cpu));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> what) {
        double[] sorted = samples.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
