package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import routes.lake.Sha256;

/** A snapshot from OpenSky to its score, as S3 passes it on from step to step. */
class FlightsIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();

    @AfterEach
    void close() {
        lake.close();
    }

    private byte[] answer(Instant time) {
        lake.sky().time(time);
        return lake.lake().call("GET", "/api/states/all?extended=1", "");
    }

    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "buckets tell queues of the local cloud")
    @ParameterizedTest
    @EnumSource(FlightsDoor.Kind.class)
    void aSnapshotIsKeptAsItCameAndBecomesRowsAndAReport(FlightsDoor.Kind kind) throws Exception {
        lake.connected();
        byte[] answer = answer(TIME);
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (FlightsDoor door = kind.open(lake)) {
            Map<String, Object> done = FlightsJson.fields(door.order(Map.of()));
            assertThat(done).containsEntry("key", FlightsKeys.raw(TIME)).containsEntry("stored", true);
            assertThat(done.get("records")).hasToString(Integer.toString(FlightsLake.FLEET));
            assertThat(done.get("rejected")).hasToString("0");
            assertThat(done.get("credits_remaining")).hasToString("4000");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Scale.patience())
                    .until(() -> lake.has(lake.processed(), FlightsKeys.report(TIME)));
            lake.awaitIdle();
        }
        assertThat(lake.keys(lake.raw())).containsExactly("latest.json", FlightsKeys.raw(TIME));
        assertThat(lake.keys(lake.processed())).containsExactly(FlightsKeys.report(TIME), FlightsKeys.processed(TIME));
        isAsReceived(answer, before);
        FlightsExpected.areTheRowsAndScores(
                answer,
                lake.head(lake.raw(), FlightsKeys.raw(TIME)).metadata().get("fetched-at"),
                lake.object(lake.processed(), FlightsKeys.processed(TIME)),
                lake.json(lake.processed(), FlightsKeys.report(TIME)));
        isToldOfInAReportThatPasses();
        isFollowedByTheRunOfItsRawObject();
        assertThat(lake.alerts()).isEmpty();
        assertThat(lake.parked()).isEmpty();
    }

    private void isAsReceived(byte[] answer, Instant before) {
        byte[] raw = lake.object(lake.raw(), FlightsKeys.raw(TIME));
        assertThat(TestLake.unzipped(raw)).isEqualTo(answer);
        var head = lake.head(lake.raw(), FlightsKeys.raw(TIME));
        assertThat(head.contentType()).isEqualTo("application/gzip");
        assertThat(head.metadata())
                .containsOnlyKeys("fetched-at", "content-sha256", "run-id")
                .containsEntry(
                        "content-sha256",
                        HexFormat.of().formatHex(Sha256.digest().digest(answer)));
        assertThat(Instant.parse(head.metadata().get("fetched-at"))).isBetween(before, Instant.now());
        assertThat(lake.json(lake.raw(), "latest.json"))
                .containsOnly(
                        Map.entry("key", FlightsKeys.raw(TIME)),
                        Map.entry("time", TIME.toString()),
                        Map.entry("count", FlightsLake.FLEET));
    }

    private void isToldOfInAReportThatPasses() {
        Map<String, Object> report = lake.json(lake.processed(), FlightsKeys.report(TIME));
        assertThat(report)
                .containsOnlyKeys(
                        "timestamp",
                        "total_records",
                        "total_checks",
                        "passed_checks",
                        "failed_checks",
                        "overall_score",
                        "quality_grade",
                        "passed_threshold",
                        "individual_results")
                .containsEntry("timestamp", TIME.toString())
                .containsEntry("total_records", FlightsLake.FLEET)
                .containsEntry("total_checks", 16)
                .containsEntry("passed_threshold", true);
        assertThat((List<?>) report.get("individual_results"))
                .extracting(result -> String.valueOf(((Map<?, ?>) result).get("check")))
                .containsExactly(
                        "completeness",
                        "validity",
                        "consistency",
                        "uniqueness",
                        "accuracy",
                        "timeliness",
                        "altitude_range",
                        "speed_range",
                        "coordinate_validity",
                        "callsign_format",
                        "country_code",
                        "timestamp_consistency",
                        "position_accuracy",
                        "altitude_consistency",
                        "speed_consistency",
                        "anomaly_detection");
    }

    private void isFollowedByTheRunOfItsRawObject() {
        String run = lake.head(lake.raw(), FlightsKeys.raw(TIME)).metadata().get("run-id");
        Map<String, Map<String, String>> steps = lake.rows().run(run);
        assertThat(steps).containsOnlyKeys("flights-fetch", "flights-convert", "flights-validate");
        assertThat(steps.values())
                .allSatisfy(step -> assertThat(step)
                        .containsEntry("status", "SUCCEEDED")
                        .containsEntry("attempts", "1")
                        .containsEntry("records", Integer.toString(FlightsLake.FLEET))
                        .containsKeys("started_at", "ended_at", "ttl", "source_key", "target_key"));
        String raw = "s3://" + lake.raw() + "/" + FlightsKeys.raw(TIME);
        String processed = "s3://" + lake.processed() + "/" + FlightsKeys.processed(TIME);
        assertThat(steps.get("flights-fetch")).containsEntry("target_key", raw).containsEntry("stored", "new");
        assertThat(steps.get("flights-convert"))
                .containsEntry("source_key", raw)
                .containsEntry("target_key", processed)
                .containsEntry("rejected", "0");
        Object score = lake.json(lake.processed(), FlightsKeys.report(TIME)).get("overall_score");
        assertThat(steps.get("flights-validate"))
                .containsEntry("source_key", processed)
                .containsEntry("target_key", "s3://" + lake.processed() + "/" + FlightsKeys.report(TIME))
                .containsEntry("score", String.valueOf(score))
                .containsEntry("passed", "true")
                .containsEntry("quarantined", "false");
        TestCommands.Ended trace = new TestCommands(lake.values()).run("trace", raw, "--json");
        assertThat(trace.code()).as(trace.err()).isZero();
        assertThat(trace.out()).contains(run, processed, "flights-validate");
    }

    @Test
    void aReplayOfAllStepsGivesTheSameBytesAndScoresAndWritesNothingAnew() throws Exception {
        try (FlightsSteps steps = new FlightsSteps(lake)) {
            steps.fetch();
            lake.tellRaw(TIME);
            assertThat(steps.convert()).isZero();
            lake.tellProcessed(TIME);
            assertThat(steps.validate()).isZero();
            byte[] parquet = lake.object(lake.processed(), FlightsKeys.processed(TIME));
            byte[] report = lake.object(lake.processed(), FlightsKeys.report(TIME));
            assertThat(steps.fetch()).containsEntry("stored", false);
            lake.tellRaw(TIME);
            assertThat(steps.convert()).isZero();
            lake.tellProcessed(TIME);
            assertThat(steps.validate()).isZero();
            assertThat(lake.object(lake.processed(), FlightsKeys.processed(TIME)))
                    .isEqualTo(parquet);
            assertThat(lake.object(lake.processed(), FlightsKeys.report(TIME))).isEqualTo(report);
        }
        for (String key : lake.keys(lake.raw())) {
            assertThat(lake.writes(lake.raw(), key)).as(key).isEqualTo(1);
        }
        for (String key : lake.keys(lake.processed())) {
            assertThat(lake.writes(lake.processed(), key)).as(key).isEqualTo(1);
        }
    }

    @Test
    void theSameBytesComeOfARawObjectWhoeverConvertsItAndWhenever() {
        byte[] answer = answer(TIME);
        lake.arrive(TIME, new String(answer, java.nio.charset.StandardCharsets.UTF_8));
        byte[] first;
        try (FlightsSteps steps = new FlightsSteps(lake)) {
            steps.convert();
            first = lake.object(lake.processed(), FlightsKeys.processed(TIME));
        }
        lake.lake()
                .clients()
                .s3()
                .deleteObject(delete -> delete.bucket(lake.processed()).key(FlightsKeys.processed(TIME)));
        lake.tellRaw(TIME);
        try (FlightsSteps steps = new FlightsSteps(lake)) {
            steps.convert();
        }
        assertThat(lake.object(lake.processed(), FlightsKeys.processed(TIME))).isEqualTo(first);
    }

    @Test
    void anAreaIsAskedForAsItIsConfiguredWithATokenOfTheSecret() throws Exception {
        try (FlightsSteps steps = new FlightsSteps(
                lake,
                "flights.area",
                "45.8,5.9,47.8,10.5",
                "flights.icao24",
                "4b1814,4b1815",
                "flights.extended",
                "false")) {
            steps.fetch();
        }
        assertThat(lake.lake().received("opensky")).singleElement().satisfies(request -> {
            assertThat(String.valueOf(request.get("query"))).contains("lamin=45.8", "lomax=10.5", "icao24=4b1814");
            assertThat(String.valueOf(request.get("query"))).doesNotContain("extended");
            assertThat(String.valueOf(request.get("headers"))).contains("Bearer ");
        });
        assertThat(lake.sky().tokensAsked()).isEqualTo(1);
    }

    @Test
    void withoutASecretNobodySaysWhoHeIs() throws Exception {
        try (FlightsSteps steps = new FlightsSteps(lake, "flights.secret", "")) {
            assertThat(steps.fetch()).containsEntry("credits_remaining", 400);
        }
        assertThat(lake.sky().tokensAsked()).isZero();
        assertThat(String.valueOf(lake.lake().received("opensky").get(0).get("headers")))
                .doesNotContainIgnoringCase("authorization");
    }
}
