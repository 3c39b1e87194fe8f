package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static routes.flights.Snapshots.convert;
import static routes.flights.Snapshots.snapshot;
import static routes.flights.Snapshots.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateWritingTest {

    private static Map<String, @Nullable Object> row(Object... changes) {
        return convert(snapshot(state(changes))).row();
    }

    private static String metres(double feet) {
        return Double.toString(feet / StateWriting.FEET_PER_METRE);
    }

    private static String metresASecond(double knots) {
        return Double.toString(knots / StateWriting.KNOTS_PER_METRE_A_SECOND);
    }

    private static String climbing(double feetPerMinute) {
        return Double.toString(feetPerMinute / StateWriting.FEET_A_MINUTE_PER_METRE_A_SECOND);
    }

    @Test
    void aRowSaysWhatItsStateSaysAndWhatFollows() {
        var row = row();
        assertThat(row)
                .containsEntry("snapshot_time", Snapshots.TIME * 1000)
                .containsEntry("icao24", "4b1814")
                .containsEntry("callsign", "SWR12A")
                .containsEntry("origin_country", "Switzerland")
                .containsEntry("time_position", 1_795_286_398_000L)
                .containsEntry("last_contact", 1_795_286_399_000L)
                .containsEntry("longitude", 8.5492)
                .containsEntry("latitude", 47.4583)
                .containsEntry("baro_altitude_m", 3048.0)
                .containsEntry("on_ground", false)
                .containsEntry("velocity_ms", 150.5)
                .containsEntry("true_track", 271.25)
                .containsEntry("vertical_rate_ms", 0.0)
                .containsEntry("vertical_rate_fpm", 0.0)
                .containsEntry("sensors", null)
                .containsEntry("geo_altitude_m", 3070.86)
                .containsEntry("squawk", "0021")
                .containsEntry("spi", false)
                .containsEntry("position_source", 0)
                .containsEntry("category", 4)
                .containsEntry("has_position", true)
                .containsEntry("has_altitude", true)
                .containsEntry("has_velocity", true)
                .containsEntry("altitude_category", "MEDIUM")
                .containsEntry("speed_category", "APPROACH")
                .containsEntry("estimated_phase", "LEVEL_FLIGHT")
                .containsEntry("completeness_score", 1.0)
                .containsEntry("callsign_normalized", "SWR12A")
                .containsEntry("airline_code", "SWR")
                .containsEntry("region", "EUROPE")
                .containsEntry("fetched_at", Snapshots.FETCHED_AT.toEpochMilli());
        assertThat((Double) row.get("baro_altitude_ft")).isCloseTo(10_000.00032, within(1e-9));
        assertThat((Double) row.get("geo_altitude_ft")).isCloseTo(10_075.0003224, within(1e-7));
        assertThat((Double) row.get("velocity_knots")).isCloseTo(292.54792, within(1e-9));
        assertThat(row).hasSize(34);
    }

    @Test
    void metresASecondBecomeFeetAMinute() {
        assertThat((Double) row(11, "-2.54").get("vertical_rate_fpm")).isCloseTo(-500.000016, within(1e-9));
    }

    @Test
    void zeroIsAValue() {
        var row = row(5, "0", 6, "0", 7, "0", 9, "0", 10, "0", 13, "0", 3, "0", 4, "0");
        assertThat(row)
                .containsEntry("longitude", 0.0)
                .containsEntry("baro_altitude_ft", 0.0)
                .containsEntry("geo_altitude_ft", 0.0)
                .containsEntry("velocity_knots", 0.0)
                .containsEntry("true_track", 0.0)
                .containsEntry("last_contact", 0L)
                .containsEntry("has_position", true)
                .containsEntry("has_altitude", true)
                .containsEntry("has_velocity", true)
                .containsEntry("altitude_category", "LOW")
                .containsEntry("speed_category", "SLOW")
                .containsEntry("estimated_phase", "LOW_ALTITUDE")
                .containsEntry("completeness_score", 1.0)
                .containsEntry("region", "OTHER");
    }

    @Test
    void whatIsNotKnownStaysEmptyAndWhatWouldFollowFromItToo() {
        var row = row(
                1, "null", 2, "null", 5, "null", 6, "null", 7, "null", 9, "null", 10, "null", 11, "null", 13, "null");
        assertThat(row)
                .containsEntry("baro_altitude_ft", null)
                .containsEntry("geo_altitude_ft", null)
                .containsEntry("velocity_knots", null)
                .containsEntry("vertical_rate_fpm", null)
                .containsEntry("callsign_normalized", null)
                .containsEntry("airline_code", null)
                .containsEntry("has_position", false)
                .containsEntry("has_altitude", false)
                .containsEntry("has_velocity", false)
                .containsEntry("altitude_category", "UNKNOWN")
                .containsEntry("speed_category", "UNKNOWN")
                .containsEntry("estimated_phase", "UNKNOWN")
                .containsEntry("completeness_score", 0.125)
                .containsEntry("region", "UNKNOWN");
    }

    @Test
    void aPositionNeedsBothOfItsNumbers() {
        assertThat(row(5, "null")).containsEntry("has_position", false).containsEntry("region", "UNKNOWN");
        assertThat(row(6, "null")).containsEntry("has_position", false).containsEntry("region", "UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({
        "-2000, LOW",
        "999.9, LOW",
        "1000.1, MEDIUM",
        "17999.9, MEDIUM",
        "18000.1, HIGH",
        "34999.9, HIGH",
        "35000.1, VERY_HIGH"
    })
    void theAltitudesCategoryIsThatOfItsFeet(double feet, String category) {
        assertThat(row(7, metres(feet), 13, "5000")).containsEntry("altitude_category", category);
        assertThat(row(7, "null", 13, metres(feet)))
                .containsEntry("altitude_category", category)
                .containsEntry("has_altitude", true);
    }

    @Test
    void anEdgeBelongsToTheCategoryAboveIt() {
        assertThat(AltitudeCategory.of(1_000)).isEqualTo(AltitudeCategory.MEDIUM);
        assertThat(AltitudeCategory.of(18_000)).isEqualTo(AltitudeCategory.HIGH);
        assertThat(AltitudeCategory.of(35_000)).isEqualTo(AltitudeCategory.VERY_HIGH);
        assertThat(SpeedCategory.of(50)).isEqualTo(SpeedCategory.TAXI);
        assertThat(SpeedCategory.of(200)).isEqualTo(SpeedCategory.APPROACH);
        assertThat(SpeedCategory.of(400)).isEqualTo(SpeedCategory.CRUISE);
        assertThat(SpeedCategory.of(600)).isEqualTo(SpeedCategory.HIGH_SPEED);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, SLOW",
        "49.9, SLOW",
        "50.1, TAXI",
        "199.9, TAXI",
        "200.1, APPROACH",
        "399.9, APPROACH",
        "400.1, CRUISE",
        "599.9, CRUISE",
        "600.1, HIGH_SPEED"
    })
    void theSpeedsCategoryIsThatOfItsKnots(double knots, String category) {
        assertThat(row(9, metresASecond(knots))).containsEntry("speed_category", category);
    }

    @ParameterizedTest
    @CsvSource({
        "999, 100, 0.1, TAKEOFF",
        "999, 100, -0.1, LANDING",
        "999, 100, 0, LOW_ALTITUDE",
        "-50, 0, 0, LOW_ALTITUDE",
        "1001, 100, 501, CLIMB",
        "1001, 100, 499, LEVEL_FLIGHT",
        "1001, 100, -499, LEVEL_FLIGHT",
        "1001, 100, -501, DESCENT",
        "25001, 301, 2000, CRUISE",
        "25001, 301, -2000, CRUISE",
        "25001, 299, 2000, CLIMB",
        "24999, 301, -2000, DESCENT",
        "24999, 301, 0, LEVEL_FLIGHT"
    })
    void thePhaseFollowsFromAltitudeSpeedAndFeetAMinute(double feet, double knots, double rate, String phase) {
        Object[] state = {7, metres(feet), 9, metresASecond(knots), 11, climbing(rate)};
        assertThat(row(state)).containsEntry("estimated_phase", phase);
        assertThat(FlightPhase.inTheAir(feet, knots, rate)).hasToString(phase);
        Object[] onGround = {7, metres(feet), 9, metresASecond(knots), 11, climbing(rate), 8, "true"};
        assertThat(row(onGround)).containsEntry("estimated_phase", "GROUND");
    }

    @Test
    void anEdgeBelongsToTheCalmerPhase() {
        assertThat(FlightPhase.inTheAir(1_000, 100, 1)).isEqualTo(FlightPhase.LEVEL_FLIGHT);
        assertThat(FlightPhase.inTheAir(25_000, 400, 0)).isEqualTo(FlightPhase.LEVEL_FLIGHT);
        assertThat(FlightPhase.inTheAir(30_000, 300, 0)).isEqualTo(FlightPhase.LEVEL_FLIGHT);
        assertThat(FlightPhase.inTheAir(5_000, 100, 500)).isEqualTo(FlightPhase.LEVEL_FLIGHT);
        assertThat(FlightPhase.inTheAir(5_000, 100, -500)).isEqualTo(FlightPhase.LEVEL_FLIGHT);
    }

    @Test
    void thePhaseIsUnknownWithoutAltitudeOrSpeedUnlessOnGround() {
        assertThat(row(7, "null", 13, "null")).containsEntry("estimated_phase", "UNKNOWN");
        assertThat(row(9, "null")).containsEntry("estimated_phase", "UNKNOWN");
        assertThat(row(9, "null", 8, "true")).containsEntry("estimated_phase", "GROUND");
        assertThat(row(7, "null")).containsEntry("estimated_phase", "LEVEL_FLIGHT");
        assertThat(row(8, "null", 11, "null")).containsEntry("estimated_phase", "LEVEL_FLIGHT");
        assertThat(row(7, "0", 11, "null")).containsEntry("estimated_phase", "LOW_ALTITUDE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 9, 10})
    void completenessCountsEightFields(int position) {
        assertThat(row(position, "null")).containsEntry("completeness_score", 0.875);
    }

    @Test
    void aTextWithoutACharacterIsNotComplete() {
        assertThat(row(1, "\"   \"")).containsEntry("completeness_score", 0.875).containsEntry("callsign", "");
        assertThat(row(2, "\"\"")).containsEntry("completeness_score", 0.875);
        assertThat(row(3, "null", 11, "null", 13, "null", 14, "null")).containsEntry("completeness_score", 1.0);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "swr12a, SWR12A, SWR",
                "' n12 ', N12, N12",
                "äb, äB, none",
                "äbc, äBC, äBC",
                "🛫1, 🛫1, none",
                "🛫12a, 🛫12A, 🛫12",
                "ab, AB, none",
                "' ', none, none"
            })
    void theAirlineIsTheBeginningOfACallsign(String callsign, @Nullable String normalized, @Nullable String airline) {
        assertThat(row(1, '"' + callsign + '"'))
                .containsEntry("callsign_normalized", normalized)
                .containsEntry("airline_code", airline);
    }

    @ParameterizedTest
    @CsvSource({
        "-125, 20, NORTH_AMERICA",
        "-66, 72, NORTH_AMERICA",
        "-125.01, 40, OTHER",
        "-65.99, 40, OTHER",
        "-100, 19.99, OTHER",
        "-100, 72.01, OTHER",
        "-15, 35, EUROPE",
        "55, 70, EUROPE",
        "-15.01, 40, OTHER",
        "55.01, 40, OTHER",
        "0, 34.99, OTHER",
        "0, 70.01, OTHER",
        "95, -45, ASIA_PACIFIC",
        "145, 20, ASIA_PACIFIC",
        "94.99, 0, OTHER",
        "145.01, 0, OTHER",
        "100, -45.01, OTHER",
        "100, 20.01, OTHER",
        "0, 0, OTHER",
        "500, 500, OTHER"
    })
    void aRegionHasItsEdges(String longitude, String latitude, String region) {
        assertThat(row(5, longitude, 6, latitude)).containsEntry("region", region);
    }
}
