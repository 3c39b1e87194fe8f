package routes.eventlog;

import java.time.Duration;
import routes.policy.Schedule;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param sourceBucket where event files are
 * @param prefix of one environment's files
 * @param checkpointBucket where checkpoints and quarantine are
 * @param checkpointKey of a group's checkpoint
 * @param quarantinePrefix of files that are no events
 * @param eventsQueue of S3 events
 * @param batchSize files that a door collects, at most
 * @param batchTimeout how long a door waits for a batch to become full
 * @param table of files that were taken in
 * @param unknownFields what becomes of fields that the contract does not know
 * @param largestFile in bytes; a larger one is no event
 * @param readers files that are read at the same time
 * @param sweepFiles that are taken in at once by a sweep, before checkpoints are written
 * @param rowGroupRows of a checkpoint
 * @param schedule of sweeps
 * @param catchUp how far back missed sweeps are made up for
 * @param retryDelay before a message comes again whose work has failed; doubles each time
 */
public record EventlogSettings(
        String sourceBucket,
        String prefix,
        String checkpointBucket,
        CheckpointKey checkpointKey,
        String quarantinePrefix,
        String eventsQueue,
        int batchSize,
        Duration batchTimeout,
        String table,
        UnknownFields unknownFields,
        int largestFile,
        int readers,
        int sweepFiles,
        int rowGroupRows,
        Schedule schedule,
        Duration catchUp,
        Duration retryDelay) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static EventlogSettings read(Settings settings) {
        EventlogSettings all = new EventlogSettings(
                settings.name("eventlog.source-bucket"),
                settings.text("eventlog.prefix"),
                settings.name("eventlog.checkpoint-bucket"),
                settings.as(
                        "eventlog.checkpoint-key",
                        "a key of letters, digits and . _ = - / with {study} and {datatype}, each once, that ends with .parquet",
                        CheckpointKey.of("checkpoints/{study}/{datatype}/events.parquet"),
                        CheckpointKey::of),
                settings.text("eventlog.quarantine-prefix"),
                settings.text("eventlog.events-queue"),
                settings.number("eventlog.batch-size", 1, 10_000),
                settings.duration("eventlog.batch-timeout", Duration.ofMillis(10), Duration.ofMinutes(5)),
                settings.text("eventlog.table"),
                settings.as(
                        "eventlog.unknown-fields", "forbid, ignore or keep", UnknownFields.FORBID, UnknownFields::of),
                Math.toIntExact(settings.size("eventlog.largest-file", 1, 64L << 20)),
                settings.number("eventlog.readers", 1, 1000),
                settings.number("eventlog.sweep-files", 1, 1_000_000),
                settings.number("eventlog.row-group-rows", 1000, 1_000_000),
                settings.as(
                        "eventlog.sweep-schedule",
                        "a Quartz cron expression",
                        Schedule.parse("0 0 3 * * ?"),
                        Schedule::parse),
                settings.duration("eventlog.catch-up", SECOND, Duration.ofDays(30)),
                settings.duration("eventlog.retry-delay", Duration.ofMillis(10), Duration.ofHours(1)));
        all.compare(settings);
        return all;
    }

    /** Looks for what is wrong with several keys together. */
    private void compare(Settings settings) {
        expectFolder(settings, "eventlog.prefix", prefix);
        expectFolder(settings, "eventlog.quarantine-prefix", quarantinePrefix);
        if (sourceBucket.equals(checkpointBucket)) {
            expectApart(settings, "eventlog.checkpoint-key", checkpointKey.prefix());
            expectApart(settings, "eventlog.quarantine-prefix", quarantinePrefix);
        }
    }

    /** Without one, a pipeline would read the files of other environments. */
    private static void expectFolder(Settings settings, String key, String prefix) {
        if (settings.areRight(key) && (!prefix.endsWith("/") || prefix.startsWith("/"))) {
            settings.fault(key + " is '" + prefix + "', expected a folder such as prod/");
        }
    }

    private void expectApart(Settings settings, String key, String written) {
        if (settings.areRight(key, "eventlog.prefix") && (written.startsWith(prefix) || prefix.startsWith(written))) {
            settings.fault(key + " begins with '" + written + "', expected a place apart from eventlog.prefix ('"
                    + prefix + "'), which is in the same bucket: what is written would be read");
        }
    }
}
