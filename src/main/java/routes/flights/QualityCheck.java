package routes.flights;

import java.util.Locale;

/** The checks of a snapshot's quality in the order of the specification, each with the score at which it passes. */
enum QualityCheck {
    COMPLETENESS(0.8),
    VALIDITY(0.9),
    CONSISTENCY(0.85),
    UNIQUENESS(0.95),
    ACCURACY(0.7),
    TIMELINESS(0.8),
    ALTITUDE_RANGE(0.95),
    SPEED_RANGE(0.95),
    COORDINATE_VALIDITY(0.98),
    CALLSIGN_FORMAT(0.9),
    COUNTRY_CODE(0.95),
    TIMESTAMP_CONSISTENCY(0.9),
    POSITION_ACCURACY(0.95),
    ALTITUDE_CONSISTENCY(0.8),
    SPEED_CONSISTENCY(0.8),
    ANOMALY_DETECTION(0.95);

    private final double threshold;

    QualityCheck(double threshold) {
        this.threshold = threshold;
    }

    /** From 1 to 16. */
    int number() {
        return ordinal() + 1;
    }

    /** As reports name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least score that passes, unless another is configured. */
    double threshold() {
        return threshold;
    }
}
