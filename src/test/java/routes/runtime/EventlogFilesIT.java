package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd files, odd fields, a ledger that is lost, and settings under which nothing may start. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class EventlogFilesIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(24);
    private final List<EventFile> files = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    private void put(List<EventFile> more) {
        files.addAll(more);
        more.forEach(lake::put);
    }

    private TestCommands.Ended sweeps(String... settings) {
        TestCommands.Ended sweep = EventlogLake.sweep(lake.values(settings));
        assertThat(sweep.code()).as(sweep.out() + sweep.err()).isZero();
        return sweep;
    }

    /** Whoever reads an event file from now on fails. */
    private void refuseReads() {
        lake.fail("s3", "GetObject", "/log-", 403, "AccessDenied", 1000);
    }

    /** A file of apoe with a field that nobody knows. */
    private EventFile withUnknown() {
        EventFile good = logs.submitted("apoe");
        String json = new String(good.content(), StandardCharsets.UTF_8);
        String more = json.substring(0, json.lastIndexOf('}'))
                + ", \"visit_time\": \"10:00\", \"scores\": {\"a\": [1, null]}}";
        return new EventFile(
                good.name(), more.getBytes(StandardCharsets.UTF_8), good.fields(), EventFile.Fate.STORED, "", "");
    }

    private List<Map<String, Object>> extra(EventFile file, String sql) {
        return DuckDbFile.query(sql, lake.object("checkpoints/" + file.group() + "/events.parquet"));
    }

    @Test
    void unknownFieldsAreForbiddenUnlessOneSaysOtherwise() {
        lake.put(withUnknown());
        sweeps();
        assertThat(lake.checkpoints()).isEmpty();
        assertThat(lake.reports())
                .singleElement()
                .satisfies(report -> assertThat(new String(lake.object(report), StandardCharsets.UTF_8))
                        .contains("visit_time", "scores")
                        .doesNotContain("10:00"));
    }

    @Test
    void unknownFieldsThatAreIgnoredLeaveNothing() {
        EventFile file = withUnknown();
        put(List.of(file));
        sweeps("eventlog.unknown-fields", "ignore");
        StoredEvents.areExactly(files, lake);
        assertThat(extra(file, "DESCRIBE SELECT * FROM %s")).hasSize(15);
    }

    @Test
    void unknownFieldsThatAreKeptAreAMapThatDuckDbReadsAndStayWhenThePolicyChanges() {
        EventFile file = withUnknown();
        put(List.of(file));
        sweeps("eventlog.unknown-fields", "keep");
        EventFile plain = logs.submitted("apoe");
        while (!plain.group().equals(file.group())) {
            plain = logs.submitted("apoe");
        }
        put(List.of(plain));
        sweeps();
        StoredEvents.areExactly(files, lake);
        String sql = "SELECT extra['visit_time'] AS time, extra['scores'] AS scores FROM %s WHERE source_key LIKE '%%"
                + file.name() + "'";
        assertThat(extra(file, sql)).containsExactly(Map.of("time", "\"10:00\"", "scores", "{\"a\":[1,null]}"));
        assertThat(extra(file, "SELECT * FROM %s WHERE extra IS NULL")).hasSize(1);
    }

    @Test
    void aFileOfTwentyMegabytesIsQuarantinedWithoutBeingReadAndIsReadByNobodyLater() {
        EventFile large = EventFaults.longerThan(20 << 20, logs);
        put(List.of(large, logs.submitted("apoe")));
        sweeps();
        StoredEvents.areExactly(files, lake);
        assertThat(lake.reports())
                .singleElement()
                .satisfies(report -> assertThat(new String(lake.object(report), StandardCharsets.UTF_8))
                        .contains("has more than 1048576 bytes"));
        refuseReads();
        sweeps();
    }

    @Test
    void aLargeFileIsAnEventWhereOneAllowsIt() {
        EventFile large = EventFaults.longerThan(3 << 20, logs);
        lake.put(large);
        sweeps("eventlog.largest-file", "4MiB");
        assertThat(lake.reports()).isEmpty();
        assertThat(extra(large, "SELECT length(center_label) AS length FROM %s"))
                .containsExactly(Map.of("length", (long) (3 << 20)));
    }

    @Test
    void aFileThatIsNotUtf8StopsNobody() {
        put(EventFaults.all(logs).stream()
                .filter(file -> file.rule().equals("UTF-8"))
                .toList());
        put(logs.files(10));
        assertThat(files).hasSize(12);
        sweeps();
        StoredEvents.areExactly(files, lake);
        assertThat(lake.reports()).hasSize(2);
    }

    @Test
    void withAnEmptyLedgerASweepReadsNoFileAgainAndWritesTheLedgerAnew() throws Exception {
        put(logs.files(30));
        put(EventFaults.all(logs).subList(0, 3));
        sweeps();
        var before = lake.notes().keySet();
        lake.emptyTable();
        refuseReads();
        Map<?, ?> body = (Map<?, ?>) sweepsBut(files).json().get("body");
        assertThat(body.get("total_events")).isEqualTo(0);
        StoredEvents.areExactly(files, lake);
        for (EventFile file : files) {
            if (file.fate() == EventFile.Fate.STORED) {
                assertThat(lake.notes()).containsKey("eventlog/" + lake.source() + "/test/" + file.name());
            }
        }
        assertThat(before).hasSizeGreaterThanOrEqualTo(files.size());
    }

    /** Of events of sandbox projects the ledger alone knows. */
    private TestCommands.Ended sweepsBut(List<EventFile> all) {
        all.stream()
                .filter(file -> file.fate() == EventFile.Fate.SANDBOX)
                .forEach(file -> lake.remove(EventlogLake.PREFIX + file.name()));
        return sweeps();
    }

    @Test
    void withAnEmptyLedgerEventsOfKnownFilesDoubleNothing() throws Exception {
        put(logs.files(30));
        sweeps();
        lake.emptyTable();
        for (EventFile file : files) {
            lake.tell(EventlogLake.PREFIX + file.name(), lake.put(file));
        }
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake)) {
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aSecondSweepReadsNoFileAndWritesNothing() {
        put(logs.files(40));
        put(EventFaults.all(logs).subList(0, 5));
        put(EventFaults.misnamed(logs));
        sweeps();
        refuseReads();
        int puts = lake.calls("s3.PutObject");
        Map<?, ?> body = (Map<?, ?>) sweeps().json().get("body");
        assertThat(body.get("groups_processed")).isEqualTo(0);
        assertThat(lake.calls("s3.PutObject")).isEqualTo(puts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "test", "/test/"})
    void aPrefixThatIsNoFolderOfOneEnvironmentIsRefusedAtStart(String prefix) {
        TestCommands.Ended ended = EventlogLake.sweep(lake.values("eventlog.prefix", prefix));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("eventlog.prefix");
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoints/{study}/events.parquet", "checkpoints/{datatype}.parquet", "all.parquet"})
    void aTemplateThatWouldMixGroupsIsRefusedAtStart(String template) {
        TestCommands.Ended ended = EventlogLake.sweep(lake.values("eventlog.checkpoint-key", template));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("eventlog.checkpoint-key");
    }
}
