package routes.flights;

import java.util.Locale;

/** The positions of a state in the API's response, in their order. */
enum StateField {
    ICAO24(Kind.TEXT),
    CALLSIGN(Kind.TEXT),
    ORIGIN_COUNTRY(Kind.TEXT),
    TIME_POSITION(Kind.TIME),
    LAST_CONTACT(Kind.TIME),
    LONGITUDE(Kind.REAL),
    LATITUDE(Kind.REAL),
    /** Metres. */
    BARO_ALTITUDE(Kind.REAL),
    ON_GROUND(Kind.TRUTH),
    /** Metres a second. */
    VELOCITY(Kind.REAL),
    /** Degrees. */
    TRUE_TRACK(Kind.REAL),
    /** Metres a second. */
    VERTICAL_RATE(Kind.REAL),
    SENSORS(Kind.NUMBERS),
    /** Metres. */
    GEO_ALTITUDE(Kind.REAL),
    SQUAWK(Kind.TEXT),
    SPI(Kind.TRUTH),
    POSITION_SOURCE(Kind.NUMBER),
    CATEGORY(Kind.NUMBER);

    /** What the value of a position is, if it is not null. */
    enum Kind {
        TEXT("a text"),
        /** Whole seconds since 1970. */
        TIME("a whole number"),
        REAL("a number"),
        TRUTH("true or false"),
        /** 32 bits. */
        NUMBER("a whole number"),
        /** A list of numbers of 32 bits. */
        NUMBERS("a list of whole numbers");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The positions that every state has; only {@link #CATEGORY}, which the API adds when asked, is behind them. */
    static final int LEAST = 17;

    final Kind kind;

    StateField(Kind kind) {
        this.kind = kind;
    }

    /** As the API's documentation names it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
