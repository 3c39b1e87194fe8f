package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.ManualClock;

/** Odd snapshots, schedules, and an account that refuses: what is lost is a snapshot at most, and never in silence. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsFailuresIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    @AfterEach
    void close() {
        lake.close();
    }

    private FlightsSteps steps(String... settings) {
        return new FlightsSteps(lake, clock, settings);
    }

    /** One try a fetch: each is a call of the breaker. */
    private FlightsSteps single() {
        return steps("flights.max-attempts", "1");
    }

    @Test
    void aTokenThatIsRevokedIsRenewedOnceAndTheFetchSucceeds() throws Exception {
        try (FlightsSteps steps = steps()) {
            steps.fetch();
            lake.lake().behave("{\"end\":\"opensky-oauth\",\"do\":\"revoke-all\"}");
            assertThat(steps.fetch()).containsEntry("stored", false);
        }
        assertThat(lake.sky().asked()).isEqualTo(3);
        assertThat(lake.sky().tokensAsked()).isEqualTo(2);
    }

    @Test
    void anOlderSnapshotIsKeptAndThePointerStaysAtTheNewest() throws Exception {
        try (FlightsSteps steps = steps()) {
            steps.fetch();
            Instant older = TIME.minusSeconds(3600);
            lake.sky().time(older);
            assertThat(steps.fetch()).containsEntry("stored", true);
            assertThat(lake.keys(lake.raw()))
                    .containsExactly(FlightsKeys.LATEST, FlightsKeys.raw(older), FlightsKeys.raw(TIME));
            assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("time", TIME.toString());
            Instant newer = TIME.plusSeconds(10);
            lake.sky().time(newer);
            steps.fetch();
            assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("key", FlightsKeys.raw(newer));
        }
    }

    @Test
    void ofTwoAnswersOfTheSameTimeTheFirstIsKept() throws Exception {
        try (FlightsSteps steps = steps()) {
            steps.fetch();
            byte[] first = lake.object(lake.raw(), FlightsKeys.raw(TIME));
            lake.sky().set("\"seed\":2");
            assertThat(steps.fetch()).containsEntry("stored", false);
            assertThat(lake.object(lake.raw(), FlightsKeys.raw(TIME))).isEqualTo(first);
        }
        assertThat(lake.writes(lake.raw(), FlightsKeys.raw(TIME))).isEqualTo(1);
    }

    @Test
    void aPointerThatIsNoneIsWrittenAnew() throws Exception {
        lake.put(lake.raw(), FlightsKeys.LATEST, "<html>".getBytes(StandardCharsets.UTF_8), Map.of());
        try (FlightsSteps steps = steps()) {
            steps.fetch();
        }
        assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("key", FlightsKeys.raw(TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"states-null", "empty"})
    void aSkyWithoutAircraftIsASnapshotAndAFileWithoutRowsThatNobodyComplainsOf(String nothing) throws Exception {
        lake.sky().spoil("\"do\":\"" + nothing + "\"");
        try (FlightsSteps steps = steps()) {
            assertThat(steps.fetch().get("records")).hasToString("0");
            assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("count", 0);
            lake.tellRaw(TIME);
            assertThat(steps.convert()).isZero();
            byte[] parquet = lake.object(lake.processed(), FlightsKeys.processed(TIME));
            assertThat(DuckDbFile.query("SELECT * FROM %s", parquet)).isEmpty();
            assertThat(DuckDbFile.query("DESCRIBE SELECT * FROM %s", parquet))
                    .extracting(column -> String.valueOf(column.get("column_name")))
                    .containsExactlyElementsOf(FlightsExpected.TYPES.keySet());
            lake.tellProcessed(TIME);
            assertThat(steps.validate()).isZero();
            assertThat(steps.counted("FlightDataPipeline.Quality.EmptySnapshots"))
                    .isEqualTo(1);
        }
        assertThat(lake.json(lake.processed(), FlightsKeys.report(TIME)))
                .containsEntry("total_records", 0)
                .doesNotContainKey("overall_score");
        assertThat(lake.alerts()).isEmpty();
        assertThat(lake.rows().steps("flights-validate"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step).containsEntry("status", "SUCCEEDED").doesNotContainKey("score"));
    }

    /** What is refused, whether OpenSky was asked, and whether the raw object is there all the same. */
    @ParameterizedTest
    @CsvSource({
        "s3, PutObject, year%3D, true, false",
        "s3, PutObject, latest.json, true, true",
        "s3, GetObject, latest.json, true, true",
        "dynamodb, UpdateItem, executions-, false, false",
        "dynamodb, GetItem, flights-source, false, false",
        "secretsmanager, GetSecretValue, opensky, false, false"
    })
    void aFetchThatTheAccountRefusesFailsLoudlyAndTheNextMakesUpForIt(
            String service, String operation, String match, boolean asked, boolean stored) throws Exception {
        lake.faults().refuse(service, operation, match);
        try (FlightsSteps steps = single()) {
            steps.fails(1);
            assertThat(lake.sky().asked()).isEqualTo(asked ? 1 : 0);
            assertThat(lake.has(lake.raw(), FlightsKeys.raw(TIME))).isEqualTo(stored);
            assertThat(lake.has(lake.raw(), FlightsKeys.LATEST)).isFalse();
            lake.faults().heal();
            assertThat(steps.fetch()).containsEntry("stored", !stored);
        }
        assertThat(lake.json(lake.raw(), FlightsKeys.LATEST)).containsEntry("key", FlightsKeys.raw(TIME));
        assertThat(lake.rows().steps("flights-fetch"))
                .extracting(step -> step.get("status"))
                .contains("SUCCEEDED")
                .doesNotContain("RUNNING");
        assertThat(lake.alerts()).isEmpty();
    }

    @Test
    void aScheduledTimeIsFetchedOnceHoweverOftenItFires() throws Exception {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        try (FlightsSteps steps = steps();
                FlightsSteps others = steps()) {
            assertThat(steps.tick(at)).hasSize(1);
            assertThat(steps.tick(at)).isEmpty();
            assertThat(others.tick(at)).isEmpty();
            assertThat(lake.sky().asked()).isEqualTo(1);
        }
        assertThat(lake.rows().ledger("flights-fetch"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("at", at.toString()).containsKey("finished_at"));
    }

    @Test
    void aScheduledTimeWhoseFetchFailedIsFreeAtOnceForWhoeverAsksAgain() throws Exception {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        lake.sky().spoil("\"do\":\"status\",\"status\":500,\"times\":1");
        try (FlightsSteps steps = single();
                FlightsSteps others = single()) {
            assertThatThrownBy(() -> steps.tick(at)).hasMessageContaining("500");
            assertThat(others.tick(at)).singleElement().asString().contains(FlightsKeys.raw(TIME));
        }
    }

    @Test
    void ofSeveralTimesThatWereMissedOnlyTheLatestIsFetchedAndTheOthersNeverAre() throws Exception {
        Instant at = TIME.plusSeconds(3600);
        clock.set(at.plusSeconds(1));
        try (FlightsSteps steps = steps("flights.schedule", "0 * * * * ?", "flights.catch-up", "10m")) {
            assertThat(steps.tick(at)).hasSize(1);
            clock.advance(Duration.ofMinutes(5));
            assertThat(steps.tick(at.plusSeconds(300))).hasSize(1);
            assertThat(steps.tick(at.plusSeconds(300))).isEmpty();
            assertThat(steps.tick(at.plusSeconds(120)))
                    .as("an event that comes late")
                    .isEmpty();
        }
        assertThat(lake.sky().asked()).isEqualTo(2);
    }
}
