package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.aws.ObjectStore.Stored;
import routes.flights.QualityReport.Cause;
import routes.lake.ObjectVersion;

class JudgedTest {
    private static final CheckResult CHECK =
            new CheckResult(new CheckScore(QualityCheck.COMPLETENESS, 10, 4, Map.of()), 0.8);

    static StoredSnapshot file() {
        ObjectVersion content = new ObjectVersion(
                "processed",
                MemoryFlights.KEY.processed(),
                java.util.Optional.empty(),
                java.util.Optional.of("1"),
                java.util.Optional.empty(),
                OptionalLong.of(10));
        return new StoredSnapshot(MemoryFlights.KEY, new Stored(content, 10, Map.of("run-id", MemoryFlights.RUN)));
    }

    static Judged judged(@Nullable Verdict verdict, Standing standing) {
        return new Judged(file(), "ab".repeat(32), verdict, verdict == null ? "file is none" : "", standing, 0.3);
    }

    static QualityReport report(double score, Cause... causes) {
        return new QualityReport(MemoryFlights.KEY.time(), 10, score, List.of(CHECK), Set.of(causes));
    }

    @Test
    void itHasEitherAVerdictOrAFault() {
        assertThatThrownBy(() -> new Judged(file(), "ab", null, "", Standing.NONE, 0.3))
                .hasMessage("file has no verdict and no fault, expected one of them");
        assertThatThrownBy(() -> new Judged(file(), "ab", report(1), "file is none", Standing.NONE, 0.3))
                .hasMessage("file has a verdict and a fault, expected one of them");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, true",
        "QUARANTINED, true, true",
        "RELEASED, false, false",
        "REJECTED, false, true",
    })
    void aBadContentIsComplainedOfUnlessSomebodyHasLookedAtIt(Standing standing, boolean told, boolean moved) {
        for (Judged judged : List.of(judged(report(0.2, Cause.SCORE), standing), judged(null, standing))) {
            assertThat(judged.complains()).isEqualTo(told);
            assertThat(judged.toQuarantine()).isEqualTo(moved);
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "QUARANTINED, true", "RELEASED, false", "REJECTED, true"})
    void aGoodContentIsNotComplainedOfAndStaysWhereItWasDecidedThatItBelongs(Standing standing, boolean moved) {
        Judged judged = judged(report(0.9), standing);
        assertThat(judged.complains()).isFalse();
        assertThat(judged.reasons()).isEmpty();
        assertThat(judged.toQuarantine()).isEqualTo(moved);
    }

    @Test
    void aScoreAtTheThresholdOfQuarantineIsNotBelowIt() {
        assertThat(judged(report(0.3, Cause.SCORE), Standing.NONE).toQuarantine())
                .isFalse();
        assertThat(judged(report(0.299, Cause.SCORE), Standing.NONE).toQuarantine())
                .isTrue();
    }

    @Test
    void anEmptySnapshotIsNothingToComplainOf() throws IOException {
        Judged judged = judged(new Verdict.NoData(0), Standing.NONE);
        assertThat(judged.complains()).isFalse();
        assertThat(judged.toQuarantine()).isFalse();
        assertThat(new String(judged.report(), UTF_8))
                .isEqualTo("{\"timestamp\":\"2026-11-21T18:40:00Z\",\"total_records\":0,\"passed_threshold\":true,"
                        + "\"reasons\":[]}");
    }

    @Test
    void aSnapshotOfWhichEveryStateWasRefusedIsComplainedOf() {
        Judged judged = judged(new Verdict.NoData(7), Standing.NONE);
        assertThat(judged.complains()).isTrue();
        assertThat(judged.reasons()).containsExactly("all 7 states were refused");
        assertThat(judged.toQuarantine()).isFalse();
        assertThat(new String(judged.report(), UTF_8))
                .contains("\"passed_threshold\":false", "\"reasons\":[\"all 7 states were refused\"]");
    }

    @Test
    void theReasonsAreThoseOfTheVerdict() {
        assertThat(judged(report(0.7, Cause.CHECK, Cause.SCORE), Standing.NONE).reasons())
                .containsExactly("score", "check");
        assertThat(judged(null, Standing.NONE).reasons()).containsExactly("file is none");
    }

    @Test
    void aCauseKeepsOnlyItsOwnKindQuiet() {
        assertThat(judged(null, Standing.NONE).cause()).isEqualTo("unreadable");
        assertThat(judged(report(0.2, Cause.SCORE), Standing.NONE).cause()).isEqualTo("quarantine");
        assertThat(judged(report(0.7, Cause.SCORE), Standing.NONE).cause()).isEqualTo("quality");
        assertThat(judged(report(0.2, Cause.SCORE), Standing.RELEASED).cause()).isEqualTo("quality");
    }

    @Test
    void theReportHasTheFieldsOfTheSpecification() {
        assertThat(new String(judged(report(0.6, Cause.SCORE), Standing.NONE).report(), UTF_8))
                .isEqualTo("{\"timestamp\":\"2026-11-21T18:40:00Z\",\"total_records\":10,\"total_checks\":1,"
                        + "\"passed_checks\":0,\"failed_checks\":1,\"overall_score\":0.6,\"quality_grade\":\"F\","
                        + "\"passed_threshold\":false,\"individual_results\":[{\"check\":\"completeness\",\"score\":0.6,"
                        + "\"threshold\":0.8,\"passed\":false,\"details\":{\"applicable\":10,\"issues\":4}}]}");
        assertThat(new String(judged(null, Standing.NONE).report(), UTF_8))
                .contains("\"reasons\":[\"file is none\"]", "\"passed_threshold\":false");
    }
}
