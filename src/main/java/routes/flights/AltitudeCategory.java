package routes.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How high an aircraft is. */
enum AltitudeCategory {
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH,
    /** Of a state without an altitude. */
    UNKNOWN;

    final byte[] utf8 = name().getBytes(US_ASCII);

    static AltitudeCategory of(double feet) {
        return feet < 1_000 ? LOW : feet < 18_000 ? MEDIUM : feet < 35_000 ? HIGH : VERY_HIGH;
    }
}
