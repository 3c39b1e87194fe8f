package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.flights.Snapshots.convert;
import static routes.flights.Snapshots.snapshot;
import static routes.flights.Snapshots.state;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateReaderTest {
    private static final String CUT = "snapshot is cut off, expected a whole object with time and states";

    private static void fails(String json, String message) {
        assertThatThrownBy(() -> convert(json))
                .isExactlyInstanceOf(UnreadableSnapshot.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | snapshot is empty",
                "`  ` | snapshot is empty",
                "[] | snapshot is a list",
                "null | snapshot is null",
                "17 | snapshot is a whole number",
                "\"secret\" | snapshot is a text"
            })
    void whatIsNoObjectIsNoSnapshot(String json, String message) {
        fails(json, message + ", expected an object with time and states");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | snapshot has no time, expected one",
                "{\"states\":null} | snapshot has no time, expected one",
                "{\"states\":[]} | snapshot has no time, expected one",
                "{\"time\":1} | snapshot has no states, expected a list or null",
                "{\"time\":null,\"states\":[]} | time is null, expected a whole number of seconds",
                "{\"time\":\"1\",\"states\":[]} | time is a text, expected a whole number of seconds",
                "{\"time\":-1,\"states\":[]} | time is out of range, expected seconds of the years 1970 to 9999",
                "{\"time\":253402300800,\"states\":[]} | time is out of range, expected seconds of the years 1970 to 9999",
                "{\"time\":1,\"states\":{}} | states are an object, expected a list or null",
                "{\"time\":1,\"states\":\"\"} | states are a text, expected a list or null",
                "{\"time\":1,\"states\":false} | states are true or false, expected a list or null",
                "{\"time\":1,\"time\":1,\"states\":[]} | time is there twice, expected once",
                "{\"time\":1,\"states\":[],\"states\":[]} | states is there twice, expected once",
                "{\"time\":1,\"states\":[]}{} | snapshot has something behind its object, expected its end"
            })
    void anObjectWithoutATimeAndStatesIsNoSnapshot(String json, String message) {
        fails(json, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html>", "{time:1}", "{\"time\":1,\"states\":[[NaN]]}", "{\"time\":1,\"states\":[[\"\n\"]]}"})
    void garbageIsNamedByItsPlaceAndNotQuoted(String json) {
        assertThatThrownBy(() -> convert(json))
                .isExactlyInstanceOf(UnreadableSnapshot.class)
                .hasMessageMatching(
                        "snapshot is no JSON in UTF-8 at byte \\d+, expected an object with time and states")
                .hasNoCause();
    }

    @Test
    void anotherEncodingIsGarbage() {
        byte[] wide = snapshot(state()).getBytes(UTF_16LE);
        assertThatExceptionOfType(UnreadableSnapshot.class).isThrownBy(() -> convert(wide, 10));
        byte[] wrong = snapshot(state()).getBytes(UTF_8);
        wrong[40] = (byte) 0xff;
        assertThatExceptionOfType(UnreadableSnapshot.class).isThrownBy(() -> convert(wrong, 10));
    }

    @Test
    void aSnapshotThatIsCutOffAnywhereIsNone() {
        byte[] whole =
                snapshot(state(), state(12, "[1,2]"), state(5, "\"wrong\"")).getBytes(UTF_8);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> convert(cut, 10))
                    .isExactlyInstanceOf(UnreadableSnapshot.class)
                    .hasMessage(CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", " [ ] "})
    void aSnapshotWithoutStatesIsValidAndEmpty(String states) {
        var result = convert("{\"time\":" + Snapshots.TIME + ",\"states\":" + states + "}");
        assertThat(result.rows()).isEmpty();
        assertThat(result.rejected()).isEmpty();
        assertThat(result.converted().states()).isZero();
        assertThat(result.converted().completeness()).isZero();
        assertThat(result.converted().snapshotTime().getEpochSecond()).isEqualTo(Snapshots.TIME);
    }

    @Test
    void theTimeMayStandBehindTheStates() {
        var behind = convert("{\"more\":{\"time\":5},\"states\":[" + state() + ",7],\"time\":" + Snapshots.TIME + "}");
        var before = convert(snapshot(state(), "7"));
        assertThat(behind.parquet()).isEqualTo(before.parquet());
        assertThat(behind.rejected()).isEqualTo(before.rejected());
        assertThat(behind.converted()).isEqualTo(before.converted());
    }

    @Test
    void fieldsThatTheApiMayAddArePassedOver() {
        var result = convert("{\"a\":[1,{\"time\":\"x\"}],\"time\":" + Snapshots.TIME
                + ",\"b\":\"\\ud83d\",\"states\":[" + state() + "],\"c\":{\"states\":[1]}}");
        assertThat(result.parquet()).isEqualTo(convert(snapshot(state())).parquet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | null",
                "17 | a whole number",
                "-1.5e3 | a number with a fraction or exponent",
                "\"text\" | a text",
                "true | true or false",
                "{\"icao24\":[\"4b1814\"]} | an object"
            })
    void whatIsNoListIsRejected(String json, String name) {
        var result = convert(snapshot(json, state()));
        assertThat(result.rows()).hasSize(1);
        assertThat(result.reason()).isEqualTo("state is " + name + ", expected a list");
        assertThat(result.rejected().get(0).path("position").isNull()).isTrue();
        assertThat(result.lines().get(0)).endsWith(",\"state\":" + json + "}");
    }

    @Test
    void aStateHas17PositionsAtLeast() {
        List<String> values = List.of(state().substring(1, state().length() - 1).split(","));
        for (int count = 1; count < 17; count++) {
            var result = convert(snapshot("[" + String.join(",", values.subList(0, count)) + "]"));
            assertThat(result.reason()).isEqualTo("state has " + count + " positions, expected at least 17");
        }
        assertThat(convert(snapshot("[]")).reason()).isEqualTo("state has 0 positions, expected at least 17");
        var row17 = convert(snapshot("[" + String.join(",", values.subList(0, 17)) + "]"))
                .row();
        assertThat(row17.get("category")).isNull();
        var row18 = convert(snapshot(state())).row();
        assertThat(row18.get("category")).isEqualTo(4);
        var row20 = convert(snapshot(state(17, "4,{\"new\":[1]},\"\\ud83d\""))).row();
        assertThat(row20).isEqualTo(row18);
        row18.put("category", null);
        assertThat(row17).isEqualTo(row18);
    }

    @Test
    void theFirstThingThatIsWrongIsTheReason() {
        var result = convert(snapshot(state(3, "\"x\"", 5, "\"y\"")));
        assertThat(result.rejected().get(0).path("position").asInt()).isEqualTo(3);
        assertThat(convert(snapshot("[5]")).reason()).isEqualTo("icao24 is a whole number, expected a text");
    }

    @Test
    void aRejectedStateIsKeptAsItWasReceivedOnOneLine() {
        String wrong = "[ \"ü\\u00fc\",\r\n 5 , {\"a\" : [ 1 ]}]";
        assertThat(convert(snapshot(wrong)).rejected().get(0).path("state")).hasToString("[\"üü\",5,{\"a\":[1]}]");
    }

    @Test
    void rejectedStatesOfAnySizeAreKeptUnlessTheyAreVeryLong() {
        String states = IntStream.range(0, 400)
                .mapToObj(i -> state(1, "\"" + "x".repeat(i * 7 % 300) + "\"", 5, "\"" + i + "\""))
                .collect(Collectors.joining(" ,\n"));
        var result = convert(snapshot(states));
        assertThat(result.rejected()).hasSize(400);
        for (int i = 0; i < 400; i++) {
            assertThat(result.rejected().get(i).path("state").path(5).asText()).isEqualTo("" + i);
        }
        String large = state(2, "\"" + "x".repeat(100_000) + "\"", 5, "\"\"");
        var mixed = convert(snapshot(state(5, "\"\""), large, state(5, "\"\"")));
        assertThat(mixed.rejected())
                .extracting(line -> line.path("state").isNull())
                .containsExactly(false, true, false);
        assertThat(mixed.rejected().get(2).path("state")).hasToString(state(5, "\"\""));
    }
}
