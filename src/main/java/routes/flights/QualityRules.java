package routes.flights;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import routes.flights.QualityReport.Cause;

/**
 * By what a snapshot's quality is judged.
 *
 * @param checks how many are made, from the first on; 1 to 16
 * @param thresholds of checks that differ from the specification's, 0 to 1
 * @param weights of checks that differ from 1, not below 0; those of the checks made are not all 0
 * @param qualityThreshold the least overall score that passes, 0 to 1
 * @param minCompleteness the least score of check 1 that passes, 0 to 1
 * @param maxRejectedRate the largest share of refused states that passes, 0 to 1
 * @param strict whether every check has to pass as well
 */
record QualityRules(
        int checks,
        Map<QualityCheck, Double> thresholds,
        Map<QualityCheck, Double> weights,
        double qualityThreshold,
        double minCompleteness,
        double maxRejectedRate,
        boolean strict) {

    QualityRules {
        int most = QualityCheck.values().length;
        if (checks < 1 || checks > most) {
            throw new IllegalArgumentException("number of checks is " + checks + ", expected 1 to " + most);
        }
        thresholds = Map.copyOf(thresholds);
        weights = Map.copyOf(weights);
        thresholds.forEach((check, threshold) -> expectShare("threshold of " + check.label(), threshold));
        weights.forEach((check, weight) -> {
            if (!(weight >= 0 && weight <= 1e6)) {
                throw new IllegalArgumentException(
                        "weight of " + check.label() + " is " + weight + ", expected 0 to 1000000");
            }
        });
        expectShare("quality threshold", qualityThreshold);
        expectShare("least completeness", minCompleteness);
        expectShare("largest rate of rejected states", maxRejectedRate);
        double sum = 0;
        for (QualityCheck check : QualityCheck.values()) {
            sum += check.number() <= checks ? weights.getOrDefault(check, 1.0) : 0;
        }
        if (sum == 0) {
            throw new IllegalArgumentException(
                    "weights of the first " + checks + " checks are all 0, expected one above");
        }
    }

    /** The checks that are made. */
    List<QualityCheck> made() {
        return Arrays.asList(QualityCheck.values()).subList(0, checks);
    }

    double threshold(QualityCheck check) {
        return thresholds.getOrDefault(check, check.threshold());
    }

    double weight(QualityCheck check) {
        return weights.getOrDefault(check, 1.0);
    }

    /** The weighted mean of scores, to 3 decimals; grade and verdict go by what is printed. */
    double overall(List<CheckResult> results) {
        double sum = 0;
        double weights = 0;
        for (CheckResult result : results) {
            double weight = weight(result.score().check());
            sum += weight * result.score().score();
            weights += weight;
        }
        return Math.round(sum / weights * 1000) / 1000.0;
    }

    /** Why a snapshot does not pass; empty: it does. */
    Set<Cause> causes(double overall, List<CheckResult> results, StateCounts counts) {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        if (overall < qualityThreshold) {
            causes.add(Cause.SCORE);
        }
        if (results.get(0).score().score() < minCompleteness) {
            causes.add(Cause.COMPLETENESS);
        }
        if (counts.rejectedRate() > maxRejectedRate) {
            causes.add(Cause.REJECTED);
        }
        if (strict && !results.stream().allMatch(CheckResult::passed)) {
            causes.add(Cause.CHECK);
        }
        return causes;
    }

    private static void expectShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 0 to 1");
        }
    }
}
