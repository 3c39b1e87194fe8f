package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static routes.flights.CheckedRow.good;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check: good, bad, at its threshold, at the ends of its rules, with no row and with one. */
class ChecksTest {
    private static final long TIME = CheckedRow.TIME;

    @ParameterizedTest
    @EnumSource
    void noRowScoresOne(QualityCheck check) {
        assertThat(score(check, List.of())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void oneRowWithoutFaultScoresOne(QualityCheck check) {
        assertThat(score(check, good(1))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void manyRowsWithoutFaultScoreOne(QualityCheck check) {
        assertThat(score(check, good(100))).isEqualTo(1);
    }

    /** check, rows, changed rows that just pass, score then, the change; with one more changed row it fails. */
    static Stream<Arguments> thresholds() {
        return Stream.of(
                threshold(QualityCheck.COMPLETENESS, 10, 2, 0.8, ChecksTest::empty),
                threshold(QualityCheck.VALIDITY, 20, 2, 0.9, row -> {
                    row.longitude = 181.0;
                    row.latitude = 91.0;
                    row.baroAltitude = 60_001.0;
                    row.velocity = 1201.0;
                    row.icao24 += "0";
                }),
                threshold(QualityCheck.CONSISTENCY, 20, 3, 0.85, row -> {
                    row.onGround = true;
                    row.velocity = 20.0;
                }),
                threshold(QualityCheck.UNIQUENESS, 100, 5, 0.95, row -> row.icao24 = "3c0063"),
                threshold(QualityCheck.ACCURACY, 10, 3, 0.7, row -> {
                    row.hasPosition = false;
                    row.hasAltitude = false;
                    row.hasVelocity = false;
                }),
                threshold(QualityCheck.TIMELINESS, 10, 2, 0.8, row -> row.lastContact = TIME - 300_001),
                threshold(QualityCheck.ALTITUDE_RANGE, 20, 1, 0.95, row -> row.baroAltitude = 60_001.0),
                threshold(QualityCheck.SPEED_RANGE, 20, 1, 0.95, row -> row.velocity = -1.0),
                threshold(QualityCheck.COORDINATE_VALIDITY, 50, 1, 0.98, row -> row.latitude = 0.0),
                threshold(QualityCheck.CALLSIGN_FORMAT, 10, 1, 0.9, row -> row.callsign = "DLH456789"),
                threshold(QualityCheck.COUNTRY_CODE, 20, 1, 0.95, row -> row.country = ""),
                threshold(QualityCheck.TIMESTAMP_CONSISTENCY, 20, 4, 0.9, row -> row.lastContact = TIME + 1),
                threshold(QualityCheck.POSITION_ACCURACY, 20, 1, 0.95, row -> row.longitude = 8.1234567),
                threshold(QualityCheck.ALTITUDE_CONSISTENCY, 10, 2, 0.8, row -> row.geoAltitude = 31_001.0),
                threshold(QualityCheck.SPEED_CONSISTENCY, 10, 2, 0.8, row -> row.velocity = 39.0),
                threshold(QualityCheck.ANOMALY_DETECTION, 100, 5, 0.95, row -> row.velocity = 421.0));
    }

    private static Arguments threshold(
            QualityCheck check, int rows, int changed, double score, Consumer<CheckedRow> change) {
        return Arguments.of(check, rows, changed, score, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thresholds")
    void aScoreThatIsItsThresholdPassesAndOneFaultMoreFails(
            QualityCheck check, int rows, int changed, double expected, Consumer<CheckedRow> change) {
        CheckScore score = of(check, good(rows, changed, change));
        assertThat(score.score()).isEqualTo(expected);
        assertThat(check.threshold()).isEqualTo(expected);
        assertThat(new CheckResult(score, check.threshold()).passed()).isTrue();
        CheckScore worse = of(check, good(rows, changed + 1, change));
        assertThat(worse.score()).isLessThan(expected);
        assertThat(new CheckResult(worse, check.threshold()).passed()).isFalse();
    }

    /** The finding, a change that just breaks its rule, and one that just does not. */
    static Stream<Arguments> rules() {
        return Stream.of(
                rule(Finding.ICAO24_MISSING, row -> row.icao24 = null, row -> row.icao24 = ""),
                rule(Finding.LONGITUDE_MISSING, row -> row.longitude = null, row -> row.longitude = 0.0),
                rule(Finding.LONGITUDE_MISSING, row -> row.longitude = Double.NaN, row -> row.longitude = -0.0),
                rule(Finding.LATITUDE_MISSING, row -> row.latitude = null, row -> row.latitude = 0.0),
                rule(Finding.BARO_ALTITUDE_MISSING, row -> row.baroAltitude = null, row -> row.baroAltitude = 0.0),
                rule(Finding.VELOCITY_MISSING, row -> row.velocity = null, row -> row.velocity = 0.0),
                rule(Finding.LAST_CONTACT_MISSING, row -> row.lastContact = null, row -> row.lastContact = 0L),
                rule(Finding.LONGITUDE_OUT_OF_RANGE, row -> row.longitude = 180.01, row -> row.longitude = 180.0),
                rule(Finding.LONGITUDE_OUT_OF_RANGE, row -> row.longitude = -180.01, row -> row.longitude = -180.0),
                rule(Finding.LATITUDE_OUT_OF_RANGE, row -> row.latitude = 90.01, row -> row.latitude = 90.0),
                rule(Finding.LATITUDE_OUT_OF_RANGE, row -> row.latitude = -90.01, row -> row.latitude = -90.0),
                rule(Finding.ALTITUDE_OUT_OF_RANGE, altitude(60_000.1), altitude(60_000)),
                rule(Finding.ALTITUDE_OUT_OF_RANGE, altitude(-1000.1), altitude(-1000)),
                rule(Finding.SPEED_OUT_OF_RANGE, row -> row.velocity = 1200.1, row -> row.velocity = 1200.0),
                rule(Finding.SPEED_OUT_OF_RANGE, row -> row.velocity = -0.1, row -> row.velocity = 0.0),
                rule(Finding.ICAO24_NOT_6_CHARACTERS, row -> row.icao24 = "3c00", row -> row.icao24 = null),
                rule(Finding.ICAO24_NOT_6_CHARACTERS, row -> row.icao24 = "üüü", row -> row.icao24 = "ü€𐐀abc"),
                rule(Finding.ON_GROUND_ABOVE_1000_FT, onGround(1000.1, 0), onGround(1000, 0)),
                rule(Finding.ON_GROUND_ABOVE_1000_FT, onGround(30_000, 0), altitude(30_000)),
                rule(Finding.ON_GROUND_FASTER_THAN_100_KT, onGround(0, 100.1), onGround(0, 100)),
                rule(Finding.UNITED_STATES_ELSEWHERE, american(49.9, 49.9), american(50, 49.9)),
                rule(Finding.UNITED_STATES_ELSEWHERE, american(-49.9, -49.9), american(-49.9, -50)),
                rule(Finding.UNITED_STATES_ELSEWHERE, american(8, 40), american(-100, 40)),
                rule(Finding.UNITED_STATES_ELSEWHERE, american(8, 40), row -> row.country = "united states"),
                rule(Finding.WITHOUT_POSITION, row -> row.hasPosition = false, row -> row.longitude = null),
                rule(Finding.WITHOUT_ALTITUDE, row -> row.hasAltitude = null, row -> row.baroAltitude = null),
                rule(Finding.WITHOUT_SPEED, row -> row.hasVelocity = false, row -> row.velocity = null),
                rule(Finding.OLDER_THAN_300_S, contact(-300_001), contact(-300_000)),
                rule(Finding.OLDER_THAN_300_S, contact(-300_001), contact(1)),
                rule(Finding.ALTITUDE_BELOW_RANGE, altitude(-1000.1), altitude(-1000)),
                rule(Finding.ALTITUDE_ABOVE_RANGE, altitude(60_000.1), altitude(60_000)),
                rule(Finding.SPEED_BELOW_RANGE, row -> row.velocity = -0.1, row -> row.velocity = 0.0),
                rule(Finding.SPEED_ABOVE_RANGE, row -> row.velocity = 1200.1, row -> row.velocity = 1200.0),
                rule(Finding.COORDINATES_OUT_OF_RANGE, at(180.1, 10), at(180, 10)),
                rule(Finding.COORDINATES_OUT_OF_RANGE, at(10, -90.1), at(10, -90)),
                rule(Finding.COORDINATES_NEAR_ZERO, at(0.09, -0.09), at(0.1, -0.09)),
                rule(Finding.COORDINATES_NEAR_ZERO, at(-0.09, 0.08), at(-0.09, 0.1)),
                rule(Finding.COORDINATE_ZERO, at(0, 10), at(0.000001, 10)),
                rule(Finding.COORDINATE_ZERO, at(10, -0.0), at(10, -0.000001)),
                rule(Finding.COORDINATES_EQUAL, at(45.5, 45.5), at(45.5, -45.5)),
                rule(Finding.CALLSIGN_NOT_1_TO_8_CHARACTERS, called("123456789"), called("  12345678 ")),
                rule(Finding.CALLSIGN_NOT_1_TO_8_CHARACTERS, called(""), called("1")),
                rule(Finding.CALLSIGN_NOT_1_TO_8_CHARACTERS, called("   "), called("ÄÖÜäöüß€")),
                rule(Finding.CALLSIGN_NOT_1_TO_8_CHARACTERS, called("ÄÖÜäöüß€𐐀"), row -> row.callsign = null),
                rule(Finding.COUNTRY_EMPTY, row -> row.country = "", row -> row.country = " "),
                rule(Finding.COUNTRY_EMPTY, row -> row.country = "", row -> row.country = null),
                rule(Finding.LAST_CONTACT_OUTSIDE_DAY, contact(1), contact(0)),
                rule(Finding.LAST_CONTACT_OUTSIDE_DAY, contact(-86_400_001), contact(-86_400_000)),
                rule(Finding.TIME_POSITION_OUTSIDE_DAY, positioned(1), positioned(0)),
                rule(Finding.TIME_POSITION_OUTSIDE_DAY, positioned(-86_400_001), positioned(-86_400_000)),
                rule(Finding.MORE_THAN_6_DECIMALS, at(8.1234567, 50), at(8.123456, 50)),
                rule(Finding.MORE_THAN_6_DECIMALS, at(8, 0.1 + 0.2), at(8, 0.3)),
                rule(Finding.MORE_THAN_6_DECIMALS, at(1e-7, 50), at(1e305, -179.999999)),
                rule(Finding.ALTITUDES_MORE_THAN_1000_FT_APART, apart(1000.1), apart(1000)),
                rule(Finding.ALTITUDES_MORE_THAN_1000_FT_APART, apart(-1000.1), apart(-1000)),
                rule(Finding.ON_GROUND_FASTER_THAN_60_KT, onGround(0, 60.1), onGround(0, 60)),
                rule(Finding.IN_AIR_SLOWER_THAN_40_KT, row -> row.velocity = 39.9, row -> row.velocity = 40.0));
    }

    private static Arguments rule(Finding finding, Consumer<CheckedRow> breaking, Consumer<CheckedRow> keeping) {
        return Arguments.of(finding, breaking, keeping);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleIsBrokenBehindItsEndAndNotAtIt(
            Finding finding, Consumer<CheckedRow> breaking, Consumer<CheckedRow> keeping) {
        assertThat(found(finding, good(3, 1, breaking))).isEqualTo(1);
        assertThat(found(finding, good(3, 3, breaking))).isEqualTo(3);
        assertThat(found(finding, good(3, 1, keeping))).isZero();
        assertThat(found(finding, good(1, 1, breaking))).isEqualTo(1);
    }

    /** What a single row that is as bad as can be scores. */
    static Stream<Arguments> oneBadRow() {
        Consumer<CheckedRow> wrong = row -> {
            row.icao24 = "";
            row.callsign = "";
            row.country = "";
            row.lastContact = TIME - 100_000_000;
            row.timePosition = TIME + 1;
            row.longitude = 1e3 + 1e-7;
            row.latitude = row.longitude;
            row.baroAltitude = 1e5;
            row.geoAltitude = 0.0;
            row.velocity = 2e3;
            row.onGround = true;
            row.hasPosition = false;
            row.hasAltitude = false;
            row.hasVelocity = false;
        };
        Map<QualityCheck, Double> scores = new EnumMap<>(QualityCheck.class);
        for (QualityCheck check : QualityCheck.values()) {
            scores.put(check, 0.0);
        }
        scores.put(QualityCheck.COMPLETENESS, 1.0);
        scores.put(QualityCheck.UNIQUENESS, 1.0);
        scores.put(QualityCheck.ANOMALY_DETECTION, 1.0);
        return scores.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue(), wrong));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneBadRow")
    void oneRowOfFaultsScoresZeroWhereOneRowCanBeWrong(
            QualityCheck check, double expected, Consumer<CheckedRow> wrong) {
        assertThat(score(check, good(1, 1, wrong))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithoutAnyValueAreIncompleteInaccurateAndNothingElse(QualityCheck check) {
        List<CheckedRow> rows = good(20, 20, row -> {
            empty(row);
            row.callsign = null;
            row.country = null;
            row.timePosition = null;
            row.geoAltitude = null;
            row.onGround = null;
            row.hasPosition = null;
            row.hasAltitude = null;
            row.hasVelocity = null;
        });
        boolean asksForPresence = check == QualityCheck.COMPLETENESS || check == QualityCheck.ACCURACY;
        assertThat(score(check, rows)).isEqualTo(asksForPresence ? 0 : 1);
    }

    @Test
    void completenessIsTheMeanOfItsColumns() {
        List<CheckedRow> rows = good(4, 3, row -> row.latitude = null);
        rows.get(3).velocity = null;
        assertThat(score(QualityCheck.COMPLETENESS, rows)).isEqualTo(20 / 24.0);
    }

    @Test
    void consistencyCountsEveryBrokenRuleOfARowAndIsNeverBelowZero() {
        Consumer<CheckedRow> thrice = row -> {
            american(8, 40).accept(row);
            row.onGround = true;
        };
        assertThat(score(QualityCheck.CONSISTENCY, good(10, 1, thrice))).isEqualTo(0.7);
        assertThat(score(QualityCheck.CONSISTENCY, good(10, 4, thrice))).isZero();
    }

    @Test
    void theFirstStateOfAnAircraftIsNoDuplicateAndAbsentIdsAreNone() {
        List<CheckedRow> rows = good(10, 4, row -> row.icao24 = "aaaaaa");
        rows.get(8).icao24 = null;
        rows.get(9).icao24 = null;
        assertThat(score(QualityCheck.UNIQUENESS, rows)).isEqualTo(0.7);
    }

    @Test
    void sharesAreOfTheValuesThatAreThere() {
        List<CheckedRow> rows = good(10, 8, row -> {
            row.lastContact = null;
            row.timePosition = null;
            row.callsign = null;
            row.country = null;
            row.longitude = null;
            row.geoAltitude = null;
            row.onGround = null;
        });
        CheckedRow bad = rows.get(9);
        bad.lastContact = TIME + 1;
        bad.callsign = "";
        bad.country = "";
        bad.longitude = bad.latitude = 8.1234567;
        bad.geoAltitude = 0.0;
        bad.velocity = 10.0;
        rows.get(8).lastContact = TIME - 300_001;
        assertThat(score(QualityCheck.TIMELINESS, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.TIMESTAMP_CONSISTENCY, rows)).isEqualTo(0.75);
        assertThat(score(QualityCheck.CALLSIGN_FORMAT, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.COUNTRY_CODE, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.COORDINATE_VALIDITY, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.POSITION_ACCURACY, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.ALTITUDE_CONSISTENCY, rows)).isEqualTo(0.5);
        assertThat(score(QualityCheck.SPEED_CONSISTENCY, rows)).isEqualTo(0.5);
    }

    @Test
    void aRowThatBreaksSeveralRulesCountsOnceInChecks7To9() {
        List<CheckedRow> rows = good(20, 1, row -> {
            row.baroAltitude = 70_000.0;
            row.velocity = 2000.0;
            row.longitude = row.latitude = 0.0;
        });
        CheckScore altitude = of(QualityCheck.ALTITUDE_RANGE, rows);
        assertThat(altitude.issues()).isEqualTo(1);
        assertThat(altitude.findings())
                .containsEntry(Finding.ALTITUDE_ABOVE_RANGE, 1L)
                .containsEntry(Finding.ALTITUDE_OUTSIDE_FENCES, 1L);
        CheckScore speed = of(QualityCheck.SPEED_RANGE, rows);
        assertThat(speed.issues()).isEqualTo(1);
        assertThat(speed.findings())
                .containsEntry(Finding.SPEED_ABOVE_RANGE, 1L)
                .containsEntry(Finding.SPEED_ABOVE_FENCE, 1L);
        CheckScore coordinates = of(QualityCheck.COORDINATE_VALIDITY, rows);
        assertThat(coordinates.issues()).isEqualTo(1);
        assertThat(coordinates.findings())
                .containsEntry(Finding.COORDINATES_NEAR_ZERO, 1L)
                .containsEntry(Finding.COORDINATE_ZERO, 1L)
                .containsEntry(Finding.COORDINATES_EQUAL, 1L);
    }

    @Test
    void fencesAreThreeInterquartileRangesAwayAndHoldTheirEnds() {
        // 13 values: the quartiles stand at places 3 and 9: 10300 and 10900. So the fences are 8500 and 12700.
        List<CheckedRow> rows = good(13);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).baroAltitude = 10_000.0 + 100 * i;
            rows.get(i).velocity = 100.0 + i;
        }
        rows.get(0).baroAltitude = 8500.0;
        rows.get(12).baroAltitude = 12_700.0;
        // Quartiles 103 and 109, upper fence 127; there is none below.
        rows.get(0).velocity = 0.0;
        rows.get(12).velocity = 127.0;
        assertThat(found(Finding.ALTITUDE_OUTSIDE_FENCES, rows)).isZero();
        assertThat(found(Finding.SPEED_ABOVE_FENCE, rows)).isZero();
        rows.get(0).baroAltitude = 8499.0;
        rows.get(12).baroAltitude = 12_701.0;
        rows.get(12).velocity = 127.5;
        assertThat(found(Finding.ALTITUDE_OUTSIDE_FENCES, rows)).isEqualTo(2);
        assertThat(found(Finding.SPEED_ABOVE_FENCE, rows)).isEqualTo(1);
    }

    @Test
    void thereAreNoFencesUpToTenRows() {
        Consumer<CheckedRow> far = row -> {
            row.baroAltitude = 0.0;
            row.velocity = 1000.0;
        };
        assertThat(score(QualityCheck.ALTITUDE_RANGE, good(10, 1, far))).isEqualTo(1);
        assertThat(score(QualityCheck.SPEED_RANGE, good(10, 1, far))).isEqualTo(1);
        assertThat(score(QualityCheck.ALTITUDE_RANGE, good(11, 1, far))).isEqualTo(10 / 11.0);
        assertThat(score(QualityCheck.SPEED_RANGE, good(11, 1, far))).isEqualTo(10 / 11.0);
    }

    @Test
    void rowsAndNotValuesDecideWhetherThereAreFencesAndAnomalies() {
        List<CheckedRow> rows = good(40, 30, row -> {
            row.baroAltitude = null;
            row.velocity = null;
        });
        rows.get(39).baroAltitude = 0.0;
        rows.get(39).velocity = 1000.0;
        assertThat(score(QualityCheck.ALTITUDE_RANGE, rows)).isEqualTo(0.9);
        assertThat(score(QualityCheck.SPEED_RANGE, rows)).isEqualTo(0.9);
        assertThat(of(QualityCheck.ANOMALY_DETECTION, rows).applicable()).isEqualTo(40);
    }

    @Test
    void anAltitudeAndASpeedFarFromTheMeanAreTwoAnomalies() {
        List<CheckedRow> rows = good(20, 1, row -> {
            row.baroAltitude = 10_000.0;
            row.velocity = 100.0;
        });
        assertThat(score(QualityCheck.ANOMALY_DETECTION, rows)).isEqualTo(0.9);
    }

    @Test
    void anomaliesAreFarByTheSampleStandardDeviation() {
        // One of n that differs has z = (n − 1)/√n: 2.846 of 10 and 3.015 of 11.
        Consumer<CheckedRow> far = row -> row.velocity = 0.0;
        assertThat(found(Finding.SPEED_ANOMALY, good(10, 1, far))).isZero();
        assertThat(found(Finding.SPEED_ANOMALY, good(11, 1, far))).isEqualTo(1);
        List<CheckedRow> rows = good(20);
        for (int i = 0; i < 20; i++) {
            rows.get(i).velocity = i % 2 == 0 ? 100.0 : 102.0;
        }
        // At 105.5 z is 2.998 by the sample's deviation and 3.076 by the population's; at 105.7 both are above 3.
        rows.get(0).velocity = 105.5;
        assertThat(found(Finding.SPEED_ANOMALY, rows)).isZero();
        rows.get(0).velocity = 105.7;
        assertThat(found(Finding.SPEED_ANOMALY, rows)).isEqualTo(1);
    }

    @Test
    void belowTenRowsNothingIsAnAnomaly() {
        List<CheckedRow> rows = good(9, 1, row -> row.velocity = 1e6);
        assertThat(of(QualityCheck.ANOMALY_DETECTION, good(10)).applicable()).isEqualTo(10);
        assertThat(of(QualityCheck.ANOMALY_DETECTION, rows).applicable()).isZero();
        assertThat(score(QualityCheck.ANOMALY_DETECTION, rows)).isEqualTo(1);
    }

    @Test
    void equalValuesHaveNoAnomalyWhateverTheirMeanIsRoundedTo() {
        assertThat(score(QualityCheck.ANOMALY_DETECTION, good(1000, 1000, row -> row.velocity = 0.1)))
                .isEqualTo(1);
    }

    private static void empty(CheckedRow row) {
        row.icao24 = null;
        row.longitude = null;
        row.latitude = null;
        row.baroAltitude = null;
        row.velocity = null;
        row.lastContact = null;
    }

    private static Consumer<CheckedRow> altitude(double feet) {
        return row -> row.baroAltitude = feet;
    }

    private static Consumer<CheckedRow> onGround(double feet, double knots) {
        return row -> {
            row.onGround = true;
            row.baroAltitude = feet;
            row.velocity = knots;
        };
    }

    private static Consumer<CheckedRow> at(double longitude, double latitude) {
        return row -> {
            row.longitude = longitude;
            row.latitude = latitude;
        };
    }

    private static Consumer<CheckedRow> american(double longitude, double latitude) {
        return at(longitude, latitude).andThen(row -> row.country = "United States");
    }

    private static Consumer<CheckedRow> called(String callsign) {
        return row -> row.callsign = callsign;
    }

    private static Consumer<CheckedRow> contact(long after) {
        return row -> row.lastContact = TIME + after;
    }

    private static Consumer<CheckedRow> positioned(long after) {
        return row -> row.timePosition = TIME + after;
    }

    private static Consumer<CheckedRow> apart(double feet) {
        return row -> {
            row.baroAltitude = 20_000.0;
            row.geoAltitude = 20_000 + feet;
        };
    }

    private static double score(QualityCheck check, List<CheckedRow> rows) {
        return of(check, rows).score();
    }

    private static long found(Finding finding, List<CheckedRow> rows) {
        Long found = of(finding.check(), rows).findings().get(finding);
        assertThat(found).isNotNull();
        return found;
    }

    private static CheckScore of(QualityCheck check, List<CheckedRow> rows) {
        return Checks.of(CheckedFiles.states(rows)).get(check.ordinal());
    }
}
