package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.flights.CheckedRow.good;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.flights.QualityReport.Cause;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.UnreadableParquet;

class VerdictTest {
    private static final QualityRules STANDARD = rules(16, Map.of(), Map.of(), 0.8, 0.7, 0.05, false);

    @Test
    void aFileWithoutRowsHasNoScore() throws IOException {
        assertThat(Verdict.of(CheckedFiles.file(List.of(), 10, Map.of()), STANDARD))
                .isEqualTo(new Verdict.NoData(0));
    }

    @Test
    void aFileWithoutRowsSaysHowManyStatesWereRefused() throws IOException {
        ParquetReading file = CheckedFiles.file(List.of(), 10, counts(0, 7));
        assertThat(Verdict.of(file, STANDARD)).isEqualTo(new Verdict.NoData(7));
    }

    @Test
    void aSnapshotWithoutFaultHasGradeAAndPasses() {
        QualityReport report = report(good(20), Map.of(), STANDARD);
        assertThat(report.timestamp()).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
        assertThat(report.totalRecords()).isEqualTo(20);
        assertThat(report.overallScore()).isEqualTo(1);
        assertThat(report.grade()).isEqualTo(Grade.A);
        assertThat(report.passedChecks()).isEqualTo(16);
        assertThat(report.failed()).isEmpty();
        assertThat(report.passed()).isTrue();
    }

    @Test
    void theOverallScoreIsTheMeanOfTheChecksToThreeDecimals() {
        // Callsigns score 0, the other 15 checks 1: 0.9375.
        QualityReport report = report(good(20, 20, row -> row.callsign = ""), Map.of(), STANDARD);
        assertThat(report.overallScore()).isEqualTo(0.938);
        assertThat(report.grade()).isEqualTo(Grade.B);
        assertThat(report.failed())
                .extracting(result -> result.score().check())
                .containsExactly(QualityCheck.CALLSIGN_FORMAT);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void weightsCountInTheMean() {
        Map<QualityCheck, Double> weights = Map.of(QualityCheck.CALLSIGN_FORMAT, 5.0, QualityCheck.VALIDITY, 0.0);
        QualityRules rules = rules(16, Map.of(), weights, 0.8, 0.7, 0.05, false);
        List<CheckedRow> rows = good(20, 20, row -> row.callsign = "");
        rows.forEach(row -> row.icao24 += "0");
        // 14 checks of 19 weights are right; validity, which is not, weighs nothing.
        QualityReport report = report(rows, Map.of(), rules);
        assertThat(report.overallScore()).isEqualTo(0.737);
        assertThat(report.causes()).containsExactly(Cause.SCORE);
    }

    @Test
    void onlyTheFirstChecksAreMadeWhenFewerAreConfigured() {
        QualityRules rules = rules(9, Map.of(), Map.of(), 0.8, 0.7, 0.05, true);
        QualityReport report = report(good(20, 20, row -> row.callsign = ""), Map.of(), rules);
        assertThat(report.results())
                .extracting(result -> result.score().check().number())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(report.overallScore()).isEqualTo(1);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aConfiguredThresholdTakesThePlaceOfTheSpecifications() {
        List<CheckedRow> rows = good(20, 4, row -> row.callsign = "");
        assertThat(report(rows, Map.of(), STANDARD).failed()).hasSize(1);
        Map<QualityCheck, Double> lower = Map.of(QualityCheck.CALLSIGN_FORMAT, 0.8);
        assertThat(report(rows, Map.of(), rules(16, lower, Map.of(), 0.8, 0.7, 0.05, false))
                        .failed())
                .isEmpty();
    }

    @Test
    void strictMeansThatEveryCheckPasses() {
        List<CheckedRow> rows = good(20, 3, row -> row.callsign = "");
        QualityReport lenient = report(rows, Map.of(), STANDARD);
        assertThat(lenient.failed()).hasSize(1);
        assertThat(lenient.passed()).isTrue();
        QualityReport strict = report(rows, Map.of(), rules(16, Map.of(), Map.of(), 0.8, 0.7, 0.05, true));
        assertThat(strict.overallScore()).isEqualTo(lenient.overallScore());
        assertThat(strict.causes()).containsExactly(Cause.CHECK);
        assertThat(strict.passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.938, true", "0.939, false"})
    void anOverallScoreThatIsItsThresholdPasses(double threshold, boolean passes) {
        QualityRules rules = rules(16, Map.of(), Map.of(), threshold, 0.7, 0.05, false);
        QualityReport report = report(good(20, 20, row -> row.callsign = ""), Map.of(), rules);
        assertThat(report.passed()).isEqualTo(passes);
        assertThat(report.causes().contains(Cause.SCORE)).isEqualTo(!passes);
    }

    @ParameterizedTest
    @CsvSource({"6, true", "7, false"})
    void completenessHasALeastOfItsOwn(int missing, boolean passes) {
        // Each of these rows lacks 3 of 6 values: 6 of 10 leave exactly 0.7.
        List<CheckedRow> rows = good(10, missing, row -> {
            row.longitude = null;
            row.latitude = null;
            row.velocity = null;
        });
        QualityReport report = report(rows, Map.of(), STANDARD);
        assertThat(report.overallScore()).isGreaterThan(0.95);
        assertThat(report.causes().contains(Cause.COMPLETENESS)).isEqualTo(!passes);
        assertThat(report.passed()).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "5, true", "6, false", "95, false"})
    void tooManyRefusedStatesDoNotPass(long rejected, boolean passes) {
        QualityReport report = report(good(5), counts(95, rejected), STANDARD);
        assertThat(report.overallScore()).isEqualTo(1);
        assertThat(report.causes().contains(Cause.REJECTED)).isEqualTo(!passes);
        assertThat(report.passed()).isEqualTo(passes);
    }

    @Test
    void causesAreAllNamedInTheirOrder() {
        List<CheckedRow> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CheckedRow row = new CheckedRow(1);
            row.longitude = row.latitude = row.baroAltitude = row.velocity = null;
            row.lastContact = CheckedRow.TIME + 1;
            row.callsign = row.country = "";
            row.hasPosition = row.hasAltitude = row.hasVelocity = false;
            rows.add(row);
        }
        QualityReport report = report(rows, counts(1, 1), rules(16, Map.of(), Map.of(), 0.8, 0.7, 0.05, true));
        assertThat(report.causes()).containsExactly(Cause.values());
    }

    @ParameterizedTest
    @CsvSource({"1, A", "0.95, A", "0.949, B", "0.9, B", "0.899, C", "0.8, C", "0.799, D", "0.7, D", "0.699, F"})
    void gradesBeginAtTheirLeastScore(double score, Grade grade) {
        assertThat(Grade.of(score)).isEqualTo(grade);
    }

    @Test
    void theReportHasTheKeysOfTheSpecification() throws IOException {
        List<CheckedRow> rows = good(20, 3, row -> row.callsign = "");
        byte[] bytes = report(rows, Map.of(), STANDARD).json();
        JsonNode json = new ObjectMapper().readTree(bytes);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "timestamp",
                        "total_records",
                        "total_checks",
                        "passed_checks",
                        "failed_checks",
                        "overall_score",
                        "quality_grade",
                        "passed_threshold",
                        "individual_results");
        assertThat(json.get("timestamp").textValue()).isEqualTo("2024-02-29T12:00:00Z");
        assertThat(json.get("total_records").intValue()).isEqualTo(20);
        assertThat(json.get("total_checks").intValue()).isEqualTo(16);
        assertThat(json.get("passed_checks").intValue()).isEqualTo(15);
        assertThat(json.get("failed_checks").intValue()).isEqualTo(1);
        assertThat(json.get("overall_score").doubleValue()).isEqualTo(0.991);
        assertThat(json.get("quality_grade").textValue()).isEqualTo("A");
        assertThat(json.get("passed_threshold").booleanValue()).isTrue();
        assertThat(json.get("individual_results")).hasSize(16);
        assertThat(json.get("individual_results").findValuesAsText("check"))
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
        assertThat(json.get("individual_results").get(9))
                .hasToString("{\"check\":\"callsign_format\",\"score\":0.85,\"threshold\":0.9,\"passed\":false,"
                        + "\"details\":{\"applicable\":20,\"issues\":3,\"callsign_not_1_to_8_characters\":3}}");
    }

    @Test
    void theSameFileHasTheSameReportToTheByte() {
        List<CheckedRow> rows = good(100, 30, row -> row.velocity = 5000.0);
        assertThat(report(rows, Map.of(), STANDARD).json())
                .isEqualTo(report(rows, Map.of(), STANDARD).json());
        assertThat(new String(report(rows, Map.of(), STANDARD).json(), UTF_8)).doesNotContain("3c0000", "DLH4AB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "many", "1234567890123456789"})
    void aCountThatIsNoneIsUnreadable(String count) {
        ParquetReading file = CheckedFiles.file(good(1), 10, Map.of(StateColumns.REJECTED, count));
        assertThatThrownBy(() -> Verdict.of(file, STANDARD))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageContaining("rejected-states")
                .hasMessageContaining("expected a count");
    }

    @Test
    void aFileThatNotesNoCountsHasNoRefusedStates() {
        assertThat(StateCounts.of(CheckedFiles.file(good(3), 10, Map.of()))).isEqualTo(new StateCounts(3, 0));
        assertThat(new StateCounts(0, 0).rejectedRate()).isZero();
        assertThat(new StateCounts(0, 3).rejectedRate()).isEqualTo(1);
        assertThat(new StateCounts(9, 1).rejectedRate()).isEqualTo(0.1);
        assertThatThrownBy(() -> new StateCounts(-1, 0)).hasMessageContaining("-1 valid");
    }

    private static Map<String, String> counts(long valid, long rejected) {
        return Map.of(StateColumns.VALID, "" + valid, StateColumns.REJECTED, "" + rejected);
    }

    private static QualityReport report(List<CheckedRow> rows, Map<String, String> notes, QualityRules rules) {
        try {
            Verdict verdict = Verdict.of(CheckedFiles.file(rows, 7, notes), rules);
            assertThat(verdict).isInstanceOf(QualityReport.class);
            return (QualityReport) verdict;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static QualityRules rules(
            int checks,
            Map<QualityCheck, Double> thresholds,
            Map<QualityCheck, Double> weights,
            double quality,
            double completeness,
            double rejected,
            boolean strict) {
        return new QualityRules(checks, thresholds, weights, quality, completeness, rejected, strict);
    }
}
