package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import local.OpenSkyStates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.Cases;

/** What conversion makes of any snapshot is what a tree of its JSON and exact numbers come to. */
@Tag("property")
class ConversionPropertiesTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();
    private static final Set<Integer> TEXTS = Set.of(0, 1, 2, 14);
    private static final Set<Integer> WHOLE = Set.of(3, 4, 16, 17);
    private static final Set<Integer> TRUTHS = Set.of(8, 15);
    private static final Set<String> FOLLOWING =
            Set.of("baro_altitude_ft", "geo_altitude_ft", "velocity_knots", "vertical_rate_fpm");

    @TempDir
    Path directory;

    /** What is expected of a snapshot. */
    private record Expected(List<Map<String, @Nullable Object>> rows, List<Integer> rejected, int duplicates) {}

    @Test
    void anySnapshotBecomesTheRowsThatItsTreeComesTo() {
        Cases.forAll(cases -> {
            String json = snapshot(cases);
            var result = Snapshots.convert(json.getBytes(UTF_8), cases.number(1, 200));
            Expected expected = expected(json);
            assertThat(result.rejected())
                    .extracting(line -> line.path("index").asInt())
                    .isEqualTo(expected.rejected());
            assertThat(result.converted().duplicates()).isEqualTo(expected.duplicates());
            assertSame(result.rows(), expected.rows());
            assertThat(Snapshots.convert(json.getBytes(UTF_8), 200).rows()).isEqualTo(result.rows());
        });
    }

    @Test
    void theSameSnapshotBecomesTheSameBytes() {
        Cases.forAll(cases -> {
            byte[] json = snapshot(cases).getBytes(UTF_8);
            var first = Snapshots.convert(json, 100);
            var second = Snapshots.convert(json, 100);
            assertThat(second.parquet()).isEqualTo(first.parquet());
            assertThat(second.lines()).isEqualTo(first.lines());
        });
    }

    @Test
    void duckDbReadsWhatTheTreeComesTo() throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET threads = 1");
            Cases.forAll(cases -> {
                String json = snapshot(cases);
                Path file = directory.resolve("states.parquet");
                Files.write(
                        file,
                        Snapshots.convert(json.getBytes(UTF_8), cases.number(1, 200))
                                .parquet());
                assertSame(query(statement, file), expected(json).rows());
            });
        }
    }

    @Test
    void generatedAnswersAreValidAndComplete() {
        Cases.forAll(cases -> {
            long seed = cases.random().nextLong();
            int aircraft = cases.number(1, 300);
            OpenSkyStates states =
                    new OpenSkyStates(seed, aircraft, cases.random().nextBoolean());
            states.answer(Snapshots.TIME);
            byte[] json = states.answer(Snapshots.TIME + 300);
            var result = Snapshots.convert(json, 1_000);
            assertThat(result.converted().valid()).isEqualTo(aircraft);
            assertSame(result.rows(), expected(new String(json, UTF_8)).rows());
        });
    }

    private static String snapshot(Cases cases) {
        List<String> states = new ArrayList<>();
        int count = cases.number(0, 60);
        for (int i = 0; i < count; i++) {
            if (!states.isEmpty() && cases.number(0, 9) == 0) {
                states.add(states.get(cases.number(0, states.size() - 1)));
            } else if (cases.number(0, 29) == 0) {
                states.add(List.of("null", "7", "\"x\"", "{}", "[]", "[\"a\",null]")
                        .get(cases.number(0, 5)));
            } else {
                states.add(state(cases));
            }
        }
        String space = List.of("", " ", "\n  ").get(cases.number(0, 2));
        String list = "\"states\":"
                + (count == 0 && cases.random().nextBoolean()
                        ? "null"
                        : "[" + space + String.join("," + space, states) + "]");
        String time = "\"time\":" + (Snapshots.TIME + cases.number(-1_000_000, 1_000_000));
        return "{" + space + (cases.number(0, 4) == 0 ? list + "," + time : time + "," + list) + "}";
    }

    private static String state(Cases cases) {
        int length =
                List.of(17, 18, 18, 18, 19, cases.number(0, 16)).get(cases.number(0, cases.number(0, 9) == 0 ? 5 : 4));
        return IntStream.range(0, length)
                .mapToObj(position -> value(cases, position))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String value(Cases cases, int position) {
        int kind = cases.number(0, 299);
        if (kind == 0) {
            return List.of("\"1\"", "1", "1.5", "true", "[1,null]", "{}", "[]", "1e2")
                    .get(cases.number(0, 7));
        }
        if (kind < 30 && position > 0) {
            return "null";
        }
        return switch (position) {
            case 0 -> "\"" + (kind < 40 ? cases.number(0, 9) : "%06x".formatted(cases.number(0, 300))) + "\"";
            case 1 ->
                quoted(
                        kind < 60
                                ? " ".repeat(cases.number(0, 8))
                                : cases.number(0, 1) == 0 ? "swr%d ".formatted(kind) : cases.text(8));
            case 2, 14 -> quoted(position == 14 ? "%04d".formatted(kind) : cases.text(12));
            case 3, 4 ->
                Long.toString(
                        kind < 40 ? -kind * 1_000_000_000L * cases.number(0, 1) : Snapshots.TIME - cases.number(0, 3));
            case 8, 15 -> Boolean.toString(cases.number(0, 3) == 0);
            case 12 ->
                IntStream.range(0, cases.number(0, 4))
                        .mapToObj(i -> "" + cases.number(-5, 5))
                        .toList()
                        .toString();
            case 16, 17 -> "" + (kind < 35 ? Integer.MIN_VALUE : cases.number(0, 20));
            default -> number(cases, position);
        };
    }

    private static String number(Cases cases, int position) {
        double most = position == 5 ? 180 : position == 6 ? 90 : position == 11 ? 15 : position == 9 ? 350 : 14_000;
        double value = position == 9 || position == 10
                ? cases.random().nextDouble() * most
                : (cases.random().nextDouble() * 2 - 1) * most;
        return switch (cases.number(0, 9)) {
            case 0 -> "0";
            case 1 -> "-0.0";
            case 2 -> Long.toString((long) value);
            case 3 -> Double.toString(value * 1e-300);
            case 4 -> Double.toString(value * Math.pow(10, cases.number(-12, 290)));
            case 5 -> new BigDecimal(value).toPlainString();
            default -> String.format(Locale.ROOT, "%.4f", value);
        };
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Expected expected(String json) throws IOException {
        JsonNode snapshot = JSON.readTree(json);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<Integer> rejected = new ArrayList<>();
        Set<List<JsonNode>> seen = new HashSet<>();
        int duplicates = 0;
        for (int i = 0; i < snapshot.path("states").size(); i++) {
            JsonNode state = snapshot.path("states").path(i);
            boolean right = state.isArray() && state.size() >= 17;
            for (int position = 0; right && position < Math.min(18, state.size()); position++) {
                right = fits(state.get(position), position);
            }
            if (!right) {
                rejected.add(i);
            } else if (seen.add(List.of(state.get(0), state.get(4)))) {
                rows.add(row(state, snapshot.get("time").asLong()));
            } else {
                duplicates++;
            }
        }
        return new Expected(rows, rejected, duplicates);
    }

    private static boolean fits(JsonNode value, int position) {
        if (value.isNull()) {
            return position > 0;
        }
        if (TEXTS.contains(position)) {
            return value.isTextual();
        }
        if (WHOLE.contains(position)) {
            return value.isIntegralNumber();
        }
        if (TRUTHS.contains(position)) {
            return value.isBoolean();
        }
        if (position == 12) {
            boolean numbers = value.isArray();
            for (JsonNode one : value) {
                numbers &= one.isIntegralNumber();
            }
            return numbers;
        }
        return value.isNumber();
    }

    private static Map<String, @Nullable Object> row(JsonNode state, long time) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        BigDecimal longitude = number(state.get(5));
        BigDecimal latitude = number(state.get(6));
        BigDecimal barometric = number(state.get(7));
        BigDecimal velocity = number(state.get(9));
        BigDecimal rate = number(state.get(11));
        BigDecimal geometric = number(state.get(13));
        BigDecimal feet = times(barometric == null ? geometric : barometric, "3.28084");
        BigDecimal knots = times(velocity, "1.94384");
        BigDecimal feetPerMinute = times(rate, "196.8504");
        String callsign = text(state.get(1));
        String trimmed = callsign == null ? null : callsign.replaceAll("^[\\x00- ]+|[\\x00- ]+$", "");
        row.put("snapshot_time", time * 1000);
        row.put("icao24", text(state.get(0)));
        row.put("callsign", trimmed);
        row.put("origin_country", text(state.get(2)));
        row.put(
                "time_position",
                state.get(3).isNull() ? null : (Long) (state.get(3).asLong() * 1000));
        row.put(
                "last_contact",
                state.get(4).isNull() ? null : (Long) (state.get(4).asLong() * 1000));
        row.put("longitude", longitude);
        row.put("latitude", latitude);
        row.put("baro_altitude_m", barometric);
        row.put("baro_altitude_ft", times(barometric, "3.28084"));
        row.put(
                "on_ground",
                state.get(8).isNull() ? null : (Boolean) state.get(8).asBoolean());
        row.put("velocity_ms", velocity);
        row.put("velocity_knots", knots);
        row.put("true_track", number(state.get(10)));
        row.put("vertical_rate_ms", rate);
        row.put("vertical_rate_fpm", feetPerMinute);
        row.put("sensors", sensors(state.get(12)));
        row.put("geo_altitude_m", geometric);
        row.put("geo_altitude_ft", times(geometric, "3.28084"));
        row.put("squawk", text(state.get(14)));
        row.put("spi", state.get(15).isNull() ? null : (Boolean) state.get(15).asBoolean());
        row.put(
                "position_source",
                state.get(16).isNull() ? null : (Integer) state.get(16).asInt());
        row.put(
                "category",
                !state.path(17).isNumber() ? null : (Integer) state.get(17).asInt());
        row.put("has_position", longitude != null && latitude != null);
        row.put("has_altitude", feet != null);
        row.put("has_velocity", knots != null);
        row.put("altitude_category", word(feet, "LOW", "1000", "MEDIUM", "18000", "HIGH", "35000", "VERY_HIGH"));
        row.put(
                "speed_category",
                word(knots, "SLOW", "50", "TAXI", "200", "APPROACH", "400", "CRUISE", "600", "HIGH_SPEED"));
        row.put("estimated_phase", phase(state.get(8).asBoolean(false), feet, knots, feetPerMinute));
        long present = Stream.of(longitude, latitude, barometric, velocity, number(state.get(10)))
                        .filter(value -> value != null)
                        .count()
                + Stream.of(text(state.get(0)), trimmed, text(state.get(2)))
                        .filter(value -> value != null && !value.isEmpty())
                        .count();
        row.put("completeness_score", BigDecimal.valueOf(present * 125, 3));
        String normalized = trimmed == null || trimmed.isEmpty() ? null : capitals(trimmed);
        row.put("callsign_normalized", normalized);
        boolean airline = normalized != null && normalized.codePointCount(0, normalized.length()) >= 3;
        row.put("airline_code", airline ? normalized.substring(0, normalized.offsetByCodePoints(0, 3)) : null);
        row.put("region", region(longitude, latitude));
        row.put("fetched_at", Snapshots.FETCHED_AT.toEpochMilli());
        return row;
    }

    private static String phase(
            boolean ground, @Nullable BigDecimal feet, @Nullable BigDecimal knots, @Nullable BigDecimal rate) {
        if (ground) {
            return "GROUND";
        }
        if (feet == null || knots == null) {
            return "UNKNOWN";
        }
        double climb =
                rate == null ? 0 : rate.signum() * Math.max(1e-9, rate.abs().doubleValue());
        if (feet.compareTo(BigDecimal.valueOf(1000)) < 0) {
            return climb > 0 ? "TAKEOFF" : climb < 0 ? "LANDING" : "LOW_ALTITUDE";
        }
        if (feet.doubleValue() > 25_000 && knots.doubleValue() > 300) {
            return "CRUISE";
        }
        return climb > 500 ? "CLIMB" : climb < -500 ? "DESCENT" : "LEVEL_FLIGHT";
    }

    private static String region(@Nullable BigDecimal longitude, @Nullable BigDecimal latitude) {
        if (longitude == null || latitude == null) {
            return "UNKNOWN";
        }
        double[][] boxes = {{-125, -66, 20, 72}, {-15, 55, 35, 70}, {95, 145, -45, 20}};
        String[] names = {"NORTH_AMERICA", "EUROPE", "ASIA_PACIFIC"};
        for (int i = 0; i < boxes.length; i++) {
            double[] box = boxes[i];
            double x = longitude.doubleValue();
            double y = latitude.doubleValue();
            if (box[0] <= x && x <= box[1] && box[2] <= y && y <= box[3]) {
                return names[i];
            }
        }
        return "OTHER";
    }

    /** The word before the first limit that is larger. */
    private static String word(@Nullable BigDecimal value, String... wordsAndLimits) {
        if (value == null) {
            return "UNKNOWN";
        }
        int i = 0;
        while (i + 1 < wordsAndLimits.length && value.compareTo(new BigDecimal(wordsAndLimits[i + 1])) >= 0) {
            i += 2;
        }
        return wordsAndLimits[i];
    }

    private static String capitals(String text) {
        return text.chars()
                .map(letter -> letter < 128 ? Character.toUpperCase(letter) : letter)
                .collect(StringBuilder::new, (into, letter) -> into.append((char) letter), StringBuilder::append)
                .toString();
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        return value.isNull() ? null : value.decimalValue();
    }

    private static @Nullable BigDecimal times(@Nullable BigDecimal value, String factor) {
        return value == null ? null : value.multiply(new BigDecimal(factor));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    private static @Nullable List<Integer> sensors(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        List<Integer> numbers = new ArrayList<>();
        value.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /** What is stored as it is has the nearest number; what follows from it may differ by 1e-9 of its size. */
    private static void assertSame(
            List<Map<String, @Nullable Object>> rows, List<Map<String, @Nullable Object>> expected) {
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).keySet())
                    .containsExactlyElementsOf(expected.get(i).keySet());
            for (Map.Entry<String, @Nullable Object> field : expected.get(i).entrySet()) {
                Object found = rows.get(i).get(field.getKey());
                if (found instanceof Double real && field.getValue() instanceof BigDecimal exact) {
                    double difference = Math.abs(real - exact.doubleValue());
                    assertThat(difference)
                            .as("row %s %s: %s is %s", i, field.getKey(), exact, real)
                            .isLessThanOrEqualTo(
                                    FOLLOWING.contains(field.getKey()) ? 1e-9 * Math.max(1, Math.abs(real)) : 0);
                } else {
                    assertThat(found).as("row %s %s", i, field.getKey()).isEqualTo(field.getValue());
                }
            }
        }
    }

    private static List<Map<String, @Nullable Object>> query(Statement statement, Path file) throws SQLException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), plain(result.getObject(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toEpochMilli();
        }
        return value instanceof Array array ? List.of((Object[]) array.getArray()) : value;
    }
}
