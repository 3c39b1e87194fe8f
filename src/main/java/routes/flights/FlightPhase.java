package routes.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What an aircraft is doing, as far as one state tells. */
enum FlightPhase {
    GROUND,
    TAKEOFF,
    LANDING,
    LOW_ALTITUDE,
    CRUISE,
    CLIMB,
    DESCENT,
    LEVEL_FLIGHT,
    /** Of a state that is not on ground and has no altitude or no speed. */
    UNKNOWN;

    final byte[] utf8 = name().getBytes(US_ASCII);

    /**
     * The phase in the air. Low down any climb is a take-off and any sinking a landing; higher up it takes 500 ft/min.
     *
     * @param feetPerMinute 0 when it is not known
     */
    static FlightPhase inTheAir(double feet, double knots, double feetPerMinute) {
        if (feet < 1_000) {
            return feetPerMinute > 0 ? TAKEOFF : feetPerMinute < 0 ? LANDING : LOW_ALTITUDE;
        }
        if (feet > 25_000 && knots > 300) {
            return CRUISE;
        }
        return feetPerMinute > 500 ? CLIMB : feetPerMinute < -500 ? DESCENT : LEVEL_FLIGHT;
    }
}
