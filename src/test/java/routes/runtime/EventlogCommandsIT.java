package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** {@code eventlog sweep}, {@code invoke}, {@code doctor} and {@code status} of eventlog. */
class EventlogCommandsIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(71);
    private final TestCommands commands = new TestCommands(lake.values());

    @AfterEach
    void leave() {
        lake.close();
    }

    @Test
    void theHelpOfASweepNamesEveryOptionAndAMistakeEndsWithTwo() {
        TestCommands.Ended help = commands.run("eventlog", "sweep", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--dry-run", "--drop-missing", "--json", "lake-routes eventlog sweep");
        assertThat(commands.run("eventlog", "sweep", "--drop").code()).isEqualTo(2);
        assertThat(commands.run("eventlog").code()).isEqualTo(2);
        assertThat(commands.run("eventlog").err()).contains("sweep");
    }

    @Test
    void aSweepTellsPeopleWhatItSavedAndWhatItPutAside() {
        EventFile file = logs.submitted("apoe");
        lake.put(file);
        EventFaults.all(logs).subList(0, 2).forEach(lake::put);
        TestCommands.Ended sweep = commands.run("eventlog", "sweep");
        assertThat(sweep.code()).isZero();
        assertThat(sweep.out().lines())
                .contains(
                        "saved   checkpoints/" + file.group() + "/events.parquet  1 new of 1 events",
                        "1 events read, 0 of them of sandbox projects; 2 files quarantined, 0 could not be read");
        assertThat(commands.run("eventlog", "sweep", "--dry-run").out())
                .startsWith("0 files would be read, of 3 listed, of which 0 are no event files");
    }

    @Test
    void anInvokedSweepAnswersAsItsLambdaWould() {
        EventFile file = logs.submitted("apoe");
        lake.put(file);
        TestCommands.Ended invoked =
                commands.runReading("{\"sweep\":true}", "invoke", "eventlog-trigger", "--event", "-");
        assertThat(invoked.code()).as(invoked.err()).isZero();
        assertThat(invoked.json()).containsEntry("statusCode", 200);
        StoredEvents.areExactly(List.of(file), lake);
    }

    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "faults are in our gateway")
    @Test
    void anInvokedSweepThatMissesEventsSaysSoInALineAndIsNoBug() {
        lake.put(logs.submitted("apoe"));
        lake.fail("s3", "PutObject", "events.parquet", 403, "AccessDenied", 1000);
        TestCommands.Ended invoked =
                commands.runReading("{\"sweep\":true}", "invoke", "eventlog-trigger", "--event", "-");
        assertThat(invoked.code()).isEqualTo(1);
        assertThat(invoked.err())
                .contains("events are missing: 1 groups failed")
                .doesNotContain("bug");
    }

    @Test
    void anInvokedBatchReportsItsFailuresAndDeletesNothing() {
        EventFile file = logs.submitted("apoe");
        lake.arrive(file);
        String event = SqsEvents.of(lake.events(), lake.lake().receive(lake.events(), 1, Duration.ofSeconds(30)));
        TestCommands.Ended invoked = commands.runReading(event, "invoke", "eventlog-collect", "--event", "-");
        assertThat(invoked.code()).as(invoked.err()).isZero();
        assertThat(invoked.json()).containsEntry("batchItemFailures", List.of());
        StoredEvents.areExactly(List.of(file), lake);
        assertThat(lake.isIdle()).isFalse();
    }

    @Test
    void theDoctorLooksForBothBucketsTheQueueAndTheTable() {
        for (String bucket : List.of(lake.source(), lake.processed())) {
            lake.lake()
                    .clients()
                    .s3()
                    .putBucketVersioning(
                            put -> put.bucket(bucket).versioningConfiguration(version -> version.status("Enabled")));
        }
        TestCommands.Ended doctor = commands.run("doctor");
        assertThat(doctor.out())
                .contains(lake.source(), lake.processed(), lake.events(), lake.table())
                .doesNotContain("FAIL");
        assertThat(doctor.code()).isZero();
        TestCommands.Ended without = new TestCommands(lake.values("eventlog.table", "no-such-table")).run("doctor");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out()).contains("FAIL  table no-such-table");
    }

    @Test
    void theStatusTellsOfTheQueueAndOfScheduledSweeps() throws Exception {
        lake.lake().sendTo(lake.events(), "no JSON", Map.of());
        assertThat(commands.run("status").out()).contains("eventlog", lake.events(), "count 0, unfinished 0");
        String hourly = "0 0 * * * ?";
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake, "eventlog.sweep-schedule", hourly)) {
            lake.awaitIdle();
            await().atMost(Scale.patience())
                    .until(() -> commands.run("status").out().contains("count 1, unfinished 0, last ended"));
            assertThat(door).isNotNull();
        }
    }

    @Test
    void aFileIsFollowedToItsCheckpoint() {
        EventFile file = logs.submitted("apoe");
        lake.put(file);
        String address = "s3://" + lake.source() + "/" + EventlogLake.PREFIX + file.name();
        assertThat(commands.run("trace", address).code()).isZero();
        commands.run("eventlog", "sweep");
        TestCommands.Ended traced = commands.run("trace", address);
        assertThat(traced.out()).contains("STORED", "checkpoints/" + file.group() + "/events.parquet");
        assertThat(commands.run("trace", address + ".gone").code()).isEqualTo(1);
    }
}
