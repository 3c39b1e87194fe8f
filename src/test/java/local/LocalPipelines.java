package local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code lake-routes run} in a process of its own, on the local cloud and with a short schedule; it ends with this one. */
final class LocalPipelines implements AutoCloseable {
    /** Names and paging of the sources, in the order shown. */
    static final Map<String, String> SOURCES = new java.util.TreeMap<>(
            Map.of("api-a", "follow", "api-b", "follow", "api-c", "fixed:10", "api-d", "fixed:10"));

    private static final int LINES = 20;
    private static final long FAREWELL_SECONDS = 15;

    private final Path home;
    private final Process process;
    private final int managementPort;
    private final int exportPort;

    private LocalPipelines(Path home, Process process, int managementPort, int exportPort) {
        this.home = home;
        this.process = process;
        this.managementPort = managementPort;
        this.exportPort = exportPort;
    }

    static LocalPipelines start(LocalCloud cloud, int managementPort, int exportPort) {
        try {
            Path home = Files.createTempDirectory("lake-routes-");
            Files.writeString(home.resolve("lake-routes.properties"), configuration(cloud, managementPort, exportPort));
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Leash.class.getName(),
                            "routes.runtime.command.LakeRoutes",
                            "run",
                            "--config",
                            home.resolve("lake-routes.properties").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log.txt").toFile());
            Map<String, String> environment = builder.environment();
            environment
                    .keySet()
                    .removeIf(name -> name.matches("(AWS|LAKE|INGEST|AGGREGATOR|EXPORT|EVENTLOG|FLIGHTS)_.*"));
            environment.put("AWS_ACCESS_KEY_ID", "local");
            environment.put("AWS_SECRET_ACCESS_KEY", "local");
            return new LocalPipelines(home, builder.start(), managementPort, exportPort);
        } catch (IOException failure) {
            throw new UncheckedIOException("the pipelines could not be started", failure);
        }
    }

    /**
     * A port that nobody uses: {@code wanted}, or any when that is 0.
     *
     * @param by whom it is wanted
     */
    static int freePort(int wanted, String by) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new IllegalStateException(
                    "port " + wanted + " of 127.0.0.1, wanted by " + by + ", is in use by another program", taken);
        }
    }

    /** Of the customers, as the settings have them. */
    private static String columns() {
        return Customers.COLUMNS.stream()
                .map(column -> column.get("Name") + ":" + column.get("Type"))
                .collect(Collectors.joining(","));
    }

    private static String configuration(LocalCloud cloud, int managementPort, int exportPort) {
        StringBuilder text = new StringBuilder("""
                lake.aws-endpoint-url=%s
                lake.region=us-east-1
                lake.log-format=text
                lake.visibility=30s
                lake.poll-wait=1s
                lake.shutdown-timeout=10s
                lake.management-host=127.0.0.1
                lake.management-port=%d
                lake.pipelines=ingest,aggregator,export,eventlog,flights
                ingest.schedule=0/20 * * * * ?
                ingest.raw-bucket=lake-raw
                ingest.sources=%s
                aggregator.landing-bucket=lake-landing
                aggregator.archive-bucket=lake-archive
                aggregator.batch-timeout=2s
                aggregator.nifi-url=%s/nifi/contentListener
                aggregator.nifi-secret=local/nifi/credentials
                eventlog.source-bucket=lake-events
                eventlog.prefix=local/
                eventlog.checkpoint-bucket=lake-processed
                eventlog.batch-timeout=2s
                flights.base-url=%4$s/api
                flights.token-url=%4$s/oauth/opensky/token
                flights.secret=local/opensky/credentials
                flights.daily-credits=0
                flights.schedule=0/10 * * * * ?
                flights.raw-bucket=lake-raw
                flights.processed-bucket=lake-processed
                flights.alerts-topic=arn:aws:sns:us-east-1:000000000000:lake-alerts
                export.tables=%5$s
                export.tables.%5$s.columns=%6$s
                export.bucket=lake-processed
                export.athena-output=lake-results
                export.api-hosts=%7$s
                export.poll-delay=50ms
                export.http-port=%8$d
                """.formatted(
                        cloud.endpoint(),
                        managementPort,
                        String.join(",", SOURCES.keySet()),
                        cloud.stubs(),
                        Customers.TABLE,
                        columns(),
                        cloud.stubs().getAuthority(),
                        exportPort));
        SOURCES.forEach((source, paging) -> text.append("""
                ingest.sources.%1$s.url=%2$s/%1$s/data
                ingest.sources.%1$s.queue=ingest-%1$s
                ingest.sources.%1$s.paging=%3$s
                """.formatted(source, cloud.stubs(), paging)));
        return text.toString();
    }

    /** The configuration that they run with, good for the command line too. */
    File configuration() {
        return home.resolve("lake-routes.properties").toFile();
    }

    int managementPort() {
        return managementPort;
    }

    /** Where export answers HTTP requests. */
    int exportPort() {
        return exportPort;
    }

    /** Throws when they have ended, with what they said last. */
    void mustRun() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the pipelines have ended; they said last:\n" + endOfLog());
        }
    }

    String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(home.resolve("log.txt"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException gone) {
            throw new UncheckedIOException("the log of the pipelines cannot be read", gone);
        }
    }

    /** Lets them finish what they have in hand. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(home.resolve("lake-routes.properties"));
        Files.deleteIfExists(home.resolve("log.txt"));
        Files.deleteIfExists(home);
    }
}
