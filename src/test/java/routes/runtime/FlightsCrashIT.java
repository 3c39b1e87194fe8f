package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed with SIGKILL before or behind each durable step of a snapshot's way; another one finishes. Every
 * snapshot is stored and judged, the bad one lies in quarantine alone, and people are told of it, twice at most.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "kill points are in our gateway")
class FlightsCrashIT {
    private static final Instant BAD = FlightsLake.TIME.minusSeconds(60);

    private final FlightsLake lake = new FlightsLake();

    @AfterEach
    void close() {
        lake.close();
    }

    private static String[] quick() {
        return new String[] {"lake.lease", "2s", "lake.visibility", "3s", "flights.schedule", "0 * * * * ?"};
    }

    private void dies(String service, String operation, String match, int nth, String when) {
        lake.faults().hold(service, operation, match, nth, when);
        try (Child dead = Child.start(lake.values(quick()))) {
            assertThat(lake.faults().held()).as(dead.log()).contains(operation);
            dead.kill();
        }
        lake.faults().heal();
    }

    private static Arguments point(String service, String operation, String match, int nth, String when, int alerts) {
        return arguments(service, operation, match, nth, when, alerts);
    }

    /** Where a process can die on the way of a snapshot, in the order of that way; how many alerts there may be then. */
    private static Stream<Arguments> points() {
        return Stream.of(
                point("dynamodb", "UpdateItem", "executions-", 1, "after", 1),
                point("s3", "PutObject", "184000.json.gz", 1, "before", 1),
                point("s3", "PutObject", "184000.json.gz", 1, "after", 1),
                point("s3", "PutObject", "latest.json", 1, "before", 1),
                point("s3", "PutObject", "latest.json", 1, "after", 1),
                point("dynamodb", "UpdateItem", "executions-", 3, "before", 1),
                point("s3", "PutObject", "rejected/", 1, "after", 1),
                point("s3", "PutObject", ".parquet", 1, "before", 1),
                point("s3", "PutObject", ".parquet", 1, "after", 1),
                point("dynamodb", "UpdateItem", "executions-", 5, "before", 1),
                point("s3", "PutObject", "quality/", 1, "before", 1),
                point("s3", "PutObject", "quality/", 1, "after", 1),
                point("dynamodb", "UpdateItem", "/causes", 1, "before", 1),
                point("dynamodb", "UpdateItem", "/causes", 1, "after", 1),
                point("dynamodb", "UpdateItem", "/about", 1, "after", 1),
                point("sns", "Publish", "", 1, "before", 1),
                point("sns", "Publish", "", 1, "after", 2),
                point("dynamodb", "UpdateItem", "/about", 2, "before", 2),
                point("dynamodb", "UpdateItem", "/about", 2, "after", 1),
                point("dynamodb", "UpdateItem", "/causes", 2, "before", 1),
                point("dynamodb", "UpdateItem", "/causes", 2, "after", 1),
                point("dynamodb", "UpdateItem", "flights-verdict", 1, "before", 1),
                point("dynamodb", "UpdateItem", "flights-verdict", 1, "after", 1),
                point("s3", "PutObject", "report.json", 1, "before", 1),
                point("s3", "CopyObject", "quarantine/", 1, "before", 1),
                point("s3", "CopyObject", "quarantine/", 1, "after", 1),
                point("s3", "DeleteObject", "flight_data", 1, "before", 1),
                point("s3", "DeleteObject", "flight_data", 1, "after", 1),
                point("sqs", "DeleteMessageBatch", "", 1, "before", 1),
                point("sqs", "DeleteMessageBatch", "", 1, "after", 1),
                point("sqs", "DeleteMessageBatch", "", 2, "before", 1));
    }

    @EnabledIfSystemProperty(
            named = "scenarios",
            matches = "full",
            disabledReason =
                    "half a minute each: the test of one snapshot that suffers many of them is what every build can afford")
    @ParameterizedTest
    @MethodSource("points")
    void whereverAProcessDiesAnotherFinishesAndNothingIsLost(
            String service, String operation, String match, int nth, String when, int alerts) throws Exception {
        lake.connected();
        lake.putRaw(BAD, FlightsSnapshots.worst(BAD));
        dies(service, operation, match, nth, when);
        anotherFinishes();
        assertThat(lake.alerts()).hasSizeBetween(1, alerts);
    }

    @Test
    void processesThatDieOneAfterTheOtherLoseNothingAndTellOnceForEachOfThemThatHadTold() throws Exception {
        lake.connected();
        lake.putRaw(BAD, FlightsSnapshots.worst(BAD));
        dies("s3", "PutObject", "184000.json.gz", 1, "after");
        dies("s3", "PutObject", ".parquet", 1, "after");
        dies("sns", "Publish", "", 1, "after");
        dies("s3", "CopyObject", "quarantine/", 1, "after");
        anotherFinishes();
        assertThat(lake.alerts()).hasSize(2);
    }

    @Test
    void processesThatDieBesideTheirNotesLoseNothingAndTellOnce() throws Exception {
        lake.connected();
        lake.putRaw(BAD, FlightsSnapshots.worst(BAD));
        dies("s3", "PutObject", "latest.json", 1, "before");
        dies("dynamodb", "UpdateItem", "flights-verdict", 1, "after");
        dies("s3", "DeleteObject", "flight_data", 1, "after");
        dies("sqs", "DeleteMessageBatch", "", 1, "before");
        anotherFinishes();
        assertThat(lake.alerts()).hasSize(1);
    }

    private void anotherFinishes() throws Exception {
        try (FlightsDoor next = FlightsDoor.Kind.PROCESS.open(lake, quick())) {
            assertThat(next).isNotNull();
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Scale.patience())
                    .until(this::isDone);
        }
        isWhole();
        assertThat(lake.alerts()).allSatisfy(alert -> assertThat(alert.cause()).isEqualTo("flights-quarantine"));
    }

    private boolean isDone() {
        return lake.isIdle()
                && lake.has(lake.raw(), FlightsKeys.LATEST)
                && lake.has(lake.processed(), FlightsKeys.report(FlightsLake.TIME))
                && lake.has(lake.processed(), FlightsKeys.quarantine(BAD))
                && !lake.has(lake.processed(), FlightsKeys.processed(BAD));
    }

    private void isWhole() {
        assertThat(lake.keys(lake.raw()))
                .containsExactly(FlightsKeys.LATEST, FlightsKeys.raw(BAD), FlightsKeys.raw(FlightsLake.TIME));
        assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("time", FlightsLake.TIME.toString());
        assertThat(lake.keys(lake.processed()))
                .containsExactly(
                        FlightsKeys.report(BAD),
                        FlightsKeys.report(FlightsLake.TIME),
                        FlightsKeys.quarantine(BAD),
                        FlightsKeys.quarantineReport(BAD),
                        FlightsKeys.rejected(BAD),
                        FlightsKeys.processed(FlightsLake.TIME));
        assertThat(lake.writes(lake.raw(), FlightsKeys.raw(FlightsLake.TIME))).isEqualTo(1);
        assertThat(lake.writes(lake.processed(), FlightsKeys.processed(FlightsLake.TIME)))
                .isEqualTo(1);
        assertThat(lake.parked()).isEmpty();
        Map<String, String> good =
                lake.head(lake.raw(), FlightsKeys.raw(FlightsLake.TIME)).metadata();
        assertThat(lake.rows().run(good.get("run-id")).values())
                .filteredOn(step -> !step.get("pipeline_step").equals("flights-fetch"))
                .hasSize(2)
                .allSatisfy(step -> assertThat(step).containsEntry("status", "SUCCEEDED"));
        assertThat(lake.rows().run("flights-test-" + BAD.getEpochSecond()).values())
                .hasSize(2)
                .allSatisfy(step -> assertThat(step).containsEntry("status", "SUCCEEDED"));
        List<Map<String, String>> verdicts = lake.rows().ledger("flights-verdict");
        assertThat(verdicts).singleElement().satisfies(row -> assertThat(row).containsEntry("standing", "quarantined"));
    }
}
