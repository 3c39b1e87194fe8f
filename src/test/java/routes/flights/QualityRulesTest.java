package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityRulesTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void aNumberOfChecksThatThereIsNotIsRefused(int checks) {
        assertThatThrownBy(() -> rules(checks, Map.of(), Map.of(), 0.8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number of checks is " + checks + ", expected 1 to 16");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aThresholdOutsideZeroToOneIsRefused(double threshold) {
        assertThatThrownBy(() -> rules(16, Map.of(), Map.of(), threshold))
                .hasMessage("quality threshold is " + threshold + ", expected 0 to 1");
        assertThatThrownBy(() -> rules(16, Map.of(QualityCheck.VALIDITY, threshold), Map.of(), 0.8))
                .hasMessage("threshold of validity is " + threshold + ", expected 0 to 1");
        assertThatThrownBy(() -> new QualityRules(16, Map.of(), Map.of(), 0.8, threshold, 0.05, false))
                .hasMessageStartingWith("least completeness is ");
        assertThatThrownBy(() -> new QualityRules(16, Map.of(), Map.of(), 0.8, 0.7, threshold, false))
                .hasMessageStartingWith("largest rate of rejected states is ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1e7, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightThatIsNoneIsRefused(double weight) {
        assertThatThrownBy(() -> rules(16, Map.of(), Map.of(QualityCheck.ACCURACY, weight), 0.8))
                .hasMessage("weight of accuracy is " + weight + ", expected 0 to 1000000");
    }

    @Test
    void weightsOfNothingAreRefused() {
        Map<QualityCheck, Double> none = Map.of(QualityCheck.COMPLETENESS, 0.0, QualityCheck.VALIDITY, 0.0);
        assertThatThrownBy(() -> rules(2, Map.of(), none, 0.8))
                .hasMessage("weights of the first 2 checks are all 0, expected one above");
        assertThat(rules(3, Map.of(), none, 0.8).made()).hasSize(3);
    }

    @Test
    void checksHaveTheSpecificationsThresholdsAndWeighOneUnlessTold() {
        QualityRules rules = rules(16, Map.of(QualityCheck.VALIDITY, 0.5), Map.of(QualityCheck.VALIDITY, 2.0), 0.8);
        assertThat(rules.threshold(QualityCheck.VALIDITY)).isEqualTo(0.5);
        assertThat(rules.weight(QualityCheck.VALIDITY)).isEqualTo(2);
        assertThat(rules.threshold(QualityCheck.COORDINATE_VALIDITY)).isEqualTo(0.98);
        assertThat(rules.weight(QualityCheck.COORDINATE_VALIDITY)).isEqualTo(1);
    }

    @Test
    void scoresAndReportsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new CheckScore(QualityCheck.ACCURACY, -1, 0, Map.of()))
                .hasMessageContaining("accuracy has 0 issues in -1");
        assertThatThrownBy(() -> new CheckScore(QualityCheck.ACCURACY, 1, -1, Map.of()))
                .hasMessageContaining("accuracy has -1 issues in 1");
        assertThatThrownBy(() -> new CheckScore(QualityCheck.ACCURACY, 1, 1, Map.of(Finding.COUNTRY_EMPTY, 1L)))
                .hasMessage("accuracy has the finding country_empty, expected one of its own");
        CheckResult result = new CheckResult(new CheckScore(QualityCheck.ACCURACY, 1, 2, Map.of()), 0.5);
        assertThat(result.score().score()).isZero();
        assertThatThrownBy(() -> new QualityReport(Instant.EPOCH, 0, 1, List.of(result), Set.of()))
                .hasMessageContaining("1 checks of 0 records");
        assertThatThrownBy(() -> new QualityReport(Instant.EPOCH, 1, 1, List.of(), Set.of()))
                .hasMessageContaining("0 checks of 1 records");
        assertThatThrownBy(() -> new QualityReport(Instant.EPOCH, 1, Double.NaN, List.of(result), Set.of()))
                .hasMessage("overall score is NaN, expected 0 to 1");
    }

    private static QualityRules rules(
            int checks, Map<QualityCheck, Double> thresholds, Map<QualityCheck, Double> weights, double threshold) {
        return new QualityRules(checks, thresholds, weights, threshold, 0.7, 0.05, false);
    }
}
