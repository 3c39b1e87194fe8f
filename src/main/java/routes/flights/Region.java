package routes.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Where on earth a position lies, roughly; the edges belong to it. */
enum Region {
    NORTH_AMERICA,
    EUROPE,
    ASIA_PACIFIC,
    OTHER,
    /** Of a state without a position. */
    UNKNOWN;

    final byte[] utf8 = name().getBytes(US_ASCII);

    static Region of(double longitude, double latitude) {
        if (isWithin(longitude, -125, -66) && isWithin(latitude, 20, 72)) {
            return NORTH_AMERICA;
        }
        if (isWithin(longitude, -15, 55) && isWithin(latitude, 35, 70)) {
            return EUROPE;
        }
        return isWithin(longitude, 95, 145) && isWithin(latitude, -45, 20) ? ASIA_PACIFIC : OTHER;
    }

    private static boolean isWithin(double value, int least, int most) {
        return value >= least && value <= most;
    }
}
