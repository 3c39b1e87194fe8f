package routes.runtime;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import routes.settings.Settings;

/**
 * What concerns all pipelines.
 *
 * @param pipelines names of those that run
 * @param environment in which all this runs
 * @param region of every AWS service
 * @param endpoint one address for all AWS services ; empty: AWS
 * @param runsTable the ledger
 * @param lease how long a claim holds
 * @param secretTtl how long a secret is kept
 * @param dlqSuffix turns a queue's name into that of its dead-letter queue
 * @param maxReceives on which the core parks
 * @param workers messages worked on at the same time
 * @param lambdaReserve of an invocation's time in which no unit of work starts
 * @param spoolDirectory where large bodies wait
 * @param shutdownTimeout how long a stop waits for what is in hand
 * @param management where a process answers about itself
 * @param door how queue doors receive
 */
public record LakeSettings(
        List<String> pipelines,
        String environment,
        String region,
        Optional<URI> endpoint,
        String runsTable,
        Duration lease,
        Duration secretTtl,
        String dlqSuffix,
        int maxReceives,
        int workers,
        Duration lambdaReserve,
        Path spoolDirectory,
        Duration shutdownTimeout,
        Management management,
        Door door) {

    /**
     * Where a process answers about itself: health and metrics.
     *
     * @param host address that it listens on
     * @param port 0: it does not
     */
    public record Management(String host, int port) {}

    /**
     * How queue doors receive.
     *
     * @param visibility time-out of a received message, extended every third of it
     * @param batchSize messages in a batch
     * @param batchTimeout wait for a batch to become full
     * @param batches in flight
     * @param pollWait of one receive
     */
    public record Door(Duration visibility, int batchSize, Duration batchTimeout, int batches, Duration pollWait) {}

    static LakeSettings read(Settings settings) {
        settings.oneOf("lake.log-level", "DEBUG", "INFO", "WARN", "ERROR");
        settings.oneOf("lake.log-format", "json", "text");
        Duration second = Duration.ofSeconds(1);
        LakeSettings all = new LakeSettings(
                settings.names("lake.pipelines"),
                settings.name("lake.environment"),
                settings.name("lake.region"),
                settings.optionalText("lake.aws-endpoint-url").map(url -> settings.url("lake.aws-endpoint-url")),
                settings.text("lake.runs-table"),
                settings.duration("lake.lease", second, Duration.ofHours(12)),
                settings.duration("lake.secret-ttl", second, Duration.ofDays(1)),
                settings.text("lake.dlq-suffix"),
                settings.number("lake.max-receives", 1, 1000),
                settings.number("lake.workers", 1, 1000),
                settings.duration("lake.lambda-reserve", Duration.ZERO, Duration.ofMinutes(10)),
                spoolDirectory(settings),
                settings.duration("lake.shutdown-timeout", second, Duration.ofHours(1)),
                new Management(
                        settings.text("lake.management-host"), settings.number("lake.management-port", 0, 65_535)),
                new Door(
                        settings.duration("lake.visibility", Duration.ofSeconds(3), Duration.ofHours(12)),
                        settings.number("lake.batch-size", 1, 1000),
                        settings.duration("lake.batch-timeout", Duration.ofMillis(1), Duration.ofMinutes(5)),
                        settings.number("lake.batches", 1, 100),
                        settings.duration("lake.poll-wait", Duration.ZERO, Duration.ofSeconds(20))));
        for (String name : all.pipelines) {
            if (Pipeline.named(name).isEmpty()) {
                settings.fault("lake.pipelines names '" + name + "', expected some of " + Pipeline.names());
            }
        }
        return all;
    }

    private static Path spoolDirectory(Settings settings) {
        String text = settings.text("lake.spool-directory");
        Path directory = Path.of(text.equals("${java.io.tmpdir}") ? System.getProperty("java.io.tmpdir") : text);
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            settings.fault("lake.spool-directory is '" + directory + "', expected a directory that can be written");
        }
        return directory;
    }
}
