package routes.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How fast an aircraft is. */
enum SpeedCategory {
    SLOW,
    TAXI,
    APPROACH,
    CRUISE,
    HIGH_SPEED,
    /** Of a state without a speed. */
    UNKNOWN;

    final byte[] utf8 = name().getBytes(US_ASCII);

    static SpeedCategory of(double knots) {
        return knots < 50 ? SLOW : knots < 200 ? TAXI : knots < 400 ? APPROACH : knots < 600 ? CRUISE : HIGH_SPEED;
    }
}
