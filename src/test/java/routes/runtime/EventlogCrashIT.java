package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed with SIGKILL before or behind each durable step; another one finishes. Every event is in its
 * checkpoint once, every bad file in quarantine once, and what is settled is read by nobody again.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "kill points are in our gateway")
class EventlogCrashIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(41);
    private final List<EventFile> files = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    private Map<String, String> settings(String schedule) {
        return lake.values("lake.lease", "2s", "lake.visibility", "3s", "eventlog.sweep-schedule", schedule);
    }

    private void some() {
        files.addAll(List.of(
                logs.submitted("apoe"), logs.submitted("apoe"), logs.submitted("gwas"), logs.submitted("dicom")));
        files.addAll(EventFaults.all(logs).subList(0, 2));
    }

    private void dies(
            Map<String, String> settings, String service, String operation, String match, int nth, String when) {
        lake.hold(service, operation, match, nth, when);
        try (Child dead = Child.start(settings)) {
            assertThat(lake.held()).as(dead.log()).contains(operation);
            dead.kill();
        }
        lake.heal();
    }

    /** Nothing is missing, nothing is there twice, and a sweep finds nothing to do. */
    private void isWhole() {
        StoredEvents.areExactly(files, lake);
        assertThat(lake.reports()).hasSize((int) files.stream()
                .filter(file -> file.fate() == EventFile.Fate.QUARANTINED)
                .count());
        assertThat(lake.keys(lake.processed(), "quarantine/"))
                .hasSize(2 * lake.reports().size());
        assertThat(lake.parked()).isEmpty();
        lake.fail("s3", "GetObject", "/log-", 403, "AccessDenied", 1000);
        TestCommands.Ended sweep = lake.sweep();
        assertThat(sweep.code()).as(sweep.out() + sweep.err()).isZero();
    }

    /** Where a process can die, the most telling first. */
    private static Stream<Arguments> points() {
        return Stream.of(
                        arguments("s3", "PutObject", "events.parquet", 2, "after"),
                        arguments("dynamodb", "BatchWriteItem", "eventlog-checkpoint", 1, "before"),
                        arguments("s3", "CopyObject", "quarantine", 1, "after"),
                        arguments("sqs", "DeleteMessageBatch", "", 1, "before"),
                        arguments("dynamodb", "BatchWriteItem", "", 1, "after"),
                        arguments("s3", "PutObject", "events.parquet", 1, "before"),
                        arguments("s3", "PutObject", "report.json", 2, "after"),
                        arguments("dynamodb", "BatchWriteItem", "", 1, "before"),
                        arguments("sqs", "DeleteMessageBatch", "", 1, "after"))
                .limit(Scale.of(4, 9));
    }

    @ParameterizedTest
    @MethodSource("points")
    void whereverAProcessDiesAnotherFinishesAndEveryEventIsStoredOnce(
            String service, String operation, String match, int nth, String when) throws Exception {
        some();
        files.forEach(lake::arrive);
        dies(settings(EventlogDoor.NEVER), service, operation, match, nth, when);
        EventFile more = logs.submitted("apoe");
        files.add(more);
        lake.arrive(more);
        try (EventlogDoor next = EventlogDoor.Kind.PROCESS.open(lake, "lake.lease", "2s", "lake.visibility", "3s")) {
            lake.awaitIdle();
            assertThat(next).isNotNull();
        }
        isWhole();
    }

    @Test
    void aSweepThatDiesIsMadeUpForByTheNextProcess() throws Exception {
        some();
        files.forEach(lake::put);
        String hourly = "0 0 * * * ?";
        dies(settings(hourly), "s3", "PutObject", "events.parquet", 2, "after");
        int stored = (int) files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .count();
        try (EventlogDoor next = EventlogDoor.Kind.PROCESS.open(
                lake, "lake.lease", "2s", "lake.visibility", "3s", "eventlog.sweep-schedule", hourly)) {
            await().atMost(Scale.patience()).until(() -> lake.rows().size() == stored);
            assertThat(next).isNotNull();
        }
        isWhole();
    }
}
