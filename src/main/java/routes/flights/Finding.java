package routes.flights;

import java.util.Locale;

/** What a check can find wrong; one rule each. An absent value breaks no rule but those that ask for its presence. */
enum Finding {
    ICAO24_MISSING(QualityCheck.COMPLETENESS),
    LONGITUDE_MISSING(QualityCheck.COMPLETENESS),
    LATITUDE_MISSING(QualityCheck.COMPLETENESS),
    BARO_ALTITUDE_MISSING(QualityCheck.COMPLETENESS),
    VELOCITY_MISSING(QualityCheck.COMPLETENESS),
    LAST_CONTACT_MISSING(QualityCheck.COMPLETENESS),

    LONGITUDE_OUT_OF_RANGE(QualityCheck.VALIDITY),
    LATITUDE_OUT_OF_RANGE(QualityCheck.VALIDITY),
    ALTITUDE_OUT_OF_RANGE(QualityCheck.VALIDITY),
    SPEED_OUT_OF_RANGE(QualityCheck.VALIDITY),
    ICAO24_NOT_6_CHARACTERS(QualityCheck.VALIDITY),

    ON_GROUND_ABOVE_1000_FT(QualityCheck.CONSISTENCY),
    ON_GROUND_FASTER_THAN_100_KT(QualityCheck.CONSISTENCY),
    UNITED_STATES_ELSEWHERE(QualityCheck.CONSISTENCY),

    ICAO24_REPEATED(QualityCheck.UNIQUENESS),

    WITHOUT_POSITION(QualityCheck.ACCURACY),
    WITHOUT_ALTITUDE(QualityCheck.ACCURACY),
    WITHOUT_SPEED(QualityCheck.ACCURACY),

    OLDER_THAN_300_S(QualityCheck.TIMELINESS),

    ALTITUDE_BELOW_RANGE(QualityCheck.ALTITUDE_RANGE),
    ALTITUDE_ABOVE_RANGE(QualityCheck.ALTITUDE_RANGE),
    ALTITUDE_OUTSIDE_FENCES(QualityCheck.ALTITUDE_RANGE),

    SPEED_BELOW_RANGE(QualityCheck.SPEED_RANGE),
    SPEED_ABOVE_RANGE(QualityCheck.SPEED_RANGE),
    SPEED_ABOVE_FENCE(QualityCheck.SPEED_RANGE),

    COORDINATES_OUT_OF_RANGE(QualityCheck.COORDINATE_VALIDITY),
    COORDINATES_NEAR_ZERO(QualityCheck.COORDINATE_VALIDITY),
    COORDINATE_ZERO(QualityCheck.COORDINATE_VALIDITY),
    COORDINATES_EQUAL(QualityCheck.COORDINATE_VALIDITY),

    CALLSIGN_NOT_1_TO_8_CHARACTERS(QualityCheck.CALLSIGN_FORMAT),

    COUNTRY_EMPTY(QualityCheck.COUNTRY_CODE),

    LAST_CONTACT_OUTSIDE_DAY(QualityCheck.TIMESTAMP_CONSISTENCY),
    TIME_POSITION_OUTSIDE_DAY(QualityCheck.TIMESTAMP_CONSISTENCY),

    MORE_THAN_6_DECIMALS(QualityCheck.POSITION_ACCURACY),

    ALTITUDES_MORE_THAN_1000_FT_APART(QualityCheck.ALTITUDE_CONSISTENCY),

    ON_GROUND_FASTER_THAN_60_KT(QualityCheck.SPEED_CONSISTENCY),
    IN_AIR_SLOWER_THAN_40_KT(QualityCheck.SPEED_CONSISTENCY),

    ALTITUDE_ANOMALY(QualityCheck.ANOMALY_DETECTION),
    SPEED_ANOMALY(QualityCheck.ANOMALY_DETECTION);

    private final QualityCheck check;

    Finding(QualityCheck check) {
        this.check = check;
    }

    QualityCheck check() {
        return check;
    }

    /** As reports name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
