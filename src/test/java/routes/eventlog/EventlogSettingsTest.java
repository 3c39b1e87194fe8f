package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.settings.Settings;
import routes.settings.SettingsSources;

class EventlogSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "EVENTLOG_SOURCE_BUCKET", "lake-events",
            "EVENTLOG_PREFIX", "prod/",
            "EVENTLOG_CHECKPOINT_BUCKET", "lake-processed");

    @Test
    void whatIsRequiredIsNamedAllAtOnce() {
        Settings settings = SettingsSources.load(Optional.empty(), Map.of(), new Properties());
        EventlogSettings.read(settings);
        assertThatThrownBy(settings::check)
                .hasMessageContainingAll(
                        "configuration has 3 faults:",
                        "eventlog.source-bucket is missing",
                        "eventlog.prefix is missing",
                        "eventlog.checkpoint-bucket is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "/", "/prod/"})
    void aPrefixThatIsNoFolderWouldReadTheFilesOfOthers(String prefix) {
        assertFaults(
                Map.of("EVENTLOG_PREFIX", prefix),
                "configuration has 1 fault:",
                "eventlog.prefix is '" + prefix + "', expected a folder such as prod/");
    }

    @Test
    void aQuarantineThatIsNoFolderIsAFault() {
        assertFaults(
                Map.of("EVENTLOG_QUARANTINE_PREFIX", "bad"),
                "eventlog.quarantine-prefix is 'bad', expected a folder such as prod/");
    }

    @ParameterizedTest
    @CsvSource({
        "EVENTLOG_CHECKPOINT_KEY, prod/{study}/{datatype}.parquet, eventlog.checkpoint-key begins with 'prod/'",
        "EVENTLOG_CHECKPOINT_KEY, {study}/{datatype}.parquet, eventlog.checkpoint-key begins with ''",
        "EVENTLOG_QUARANTINE_PREFIX, prod/bad/, eventlog.quarantine-prefix begins with 'prod/bad/'",
    })
    void whatIsWrittenWhereItWouldBeReadIsAFault(String variable, String value, String fault) {
        assertFaults(Map.of("EVENTLOG_CHECKPOINT_BUCKET", "lake-events", variable, value), fault);
        assertThat(read(Map.of(variable, value)).prefix()).isEqualTo("prod/");
    }

    @Test
    void checkpointsMayLieInTheBucketOfEventFiles() {
        assertThat(read(Map.of("EVENTLOG_CHECKPOINT_BUCKET", "lake-events")).checkpointBucket())
                .isEqualTo("lake-events");
    }

    @ParameterizedTest
    @CsvSource({
        "EVENTLOG_CHECKPOINT_KEY, checkpoints/{study}.parquet, eventlog.checkpoint-key is",
        "EVENTLOG_UNKNOWN_FIELDS, drop, eventlog.unknown-fields is 'drop'",
        "EVENTLOG_SWEEP_SCHEDULE, daily, eventlog.sweep-schedule is 'daily'",
        "EVENTLOG_READERS, 0, eventlog.readers is",
        "EVENTLOG_SWEEP_FILES, 0, eventlog.sweep-files is",
        "EVENTLOG_ROW_GROUP_ROWS, 10, eventlog.row-group-rows is",
        "EVENTLOG_LARGEST_FILE, 65MiB, eventlog.largest-file is",
        "EVENTLOG_BATCH_SIZE, 10001, eventlog.batch-size is",
        "EVENTLOG_BATCH_TIMEOUT, 6m, eventlog.batch-timeout is",
    })
    void whatIsOutOfItsBoundsIsAFault(String variable, String value, String fault) {
        assertFaults(Map.of(variable, value), "configuration has 1 fault:", fault);
    }

    @Test
    void everyDefaultReachesItsSetting() {
        EventlogSettings read = read(Map.of());
        assertThat(facts(read))
                .isEqualTo(List.of(
                        "lake-events",
                        "prod/",
                        "lake-processed",
                        "checkpoints/{study}/{datatype}/events.parquet",
                        "quarantine/eventlog/",
                        "eventlog-events",
                        1000,
                        Duration.ofMinutes(5),
                        "lake-objects",
                        UnknownFields.FORBID,
                        1 << 20,
                        50,
                        50_000,
                        100_000,
                        "0 0 3 * * ?",
                        Duration.ofDays(1),
                        Duration.ofSeconds(15)));
    }

    @Test
    void everySettingCanBeChosen() {
        Map<String, String> own = new HashMap<>(Map.of(
                "EVENTLOG_CHECKPOINT_KEY", "c/{datatype}/{study}.parquet",
                "EVENTLOG_QUARANTINE_PREFIX", "q/",
                "EVENTLOG_EVENTS_QUEUE", "e",
                "EVENTLOG_BATCH_SIZE", "7",
                "EVENTLOG_BATCH_TIMEOUT", "8s",
                "EVENTLOG_TABLE", "t",
                "EVENTLOG_UNKNOWN_FIELDS", "keep",
                "EVENTLOG_LARGEST_FILE", "2KiB",
                "EVENTLOG_READERS", "9",
                "EVENTLOG_SWEEP_FILES", "10"));
        own.putAll(Map.of(
                "EVENTLOG_ROW_GROUP_ROWS", "1100",
                "EVENTLOG_SWEEP_SCHEDULE", "0 30 4 * * ?",
                "EVENTLOG_CATCH_UP", "12h",
                "EVENTLOG_RETRY_DELAY", "13s"));
        assertThat(facts(read(own)))
                .isEqualTo(List.of(
                        "lake-events",
                        "prod/",
                        "lake-processed",
                        "c/{datatype}/{study}.parquet",
                        "q/",
                        "e",
                        7,
                        Duration.ofSeconds(8),
                        "t",
                        UnknownFields.KEEP,
                        2 << 10,
                        9,
                        10,
                        1100,
                        "0 30 4 * * ?",
                        Duration.ofHours(12),
                        Duration.ofSeconds(13)));
    }

    private static List<Object> facts(EventlogSettings read) {
        return List.of(
                read.sourceBucket(),
                read.prefix(),
                read.checkpointBucket(),
                read.checkpointKey().toString(),
                read.quarantinePrefix(),
                read.eventsQueue(),
                read.batchSize(),
                read.batchTimeout(),
                read.table(),
                read.unknownFields(),
                read.largestFile(),
                read.readers(),
                read.sweepFiles(),
                read.rowGroupRows(),
                read.schedule().toString(),
                read.catchUp(),
                read.retryDelay());
    }

    private static EventlogSettings read(Map<String, String> more) {
        Settings settings = settings(more);
        EventlogSettings read = EventlogSettings.read(settings);
        settings.check();
        return read;
    }

    private static void assertFaults(Map<String, String> more, String... faults) {
        Settings settings = settings(more);
        EventlogSettings.read(settings);
        assertThatThrownBy(settings::check).hasMessageContainingAll(faults);
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return SettingsSources.load(Optional.empty(), environment, new Properties());
    }
}
