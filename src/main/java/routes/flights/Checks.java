package routes.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The 16 checks over the states of one snapshot: the two distributions, the repeated icao24s, then every rule in one
 * pass. Where the specification is silent: ranges and limits hold their ends; an absent value is only incomplete, so a
 * rule that needs it is not broken, and shares are of the values that are there; in checks 2, 3 and 16 each broken rule
 * of a row counts; has_position, has_altitude and has_velocity are taken from the file, and an absent one is false; the
 * first state of an icao24 is no duplicate, nor are those without one; last_contact later than the reference time is
 * timely (check 6) but not consistent (check 12); a text's length is in characters; a country is compared as it is
 * written, and blanks are not empty; "more than 10 rows" (7, 8) and n &lt; 10 (16) mean rows, with or without a value.
 */
final class Checks {
    private static final byte[] UNITED_STATES = "United States".getBytes(US_ASCII);
    private static final double MILLION = 1e6;

    /** From here on a double has no seventh decimal. */
    private static final double COARSE = (1L << 53) / MILLION;

    private static final double TIMELY = 300_000;
    private static final double DAY = 86_400_000;
    private static final int FEWEST_FOR_FENCES = 11;
    private static final int FEWEST_FOR_ANOMALIES = 10;

    private final CheckedStates states;
    private final double reference;
    private final Distribution altitudes;
    private final Distribution speeds;
    private final double lowAltitude;
    private final double highAltitude;
    private final double highSpeed;
    private final long[] found = new long[Finding.values().length];
    private final long[] rowsBroken = new long[QualityCheck.values().length];
    private final long[] applicable = new long[QualityCheck.values().length];

    private Checks(CheckedStates states) {
        this.states = states;
        reference = states.reference();
        altitudes = Distribution.of(states.baroAltitude);
        speeds = Distribution.of(states.velocity);
        boolean fences = states.rows >= FEWEST_FOR_FENCES;
        lowAltitude = fences ? altitudes.lowFence() : Double.NEGATIVE_INFINITY;
        highAltitude = fences ? altitudes.highFence() : Double.POSITIVE_INFINITY;
        highSpeed = fences ? speeds.highFence() : Double.POSITIVE_INFINITY;
    }

    /** All scores in the order of the checks. */
    static List<CheckScore> of(CheckedStates states) {
        Checks checks = new Checks(states);
        checks.applyTo(QualityCheck.COMPLETENESS, 6L * states.rows);
        checks.applyTo(QualityCheck.VALIDITY, 5L * states.rows);
        checks.applyTo(QualityCheck.CONSISTENCY, states.rows);
        checks.applyTo(QualityCheck.UNIQUENESS, states.rows);
        checks.applyTo(QualityCheck.ACCURACY, 3L * states.rows);
        checks.applyTo(QualityCheck.ALTITUDE_RANGE, checks.altitudes.count());
        checks.applyTo(QualityCheck.SPEED_RANGE, checks.speeds.count());
        checks.found[Finding.ICAO24_REPEATED.ordinal()] = states.icao24.repeated();
        for (int row = 0; row < states.rows; row++) {
            checks.presence(row);
            checks.texts(row);
            checks.position(row);
            checks.motion(row);
            checks.spread(row);
            checks.time(row);
        }
        return Arrays.stream(QualityCheck.values()).map(checks::score).toList();
    }

    private void presence(int row) {
        count(Finding.ICAO24_MISSING, states.icao24.isNull(row));
        count(Finding.LONGITUDE_MISSING, Double.isNaN(states.longitude[row]));
        count(Finding.LATITUDE_MISSING, Double.isNaN(states.latitude[row]));
        count(Finding.BARO_ALTITUDE_MISSING, Double.isNaN(states.baroAltitude[row]));
        count(Finding.VELOCITY_MISSING, Double.isNaN(states.velocity[row]));
        count(Finding.LAST_CONTACT_MISSING, Double.isNaN(states.lastContact[row]));
        count(Finding.WITHOUT_POSITION, states.hasPosition[row] != 1);
        count(Finding.WITHOUT_ALTITUDE, states.hasAltitude[row] != 1);
        count(Finding.WITHOUT_SPEED, states.hasVelocity[row] != 1);
    }

    private void texts(int row) {
        TextColumn icao24 = states.icao24;
        count(Finding.ICAO24_NOT_6_CHARACTERS, !icao24.isNull(row) && icao24.length(row) != 6);
        if (!states.callsign.isNull(row)) {
            applyTo(QualityCheck.CALLSIGN_FORMAT, 1);
            int length = states.callsign.trimmedLength(row);
            count(Finding.CALLSIGN_NOT_1_TO_8_CHARACTERS, length < 1 || length > 8);
        }
        if (!states.originCountry.isNull(row)) {
            applyTo(QualityCheck.COUNTRY_CODE, 1);
            count(Finding.COUNTRY_EMPTY, states.originCountry.length(row) == 0);
        }
    }

    private void position(int row) {
        double longitude = states.longitude[row];
        double latitude = states.latitude[row];
        boolean east = longitude < -180 || longitude > 180;
        boolean north = latitude < -90 || latitude > 90;
        count(Finding.LONGITUDE_OUT_OF_RANGE, east);
        count(Finding.LATITUDE_OUT_OF_RANGE, north);
        // Within 50 degrees of longitude is always outside the box, which ends at -66.
        boolean elsewhere = Math.abs(longitude) < 50 && Math.abs(latitude) < 50;
        count(Finding.UNITED_STATES_ELSEWHERE, elsewhere && states.originCountry.is(row, UNITED_STATES));
        if (Double.isNaN(longitude) || Double.isNaN(latitude)) {
            return;
        }
        applyTo(QualityCheck.COORDINATE_VALIDITY, 1);
        breaks(
                QualityCheck.COORDINATE_VALIDITY,
                count(Finding.COORDINATES_OUT_OF_RANGE, east || north)
                        | count(Finding.COORDINATES_NEAR_ZERO, Math.abs(longitude) < 0.1 && Math.abs(latitude) < 0.1)
                        | count(Finding.COORDINATE_ZERO, longitude == 0 || latitude == 0)
                        | count(Finding.COORDINATES_EQUAL, longitude == latitude));
        applyTo(QualityCheck.POSITION_ACCURACY, 1);
        count(Finding.MORE_THAN_6_DECIMALS, !hasSixDecimals(longitude) || !hasSixDecimals(latitude));
    }

    private void motion(int row) {
        double altitude = states.baroAltitude[row];
        double speed = states.velocity[row];
        boolean ground = states.onGround[row] == 1;
        count(Finding.ON_GROUND_ABOVE_1000_FT, ground && altitude > 1000);
        count(Finding.ON_GROUND_FASTER_THAN_100_KT, ground && speed > 100);
        if (!Double.isNaN(states.onGround[row]) && !Double.isNaN(speed)) {
            applyTo(QualityCheck.SPEED_CONSISTENCY, 1);
            count(Finding.ON_GROUND_FASTER_THAN_60_KT, ground && speed > 60);
            count(Finding.IN_AIR_SLOWER_THAN_40_KT, !ground && speed < 40);
        }
        double apart = Math.abs(altitude - states.geoAltitude[row]);
        if (!Double.isNaN(apart)) {
            applyTo(QualityCheck.ALTITUDE_CONSISTENCY, 1);
            count(Finding.ALTITUDES_MORE_THAN_1000_FT_APART, apart > 1000);
        }
    }

    private void spread(int row) {
        double altitude = states.baroAltitude[row];
        boolean low = count(Finding.ALTITUDE_BELOW_RANGE, altitude < -1000);
        boolean high = count(Finding.ALTITUDE_ABOVE_RANGE, altitude > 60_000);
        boolean far = count(Finding.ALTITUDE_OUTSIDE_FENCES, altitude < lowAltitude || altitude > highAltitude);
        count(Finding.ALTITUDE_OUT_OF_RANGE, low || high);
        breaks(QualityCheck.ALTITUDE_RANGE, low || high || far);
        double speed = states.velocity[row];
        boolean slow = count(Finding.SPEED_BELOW_RANGE, speed < 0);
        boolean fast = count(Finding.SPEED_ABOVE_RANGE, speed > 1200);
        boolean faster = count(Finding.SPEED_ABOVE_FENCE, speed > highSpeed);
        count(Finding.SPEED_OUT_OF_RANGE, slow || fast);
        breaks(QualityCheck.SPEED_RANGE, slow || fast || faster);
        if (states.rows >= FEWEST_FOR_ANOMALIES) {
            applyTo(QualityCheck.ANOMALY_DETECTION, 1);
            count(Finding.ALTITUDE_ANOMALY, altitudes.isBeyond(3, altitude));
            count(Finding.SPEED_ANOMALY, speeds.isBeyond(3, speed));
        }
    }

    private void time(int row) {
        double lastContact = states.lastContact[row];
        if (!Double.isNaN(lastContact)) {
            applyTo(QualityCheck.TIMELINESS, 1);
            count(Finding.OLDER_THAN_300_S, reference - lastContact > TIMELY);
            applyTo(QualityCheck.TIMESTAMP_CONSISTENCY, 1);
            count(Finding.LAST_CONTACT_OUTSIDE_DAY, isOutsideDay(lastContact));
        }
        double timePosition = states.timePosition[row];
        if (!Double.isNaN(timePosition)) {
            applyTo(QualityCheck.TIMESTAMP_CONSISTENCY, 1);
            count(Finding.TIME_POSITION_OUTSIDE_DAY, isOutsideDay(timePosition));
        }
    }

    private boolean isOutsideDay(double time) {
        return time < reference - DAY || time > reference;
    }

    /** Whether a number is the nearest to some decimal with at most six places behind the point. */
    private static boolean hasSixDecimals(double value) {
        return Math.abs(value) >= COARSE || Math.rint(value * MILLION) / MILLION == value;
    }

    private void applyTo(QualityCheck check, long values) {
        applicable[check.ordinal()] += values;
    }

    private boolean count(Finding finding, boolean broken) {
        found[finding.ordinal()] += broken ? 1 : 0;
        return broken;
    }

    private void breaks(QualityCheck check, boolean broken) {
        rowsBroken[check.ordinal()] += broken ? 1 : 0;
    }

    private CheckScore score(QualityCheck check) {
        Map<Finding, Long> findings = new EnumMap<>(Finding.class);
        long sum = 0;
        for (Finding finding : Finding.values()) {
            if (finding.check() == check) {
                findings.put(finding, found[finding.ordinal()]);
                sum += found[finding.ordinal()];
            }
        }
        boolean oncePerRow =
                switch (check) {
                    case ALTITUDE_RANGE, SPEED_RANGE, COORDINATE_VALIDITY -> true;
                    default -> false;
                };
        long issues = oncePerRow ? rowsBroken[check.ordinal()] : sum;
        return new CheckScore(check, applicable[check.ordinal()], issues, findings);
    }
}
