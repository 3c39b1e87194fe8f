package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import routes.flights.QualityReport.Cause;
import routes.policy.Transient;
import software.amazon.awssdk.services.sns.model.SnsException;

class QualityAlertsTest {
    private final MemoryFlights flights =
            new MemoryFlights("flights.quality-threshold", "1", "flights.alert-window", "30m");
    private final QualityAlerts alerts = flights.parts.alerts();

    private JsonNode body() throws IOException {
        var published = flights.memory.sns.published();
        return new ObjectMapper().readTree(published.get(published.size() - 1).message());
    }

    private static Judged judged(String sha256, QualityReport report) {
        return new Judged(JudgedTest.file(), sha256, report, "", Standing.NONE, 0.3);
    }

    private static RuntimeException refused() {
        return (RuntimeException) SnsException.builder().statusCode(500).build();
    }

    @Test
    void aSnapshotOfBadQualityIsToldWithItsScoresAndItsFailedChecks() throws IOException {
        Judged judged = flights.judged(Snapshots.state(1, "\"TOOLONGSIGN\""), Snapshots.state(0, "\"abcdef\""));
        assertThat(judged.reasons()).containsExactly("score");
        alerts.quality(judged);
        assertThat(flights.alerts()).containsExactly("Flight Data Quality Alert - Score: 0.969");
        assertThat(flights.memory.sns.published().get(0).topicArn()).isEqualTo(flights.settings.alertsTopic());
        JsonNode body = body();
        assertThat(body.path("file").asText()).isEqualTo("s3://processed/" + MemoryFlights.KEY.processed());
        assertThat(body.path("execution_id").asText()).isEqualTo(MemoryFlights.RUN);
        assertThat(body.path("quarantined").isBoolean()).isTrue();
        assertThat(body.path("quarantined").asBoolean()).isFalse();
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-21T18:40:00Z");
        assertThat(body.path("total_records").asInt()).isEqualTo(2);
        assertThat(body.path("overall_score").asDouble()).isEqualTo(0.969);
        assertThat(body.path("quality_grade").asText()).isEqualTo("A");
        assertThat(body.path("reasons").toString()).isEqualTo("[\"score\"]");
        JsonNode failed = body.path("failed_checks");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("check").asText()).isEqualTo("callsign_format");
        assertThat(failed.get(0).path("score").asDouble()).isEqualTo(0.5);
        assertThat(failed.get(0).path("threshold").asDouble()).isEqualTo(0.9);
        assertThat(failed.get(0).path("details").path("issues").asInt()).isEqualTo(1);
    }

    @Test
    void anAlertHoldsNothingOfTheStates() throws IOException {
        alerts.quality(flights.judged(Snapshots.state(1, "\"TOOLONGSIGN\"")));
        assertThat(body().toString()).doesNotContain("TOOLONGSIGN", "4b1814", "Switzerland");
    }

    @Test
    void theScoreHasThreeDecimalsWhateverItIs() {
        alerts.quality(judged("aa", JudgedTest.report(1, Cause.REJECTED)));
        alerts.quality(judged("bb", JudgedTest.report(0, Cause.SCORE)));
        assertThat(flights.alerts())
                .containsExactly(
                        "Flight Data Quality Alert - Score: 1.000", "Flight Data Quality Alert - Score: 0.000");
    }

    @Test
    void aFileThatCannotBeReadIsToldWithTheReason() throws IOException {
        alerts.quality(JudgedTest.judged(null, Standing.NONE));
        assertThat(flights.alerts()).containsExactly("Flight Data Quality Alert - Score: 0.000");
        assertThat(body().path("reasons").toString()).isEqualTo("[\"file is none\"]");
        assertThat(body().path("quarantined").asBoolean()).isTrue();
        assertThat(body().has("overall_score")).isFalse();
    }

    @Test
    void oneContentIsToldOnceForAsLongAsItIsKnown() {
        Judged judged = judged("aa", JudgedTest.report(0.7, Cause.SCORE));
        alerts.quality(judged);
        flights.clock.advance(Duration.ofDays(30));
        alerts.quality(judged);
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.counted("AlertsSent")).isEqualTo(1);
        assertThat(flights.counted("AlertsSuppressed")).isZero();
    }

    @Test
    void oneCauseIsToldOnceInAWindow() {
        for (int i = 0; i < 6; i++) {
            alerts.quality(judged("content-" + i, JudgedTest.report(0.7, Cause.SCORE)));
            flights.clock.advance(Duration.ofMinutes(5));
        }
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.counted("AlertsSuppressed")).isEqualTo(5);
        flights.clock.advance(Duration.ofSeconds(1));
        alerts.quality(judged("content-6", JudgedTest.report(0.7, Cause.SCORE)));
        assertThat(flights.alerts()).hasSize(2);
    }

    @Test
    void anAlertOfOneCauseDoesNotKeepAnotherQuiet() {
        alerts.quality(judged("aa", JudgedTest.report(0.7, Cause.SCORE)));
        alerts.quality(judged("bb", JudgedTest.report(0.1, Cause.SCORE)));
        alerts.quality(JudgedTest.judged(null, Standing.NONE));
        alerts.sourceIsDown(MemoryFlights.NOW, MemoryFlights.NOW.plusSeconds(300));
        assertThat(flights.alerts()).hasSize(4);
    }

    @Test
    void anAlertThatIsRefusedIsNoAlertAndIsSentAtTheNextTry() {
        Judged judged = judged("aa", JudgedTest.report(0.7, Cause.SCORE));
        flights.memory.sns.fail(alert -> refused());
        assertThatThrownBy(() -> alerts.quality(judged)).isInstanceOf(SnsException.class);
        assertThat(flights.counted("AlertsSent")).isZero();
        flights.memory.sns.fail(alert -> null);
        alerts.quality(judged);
        assertThat(flights.alerts()).hasSize(1);
    }

    @Test
    void whileAnotherWorkerSendsItNobodyKnowsThatItWasSent() {
        Judged judged = judged("aa", JudgedTest.report(0.7, Cause.SCORE));
        flights.memory.sns.beforeNext(
                () -> assertThatThrownBy(() -> alerts.quality(judged)).isInstanceOf(Transient.class));
        alerts.quality(judged);
        assertThat(flights.alerts()).hasSize(1);
    }

    @Test
    void anOutageIsToldOnceForEachTimeThatItBegan() throws IOException {
        Instant since = MemoryFlights.NOW;
        alerts.sourceIsDown(since, since.plusSeconds(300));
        flights.clock.advance(Duration.ofHours(1));
        alerts.sourceIsDown(since, since.plusSeconds(7200));
        assertThat(flights.alerts()).containsExactly("Flight Data Alert - OpenSky is down");
        assertThat(body().path("down_since").asText()).isEqualTo("2026-11-21T18:40:05Z");
        assertThat(body().path("not_asked_before").asText()).isEqualTo("2026-11-21T18:45:05Z");
        alerts.sourceIsDown(since.plusSeconds(3600), since.plusSeconds(7200));
        assertThat(flights.alerts()).hasSize(2);
    }
}
