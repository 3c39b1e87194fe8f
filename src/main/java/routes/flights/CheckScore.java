package routes.flights;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a check has found.
 *
 * @param check that was made
 * @param applicable values, pairs or rows that it could be made of; with none the score is 1
 * @param issues that count against them; may be more than they are, the score is 0 then
 * @param findings by rule, each that the check has; in checks 7 to 9 their sum may be more than the issues
 */
record CheckScore(QualityCheck check, long applicable, long issues, Map<Finding, Long> findings) {

    CheckScore {
        if (applicable < 0 || issues < 0) {
            throw new IllegalArgumentException(check.label() + " has " + issues + " issues in " + applicable
                    + " applicable values, expected neither below 0");
        }
        for (Finding finding : findings.keySet()) {
            if (finding.check() != check) {
                throw new IllegalArgumentException(
                        check.label() + " has the finding " + finding.label() + ", expected one of its own");
            }
        }
        Map<Finding, Long> sorted = new EnumMap<>(Finding.class);
        sorted.putAll(findings);
        findings = Collections.unmodifiableMap(sorted);
    }

    /** From 0 to 1. One division, so that 19 of 20 are exactly 0.95 and pass there. */
    double score() {
        return applicable == 0 ? 1 : Math.max(0, applicable - issues) / (double) applicable;
    }
}
