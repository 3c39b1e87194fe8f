package infra.environment;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What flights have to come up to.
 *
 * @param threshold the least overall score, 0 to 1
 * @param completeness the least score of completeness, 0 to 1
 * @param rejected the largest share of refused states, 0 to 1
 * @param quarantine below this score a file is moved away, 0 to the threshold
 * @param checks how many of the 16 checks are made
 * @param strict whether every single check has to pass
 */
public record Quality(
        double threshold, double completeness, double rejected, double quarantine, int checks, boolean strict) {
    private static final int ALL_CHECKS = 16;

    public Quality {
        expectShare("quality threshold", threshold);
        expectShare("least completeness", completeness);
        expectShare("largest rate of rejected states", rejected);
        expectShare("quarantine threshold", quarantine);
        if (quarantine > threshold) {
            throw new IllegalArgumentException(
                    "quarantine threshold is " + quarantine + ", expected at most the quality threshold " + threshold);
        }
        if (checks < 1 || checks > ALL_CHECKS) {
            throw new IllegalArgumentException("number of checks is " + checks + ", expected 1 to " + ALL_CHECKS);
        }
    }

    /** As the source document has it. */
    public static Quality usual() {
        return new Quality(0.8, 0.7, 0.05, 0.3, ALL_CHECKS, false);
    }

    /** As settings of the product. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("flights.quality-threshold", String.valueOf(threshold));
        settings.put("flights.min-completeness", String.valueOf(completeness));
        settings.put("flights.max-rejected-rate", String.valueOf(rejected));
        settings.put("flights.quarantine-threshold", String.valueOf(quarantine));
        settings.put("flights.checks", String.valueOf(checks));
        settings.put("flights.strict", String.valueOf(strict));
        return settings;
    }

    private static void expectShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " is " + value + ", expected 0 to 1");
        }
    }
}
