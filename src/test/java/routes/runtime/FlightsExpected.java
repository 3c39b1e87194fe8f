package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a processed file and its report must hold, computed by DuckDB from the API's own answer. */
final class FlightsExpected {
    /** Columns and their types, as the specification has them. */
    static final Map<String, String> TYPES = types();

    /** A state's positions under the names of the columns that have them as they are. */
    private static final String STATES = """
            SELECT to_timestamp(time) AS snapshot_time, s->>'$[0]' AS icao24, trim(s->>'$[1]') AS callsign,
                s->>'$[2]' AS origin_country, to_timestamp((s->>'$[3]')::BIGINT) AS time_position,
                to_timestamp((s->>'$[4]')::BIGINT) AS last_contact, (s->>'$[5]')::DOUBLE AS longitude,
                (s->>'$[6]')::DOUBLE AS latitude, (s->>'$[7]')::DOUBLE AS baro_altitude_m,
                (s->>'$[8]')::BOOLEAN AS on_ground, (s->>'$[9]')::DOUBLE AS velocity_ms,
                (s->>'$[10]')::DOUBLE AS true_track, (s->>'$[11]')::DOUBLE AS vertical_rate_ms,
                NULL::INTEGER[] AS sensors, (s->>'$[13]')::DOUBLE AS geo_altitude_m, s->>'$[14]' AS squawk,
                (s->>'$[15]')::BOOLEAN AS spi, (s->>'$[16]')::INTEGER AS position_source,
                (s->>'$[17]')::INTEGER AS category
            FROM (SELECT time, unnest(states) AS s FROM read_json('%s',
                columns = {time: 'BIGINT', states: 'JSON[]'}, maximum_object_size = 100000000))
            """;

    private static final String MEASURED = """
            SELECT *, baro_altitude_m * 3.28084::DOUBLE AS baro_altitude_ft,
                geo_altitude_m * 3.28084::DOUBLE AS geo_altitude_ft,
                velocity_ms * 1.94384::DOUBLE AS velocity_knots,
                vertical_rate_ms * 196.8504::DOUBLE AS vertical_rate_fpm,
                longitude IS NOT NULL AND latitude IS NOT NULL AS has_position,
                baro_altitude_m IS NOT NULL OR geo_altitude_m IS NOT NULL AS has_altitude,
                velocity_ms IS NOT NULL AS has_velocity, coalesce(baro_altitude_ft, geo_altitude_ft) AS feet,
                coalesce(vertical_rate_fpm, 0) AS fpm, upper(nullif(callsign, '')) AS callsign_normalized
            FROM states
            """;

    private static final String ROWS = """
            SELECT * EXCLUDE (feet, fpm), CASE WHEN feet IS NULL THEN 'UNKNOWN' WHEN feet < 1000 THEN 'LOW'
                WHEN feet < 18000 THEN 'MEDIUM' WHEN feet < 35000 THEN 'HIGH' ELSE 'VERY_HIGH' END AS altitude_category,
                CASE WHEN velocity_knots IS NULL THEN 'UNKNOWN' WHEN velocity_knots < 50 THEN 'SLOW'
                WHEN velocity_knots < 200 THEN 'TAXI' WHEN velocity_knots < 400 THEN 'APPROACH'
                WHEN velocity_knots < 600 THEN 'CRUISE' ELSE 'HIGH_SPEED' END AS speed_category,
                CASE WHEN on_ground THEN 'GROUND' WHEN feet IS NULL OR velocity_knots IS NULL THEN 'UNKNOWN'
                WHEN feet < 1000 THEN CASE WHEN fpm > 0 THEN 'TAKEOFF' WHEN fpm < 0 THEN 'LANDING' ELSE 'LOW_ALTITUDE' END
                WHEN feet > 25000 AND velocity_knots > 300 THEN 'CRUISE' WHEN fpm > 500 THEN 'CLIMB'
                WHEN fpm < -500 THEN 'DESCENT' ELSE 'LEVEL_FLIGHT' END AS estimated_phase,
                round(((icao24 IS NOT NULL)::INT + (callsign_normalized IS NOT NULL)::INT + (origin_country IS NOT NULL)::INT
                + (longitude IS NOT NULL)::INT + (latitude IS NOT NULL)::INT + (baro_altitude_m IS NOT NULL)::INT
                + has_velocity::INT + (true_track IS NOT NULL)::INT) / 8, 3) AS completeness_score,
                CASE WHEN length(callsign_normalized) >= 3 THEN left(callsign_normalized, 3) END AS airline_code,
                CASE WHEN NOT has_position THEN 'UNKNOWN'
                WHEN longitude BETWEEN -125 AND -66 AND latitude BETWEEN 20 AND 72 THEN 'NORTH_AMERICA'
                WHEN longitude BETWEEN -15 AND 55 AND latitude BETWEEN 35 AND 70 THEN 'EUROPE'
                WHEN longitude BETWEEN 95 AND 145 AND latitude BETWEEN -45 AND 20 THEN 'ASIA_PACIFIC'
                ELSE 'OTHER' END AS region, '%s'::TIMESTAMPTZ AS fetched_at
            FROM measured
            """;

    /** Those checks that one line says, by the names of the report. */
    private static final String SCORES = """
            SELECT (count(icao24) + count(longitude) + count(latitude) + count(baro_altitude_ft) + count(velocity_knots)
                + count(last_contact)) / (6.0 * count(*)) AS completeness,
                count(DISTINCT icao24) / count(*) AS uniqueness,
                (sum(has_position::INT) + sum(has_altitude::INT) + sum(has_velocity::INT)) / (3.0 * count(*)) AS accuracy,
                avg((epoch(snapshot_time) - epoch(last_contact) <= 300)::INT) AS timeliness,
                avg(CASE WHEN callsign IS NOT NULL THEN (length(callsign) BETWEEN 1 AND 8)::INT END) AS callsign_format,
                avg((abs(baro_altitude_ft - geo_altitude_ft) <= 1000)::INT) AS altitude_consistency,
                avg(CASE WHEN on_ground THEN velocity_knots <= 60 ELSE velocity_knots >= 40 END::INT) AS speed_consistency,
                1 - (count(*) FILTER (abs(baro_altitude_ft - am) > 3 * ad) + count(*) FILTER (abs(velocity_knots - vm) > 3 * vd))
                / count(*) AS anomaly_detection
            FROM found, (SELECT avg(baro_altitude_ft) AS am, stddev_samp(baro_altitude_ft) AS ad,
                avg(velocity_knots) AS vm, stddev_samp(velocity_knots) AS vd FROM found)
            """;

    private FlightsExpected() {}

    /** Both sides have the same rows in the same columns, each as often, and the report tells of them. */
    static void areTheRowsAndScores(byte[] answer, String fetchedAt, byte[] parquet, Map<String, Object> report) {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            Path json = Files.createTempFile("answer-", ".json");
            Path file = Files.createTempFile("processed-", ".parquet");
            try {
                Files.write(json, answer);
                Files.write(file, parquet);
                duck.createStatement().execute("SET TimeZone = 'UTC'");
                duck.createStatement().execute("CREATE TABLE states AS " + STATES.formatted(json));
                duck.createStatement().execute("CREATE TABLE measured AS " + MEASURED);
                duck.createStatement().execute("CREATE TABLE expected AS " + ROWS.formatted(fetchedAt));
                duck.createStatement().execute("CREATE TABLE found AS FROM read_parquet('" + file + "')");
                compare(duck);
                compare(DuckDbFile.rows(duck, SCORES).get(0), report);
            } finally {
                Files.delete(json);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compare(Connection duck) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        DuckDbFile.rows(duck, "DESCRIBE found")
                .forEach(row ->
                        types.put(String.valueOf(row.get("column_name")), String.valueOf(row.get("column_type"))));
        assertThat(new ArrayList<>(types.entrySet())).isEqualTo(new ArrayList<>(TYPES.entrySet()));
        String columns = String.join(", ", TYPES.keySet());
        String expected = "SELECT " + columns + " FROM expected";
        String found = "SELECT " + columns + " FROM found";
        assertThat(DuckDbFile.rows(duck, expected + " EXCEPT ALL " + found))
                .as("rows that are missing")
                .isEmpty();
        assertThat(DuckDbFile.rows(duck, found + " EXCEPT ALL " + expected))
                .as("rows too many")
                .isEmpty();
    }

    private static void compare(Map<String, Object> scores, Map<String, Object> report) {
        List<?> results = (List<?>) report.get("individual_results");
        assertThat(results).hasSize(16);
        double sum = 0;
        for (Object result : results) {
            Map<?, ?> check = (Map<?, ?>) result;
            double score = ((Number) check.get("score")).doubleValue();
            Object expected = scores.remove(String.valueOf(check.get("check")));
            if (expected != null) {
                assertThat(score)
                        .as("%s", check.get("check"))
                        .isCloseTo(((Number) expected).doubleValue(), within(1e-9));
            }
            assertThat(check.get("passed")).isEqualTo(score >= ((Number) check.get("threshold")).doubleValue());
            sum += score;
        }
        assertThat(scores).as("checks that the report does not have").isEmpty();
        assertThat(((Number) report.get("overall_score")).doubleValue()).isCloseTo(sum / 16, within(0.0005));
    }

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        String all =
                "snapshot_time T, icao24 V, callsign V, origin_country V, time_position T, last_contact T, longitude D,"
                        + " latitude D, baro_altitude_m D, baro_altitude_ft D, on_ground B, velocity_ms D, velocity_knots D,"
                        + " true_track D, vertical_rate_ms D, vertical_rate_fpm D, sensors L, geo_altitude_m D, geo_altitude_ft D,"
                        + " squawk V, spi B, position_source I, category I, has_position B, has_altitude B, has_velocity B,"
                        + " altitude_category V, speed_category V, estimated_phase V, completeness_score D, callsign_normalized V,"
                        + " airline_code V, region V, fetched_at T";
        Map<String, String> names = Map.of(
                "T", "TIMESTAMP WITH TIME ZONE",
                "V", "VARCHAR",
                "D", "DOUBLE",
                "B", "BOOLEAN",
                "I", "INTEGER",
                "L", "INTEGER[]");
        for (String column : all.split(", ")) {
            types.put(column.split(" ")[0], names.get(column.split(" ")[1]));
        }
        return types;
    }
}
