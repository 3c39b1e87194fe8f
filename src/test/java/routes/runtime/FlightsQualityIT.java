package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import routes.ManualClock;

/** What becomes of snapshots that are bad: what is said of them, who is told, and how often. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsQualityIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final FlightsSteps steps = new FlightsSteps(lake, clock, "lake.max-receives", "50");

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private void converted(Instant time, String json) {
        lake.arrive(time, json);
        assertThat(steps.convert()).isZero();
        lake.tellProcessed(time);
    }

    private void judged(Instant time, String json) {
        converted(time, json);
        assertThat(steps.validate()).isZero();
    }

    private void healsWithTheNextReceive() {
        lake.faults().heal();
        await().atMost(Scale.patience()).until(() -> {
            steps.validate();
            return lake.isIdle();
        });
        assertThat(lake.parked()).isEmpty();
    }

    private Map<String, String> verdict() {
        return lake.rows().steps("flights-validate").get(0);
    }

    @Test
    void aBadSnapshotIsToldOfWithItsScoreAndWhatFailed() {
        judged(TIME, FlightsSnapshots.bad(TIME));
        Map<String, Object> report = lake.json(lake.processed(), FlightsKeys.report(TIME));
        double score = ((Number) report.get("overall_score")).doubleValue();
        assertThat(score).isBetween(0.3, 0.8);
        assertThat(report).containsEntry("passed_threshold", false).containsEntry("total_records", 20);
        assertThat(lake.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("Flight Data Quality Alert - Score: " + "%.3f".formatted(score));
            assertThat(alert.body())
                    .containsEntry("file", "s3://" + lake.processed() + "/" + FlightsKeys.processed(TIME))
                    .containsEntry("overall_score", score)
                    .containsEntry("quality_grade", report.get("quality_grade"))
                    .containsEntry("total_records", 20)
                    .containsEntry("quarantined", false)
                    .containsEntry("reasons", List.of("score"))
                    .containsEntry("suppressed", 0);
            assertThat((List<?>) alert.body().get("failed_checks"))
                    .hasSize((int) report.get("failed_checks"))
                    .allSatisfy(check -> assertThat(FlightsJson.fields(check))
                            .containsOnlyKeys("check", "score", "threshold", "details"));
        });
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isTrue();
        assertThat(verdict())
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("score", String.valueOf(score))
                .containsEntry("passed", "false")
                .containsEntry("quarantined", "false")
                .containsEntry("reasons", "score");
    }

    @Test
    void oneFailedCheckIsReportedAndNothingMoreUnlessTheRulesAreStrict() {
        judged(TIME, FlightsSnapshots.longCallsigns(TIME));
        assertThat(lake.json(lake.processed(), FlightsKeys.report(TIME)))
                .containsEntry("failed_checks", 1)
                .containsEntry("passed_threshold", true);
        assertThat(lake.alerts()).isEmpty();
    }

    @Test
    void underStrictRulesOneFailedCheckFailsASnapshotHoweverHighItsScoreIs() {
        lake.arrive(TIME, FlightsSnapshots.longCallsigns(TIME));
        lake.arrive(TIME.plusSeconds(1), FlightsSnapshots.good(TIME.plusSeconds(1)));
        try (FlightsSteps strict = new FlightsSteps(lake, clock, "flights.strict", "true")) {
            assertThat(strict.convert()).isZero();
            lake.tellProcessed(TIME);
            lake.tellProcessed(TIME.plusSeconds(1));
            assertThat(strict.validate()).isZero();
        }
        Map<String, Object> report = lake.json(lake.processed(), FlightsKeys.report(TIME));
        assertThat(report)
                .containsEntry("quality_grade", "A")
                .containsEntry("failed_checks", 1)
                .containsEntry("passed_threshold", false);
        assertThat(lake.json(lake.processed(), FlightsKeys.report(TIME.plusSeconds(1))))
                .containsEntry("failed_checks", 0)
                .containsEntry("passed_threshold", true);
        assertThat(lake.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.cause()).isEqualTo("flights-quality");
            assertThat(alert.body())
                    .containsEntry("file", "s3://" + lake.processed() + "/" + FlightsKeys.processed(TIME))
                    .containsEntry("overall_score", report.get("overall_score"))
                    .containsEntry("reasons", List.of("check"))
                    .containsEntry("quarantined", false);
            assertThat((List<?>) alert.body().get("failed_checks"))
                    .singleElement()
                    .satisfies(check -> assertThat(FlightsJson.fields(check))
                            .containsEntry("check", "callsign_format")
                            .containsEntry("score", 0.75)
                            .containsEntry("threshold", 0.9));
        });
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isTrue();
    }

    @Test
    void ofOneCauseOneAlertIsSentInAWindowAndTheNextTellsHowManyWereNot() {
        for (int i = 0; i < 4; i++) {
            judged(TIME.plusSeconds(i), FlightsSnapshots.bad(TIME.plusSeconds(i)));
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(lake.alerts()).hasSize(1);
        clock.advance(Duration.ofMinutes(15));
        judged(TIME.plusSeconds(9), FlightsSnapshots.bad(TIME.plusSeconds(9)));
        assertThat(lake.alerts()).hasSize(2);
        assertThat(lake.alerts().get(1).body()).containsEntry("suppressed", 3);
        assertThat(steps.counted("AlertsSent{pipeline=flights}")).isEqualTo(2);
        assertThat(steps.counted("AlertsSuppressed{pipeline=flights}")).isEqualTo(3);
    }

    @Test
    void otherCausesDoNotSuppressEachOther() {
        judged(TIME, FlightsSnapshots.bad(TIME));
        judged(TIME.plusSeconds(1), FlightsSnapshots.terrible(TIME.plusSeconds(1)));
        lake.put(lake.processed(), FlightsKeys.processed(TIME.plusSeconds(2)), new byte[] {1, 2, 3}, Map.of());
        lake.tellProcessed(TIME.plusSeconds(2));
        assertThat(steps.validate()).isZero();
        assertThat(lake.alerts())
                .extracting(FlightsTopic.Alert::cause)
                .containsExactlyInAnyOrder("flights-quality", "flights-quarantine", "flights-unreadable");
    }

    @Test
    void aReplayOfABadSnapshotHasTheSameScoreAndTellsNobodyAgain() {
        judged(TIME, FlightsSnapshots.bad(TIME));
        byte[] report = lake.object(lake.processed(), FlightsKeys.report(TIME));
        clock.advance(Duration.ofDays(100));
        lake.tellRaw(TIME);
        assertThat(steps.convert()).isZero();
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        assertThat(lake.alerts()).hasSize(1);
        assertThat(lake.object(lake.processed(), FlightsKeys.report(TIME))).isEqualTo(report);
    }

    @Test
    void anOldSnapshotThatIsGoodPassesWheneverItIsJudged() {
        clock.advance(Duration.ofDays(1000));
        judged(TIME, FlightsSnapshots.good(TIME));
        assertThat(lake.json(lake.processed(), FlightsKeys.report(TIME))).containsEntry("passed_threshold", true);
        assertThat(lake.alerts()).isEmpty();
    }

    @Test
    void ofASnapshotWithoutAnyValidStatePeopleAreToldAndTheRefusedStatesAreKept() {
        judged(TIME, FlightsSnapshots.allRefused(TIME));
        assertThat(lake.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.body())
                        .containsEntry("reasons", List.of("all 7 states were refused"))
                        .containsEntry("quarantined", false));
        String rejected = new String(
                TestLake.unzipped(lake.object(lake.processed(), FlightsKeys.rejected(TIME))), StandardCharsets.UTF_8);
        assertThat(rejected.lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(FlightsJson.map(line)).isNotEmpty());
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isTrue();
    }

    @Test
    void tooManyRefusedStatesFailASnapshotWhoseRowsAreGood() {
        judged(TIME, FlightsSnapshots.halfRefused(TIME));
        assertThat(lake.json(lake.processed(), FlightsKeys.report(TIME)))
                .containsEntry("total_records", 10)
                .containsEntry("failed_checks", 0)
                .containsEntry("passed_threshold", false);
        assertThat(lake.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.body()).containsEntry("reasons", List.of("rejected")));
    }

    @Test
    void whileTheTopicIsDownAnAlertIsLeftToTheNextReceiveAndNeverLost() {
        converted(TIME, FlightsSnapshots.bad(TIME));
        lake.faults().refuse("sns", "Publish", "");
        assertThat(steps.validate()).isEqualTo(1);
        assertThat(verdict()).containsEntry("status", "FAILED").containsEntry("error_kind", "transient");
        assertThat(lake.alerts()).isEmpty();
        healsWithTheNextReceive();
        assertThat(lake.alerts()).hasSize(1);
        assertThat(verdict()).containsEntry("status", "SUCCEEDED");
    }

    @Test
    void twoWhoJudgeTheSameFileAtOnceTellOfItOnce() {
        lake.arrive(TIME, FlightsSnapshots.bad(TIME));
        assertThat(steps.convert()).isZero();
        for (int i = 0; i < 30; i++) {
            lake.tellProcessed(TIME);
        }
        try (FlightsSteps others = new FlightsSteps(lake, clock)) {
            CompletableFuture<Integer> beside = CompletableFuture.supplyAsync(others::validate);
            steps.validate();
            beside.join();
        }
        healsWithTheNextReceive();
        assertThat(lake.alerts()).hasSize(1);
    }
}
