package routes.flights;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import routes.settings.Settings;

/** Reads by what a snapshot's quality is judged. */
final class RulesSettings {

    private RulesSettings() {}

    static QualityRules read(Settings settings) {
        int checks = settings.number("flights.checks", 1, QualityCheck.values().length);
        Map<QualityCheck, Double> thresholds = byCheck(settings, "flights.check-thresholds", 1);
        Map<QualityCheck, Double> weights = byCheck(settings, "flights.check-weights", 1e6);
        double quality = share(settings, "flights.quality-threshold");
        double completeness = share(settings, "flights.min-completeness");
        double rejected = share(settings, "flights.max-rejected-rate");
        boolean strict = settings.flag("flights.strict");
        try {
            return new QualityRules(checks, thresholds, weights, quality, completeness, rejected, strict);
        } catch (IllegalArgumentException e) {
            settings.fault("flights.check-weights: " + e.getMessage());
            return new QualityRules(checks, thresholds, Map.of(), quality, completeness, rejected, strict);
        }
    }

    /** A number from 0 to 1. */
    static double share(Settings settings, String key) {
        return settings.as(key, "a number from 0 to 1", 0.0, text -> number(text, 1));
    }

    private static Map<QualityCheck, Double> byCheck(Settings settings, String key, double most) {
        return settings.optionalText(key)
                .map(text -> settings.as(
                        key,
                        "checks with a number from 0 to " + (long) most
                                + ", separated by commas, such as completeness:0.9,uniqueness:1",
                        Map.<QualityCheck, Double>of(),
                        pairs -> parse(pairs, most)))
                .orElse(Map.of());
    }

    private static Map<QualityCheck, Double> parse(String pairs, double most) {
        Map<QualityCheck, Double> byCheck = new EnumMap<>(QualityCheck.class);
        for (String pair : pairs.split(",", -1)) {
            List<String> parts = List.of(pair.trim().split(":", -1));
            if (parts.size() != 2) {
                throw new IllegalArgumentException("no pair");
            }
            QualityCheck check = QualityCheck.valueOf(parts.get(0).trim().toUpperCase(Locale.ROOT));
            if (byCheck.put(check, number(parts.get(1).trim(), most)) != null) {
                throw new IllegalArgumentException("twice");
            }
        }
        return byCheck;
    }

    private static double number(String text, double most) {
        double number = Double.parseDouble(text);
        if (!(number >= 0 && number <= most)) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }
}
