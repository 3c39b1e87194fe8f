package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas and sweeps at the same time: whoever loses a race merges once more, and nobody's events go. */
class EventlogConcurrencyIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(31);
    private final List<EventFile> files = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    private CompletableFuture<TestCommands.Ended> sweepBeside() {
        return CompletableFuture.supplyAsync(lake::sweep);
    }

    private static void hasEndedWell(CompletableFuture<TestCommands.Ended> sweep) {
        assertThat(sweep.join().code())
                .as(sweep.join().out() + sweep.join().err())
                .isZero();
    }

    private EventFile of(String group) {
        String datatype = group.substring(group.indexOf('/') + 1);
        EventFile file = logs.submitted(datatype);
        while (!file.group().equals(group)) {
            file = logs.submitted(datatype);
        }
        files.add(file);
        return file;
    }

    @Test
    void twoReplicasAndSweepsAtTheSameTimeStoreEveryFileOnce() throws Exception {
        List<EventFile> swept = logs.files(120);
        List<EventFile> told = logs.files(200);
        List<EventFile> bad = EventFaults.all(logs).subList(0, 10);
        swept.forEach(lake::put);
        try (EventlogDoor one = EventlogDoor.Kind.PROCESS.open(lake, "eventlog.batch-size", "20");
                EventlogDoor other = EventlogDoor.Kind.PROCESS.open(lake, "eventlog.batch-size", "20")) {
            told.subList(0, 100).forEach(lake::arrive);
            CompletableFuture<TestCommands.Ended> sweep = sweepBeside();
            told.subList(100, 200).forEach(lake::arrive);
            bad.forEach(lake::arrive);
            hasEndedWell(sweep);
            lake.awaitIdle();
            assertThat(one).isNotSameAs(other);
        }
        hasEndedWell(sweepBeside());
        files.addAll(swept);
        files.addAll(told);
        files.addAll(bad);
        StoredEvents.areExactly(files, lake);
        ExpectedEvents.areWhatCheckpointsHold(files, lake);
        assertThat(lake.reports()).hasSameSizeAs(bad);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void filesThatChangeUnderTwoReplicasEndWithTheirLastContent() throws Exception {
        List<EventFile> first = logs.files(60).stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .toList();
        Map<String, String> last = new TreeMap<>();
        try (EventlogDoor one = EventlogDoor.Kind.PROCESS.open(lake, "eventlog.batch-size", "10");
                EventlogDoor other = EventlogDoor.Kind.PROCESS.open(lake, "eventlog.batch-size", "10")) {
            first.forEach(lake::arrive);
            for (EventFile file : first) {
                String key = EventlogLake.PREFIX + file.name();
                String changed =
                        new String(file.content(), UTF_8).replace("\"gear_name\": \"", "\"gear_name\": \"new-");
                last.put(key, lake.put(key, changed.getBytes(UTF_8)));
                lake.tell(key, last.get(key));
            }
            lake.awaitIdle();
            assertThat(one).isNotSameAs(other);
        }
        hasEndedWell(sweepBeside());
        assertThat(lake.rows())
                .hasSameSizeAs(last.keySet())
                .allSatisfy(row -> assertThat(row.get("source_etag")).isEqualTo(last.get(row.get("source_key"))))
                .allSatisfy(
                        row -> assertThat(String.valueOf(row.get("gear_name"))).startsWith("new-"));
    }

    @Test
    void twoSweepsAtOnceStoreEveryFileOnce() {
        files.addAll(logs.files(150));
        files.forEach(lake::put);
        CompletableFuture<TestCommands.Ended> one = sweepBeside();
        CompletableFuture<TestCommands.Ended> other = sweepBeside();
        hasEndedWell(one);
        hasEndedWell(other);
        StoredEvents.areExactly(files, lake);
        ExpectedEvents.areWhatCheckpointsHold(files, lake);
    }

    /** Also when the lease did not help: who holds it stands still for longer than others wait. */
    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "calls are held in our gateway")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteThatComesTooLateIsMergedAnewAndOverwritesNothing(boolean first) {
        if (!first) {
            lake.put(of("adrc/apoe"));
            hasEndedWell(sweepBeside());
        }
        lake.put(of("adrc/apoe"));
        lake.hold("s3", "PutObject", "adrc/apoe/events.parquet", 1, "before");
        CompletableFuture<TestCommands.Ended> late = sweepBeside();
        assertThat(lake.held()).contains("PutObject");
        lake.put(of("adrc/apoe"));
        hasEndedWell(sweepBeside());
        byte[] between = lake.object("checkpoints/adrc/apoe/events.parquet");
        lake.release();
        hasEndedWell(late);
        StoredEvents.areExactly(files, lake);
        assertThat(DuckDbFile.query("SELECT * FROM %s", between)).hasSize(files.size());
    }

    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "calls are held in our gateway")
    @Test
    void aCheckpointThatIsReplacedWhileASweepReadsItIsReadAnew() {
        lake.put(of("adrc/apoe"));
        hasEndedWell(sweepBeside());
        lake.hold("s3", "GetObject", "adrc/apoe/events.parquet", 1, "before");
        CompletableFuture<TestCommands.Ended> reading = sweepBeside();
        assertThat(lake.held()).contains("GetObject");
        lake.put(of("adrc/apoe"));
        hasEndedWell(sweepBeside());
        lake.put(of("adrc/gwas"));
        lake.release();
        hasEndedWell(reading);
        StoredEvents.areExactly(files, lake);
        Map<?, ?> body = (Map<?, ?>) reading.join().json().get("body");
        assertThat(body.get("total_events")).isEqualTo(1);
    }
}
