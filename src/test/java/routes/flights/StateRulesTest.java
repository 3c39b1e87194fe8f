package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static routes.flights.Snapshots.convert;
import static routes.flights.Snapshots.snapshot;
import static routes.flights.Snapshots.state;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.flights.StateField.Kind;

class StateRulesTest {
    private static final Map<Kind, List<String>> WRONG = Map.of(
            Kind.TEXT, List.of("21", "0.5", "true", "[\"a\"]", "{\"a\":1}"),
            Kind.REAL, List.of("\"1.5\"", "\"\"", "false", "[1]", "{}"),
            Kind.TIME, List.of("\"1795286399\"", "1795286399.0", "1e9", "true", "[]", "{\"a\":[1]}"),
            Kind.TRUTH, List.of("0", "1", "\"true\"", "[true]", "{}"),
            Kind.NUMBER, List.of("\"0\"", "0.0", "false", "[0]", "{}"),
            Kind.NUMBERS, List.of("1", "\"[1]\"", "true", "{}"));

    private static final Map<StateField, String> COLUMNS = Map.of(
            StateField.BARO_ALTITUDE, "baro_altitude_m",
            StateField.VELOCITY, "velocity_ms",
            StateField.VERTICAL_RATE, "vertical_rate_ms",
            StateField.GEO_ALTITUDE, "geo_altitude_m");

    private static String column(StateField field) {
        return COLUMNS.getOrDefault(field, field.word());
    }

    private static @Nullable Object stored(StateField field, String json) {
        return convert(snapshot(state(field.ordinal(), json))).row().get(column(field));
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(StateField.values())
                .flatMap(field -> WRONG.get(field.kind).stream().map(json -> Arguments.of(field, json)));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void aValueOfTheWrongTypeRejectsItsStateAlone(StateField field, String json) {
        String wrong = state(field.ordinal(), json);
        var result = convert(snapshot(state(0, "\"aaaaaa\""), wrong, state(0, "\"bbbbbb\"")));
        assertThat(result.rows()).extracting(row -> row.get("icao24")).containsExactly("aaaaaa", "bbbbbb");
        assertThat(result.rejected()).hasSize(1);
        var line = result.rejected().get(0);
        assertThat(line.path("snapshot_time").asLong()).isEqualTo(Snapshots.TIME);
        assertThat(line.path("index").asInt()).isEqualTo(1);
        assertThat(line.path("position").asInt()).isEqualTo(field.ordinal());
        assertThat(result.lines().get(0)).endsWith(",\"state\":" + wrong + "}");
        assertThat(result.reason())
                .startsWith(field.word() + " is ")
                .contains(", expected " + field.kind.words)
                .doesNotContain("1795286399");
    }

    @ParameterizedTest
    @EnumSource(names = "ICAO24", mode = EnumSource.Mode.EXCLUDE)
    void nullIsMissingAndNotWrong(StateField field) {
        var result = convert(snapshot(state(field.ordinal(), "null")));
        assertThat(result.rejected()).isEmpty();
        assertThat(result.row().get(column(field))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"null, icao24 is null", "\"\", icao24 is blank", "\"  \", icao24 is blank"})
    void aStateOfNobodyIsRejected(String json, String reason) {
        var result = convert(snapshot(state(0, json)));
        assertThat(result.rows()).isEmpty();
        assertThat(result.reason()).isEqualTo(reason + ", expected a text");
        assertThat(result.rejected().get(0).path("position").asInt()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LONGITUDE", "LATITUDE", "BARO_ALTITUDE", "VELOCITY", "TRUE_TRACK", "VERTICAL_RATE", "GEO_ALTITUDE"
            })
    void numbersAreStoredAsTheyAre(StateField field) {
        assertThat(stored(field, "0")).isEqualTo(0.0);
        assertThat(stored(field, "0.0")).isEqualTo(0.0);
        assertThat(stored(field, "-0.0")).isEqualTo(-0.0);
        assertThat(stored(field, "12")).isEqualTo(12.0);
        assertThat(stored(field, "-12.3456")).isEqualTo(-12.3456);
        assertThat(stored(field, "1e300")).isEqualTo(1e300);
        assertThat(stored(field, "4.9E-324")).isEqualTo(Double.MIN_VALUE);
        assertThat(stored(field, "12345678901234567890123")).isEqualTo(12345678901234567890123.0);
        assertThat(stored(field, "0.1000000000000000055511151231257827021181583404541015625"))
                .isEqualTo(0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e301", "-1e301", "1e400"})
    void aNumberThatCouldNotBeToldInFeetIsRejected(String json) {
        var result = convert(snapshot(state(7, json)));
        assertThat(result.reason()).isEqualTo("baro_altitude is beyond 1.0E300, expected a number within");
    }

    @ParameterizedTest
    @CsvSource({"TIME_POSITION, time_position", "LAST_CONTACT, last_contact"})
    void timesAreThoseOfTheYears1To9999(StateField field, String column) {
        assertThat(stored(field, "0")).isEqualTo(0L);
        assertThat(stored(field, "253402300799")).isEqualTo(253_402_300_799_000L);
        assertThat(stored(field, "-62135596800")).isEqualTo(-62_135_596_800_000L);
        for (String json : List.of("253402300800", "-62135596801", "9223372036854775807", "18446744073709551616")) {
            assertThat(convert(snapshot(state(field.ordinal(), json))).reason())
                    .isEqualTo(column + " is too small or too large, expected one in the years 1 to 9999");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSITION_SOURCE", "CATEGORY"})
    void wholeNumbersHave32Bits(StateField field) {
        assertThat(stored(field, "0")).isEqualTo(0);
        assertThat(stored(field, "2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertThat(stored(field, "-2147483648")).isEqualTo(Integer.MIN_VALUE);
        for (String json : List.of("2147483648", "-2147483649", "99999999999999999999")) {
            assertThat(convert(snapshot(state(field.ordinal(), json))).reason())
                    .isEqualTo(field.word() + " is too small or too large, expected one of 32 bits");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ON_GROUND", "SPI"})
    void falseIsAValue(StateField field) {
        assertThat(stored(field, "false")).isEqualTo(false);
        assertThat(stored(field, "true")).isEqualTo(true);
    }

    @Test
    void aSquawkKeepsItsZeros() {
        assertThat(stored(StateField.SQUAWK, "\"0021\"")).isEqualTo("0021");
        assertThat(stored(StateField.SQUAWK, "\"\"")).isEqualTo("");
    }

    @Test
    void textsAreStoredInUtf8AndACallsignLosesItsPadding() {
        assertThat(stored(StateField.ORIGIN_COUNTRY, "\"Türkiye \\u20ac \\ud83d\\udeeb €𝄞\""))
                .isEqualTo("Türkiye € 🛫 €𝄞");
        assertThat(stored(StateField.CALLSIGN, "\" SWR 1  \\u0000\"")).isEqualTo("SWR 1");
        assertThat(stored(StateField.CALLSIGN, "\"        \"")).isEqualTo("");
        String text = "ü".repeat(50_000);
        assertThat(stored(StateField.ORIGIN_COUNTRY, '"' + text + '"')).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\ud83d\"", "\"\\ud83da\"", "\"\\udeeb\\ud83d\""})
    void halfACharacterIsRejected(String json) {
        assertThat(convert(snapshot(state(2, json))).reason())
                .isEqualTo("origin_country has half a character, expected whole ones");
    }

    @Test
    void sensorsAreAListOfAnyLength() {
        assertThat(stored(StateField.SENSORS, "[]")).isEqualTo(List.of());
        assertThat(stored(StateField.SENSORS, "[0]")).isEqualTo(List.of(0));
        List<Integer> many = IntStream.range(0, StateRules.MOST_SENSORS).boxed().toList();
        assertThat(stored(StateField.SENSORS, many.toString())).isEqualTo(many);
        String tooMany = IntStream.rangeClosed(0, StateRules.MOST_SENSORS)
                .boxed()
                .toList()
                .toString();
        for (String json :
                List.of("[null]", "[1,\"2\"]", "[1.0]", "[2147483648]", "[[1],{\"a\":[2]},3]", "[1e2]", tooMany)) {
            var result = convert(snapshot(state(12, json, 14, "17"), state()));
            assertThat(result.reason())
                    .isEqualTo("sensors is another list, expected up to 4096 whole numbers of 32 bits");
            assertThat(result.rows()).hasSize(1);
        }
    }
}
