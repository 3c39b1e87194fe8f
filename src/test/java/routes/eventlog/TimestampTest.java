package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class TimestampTest {

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T13:45:00Z, 2024-02-29T13:45:00Z",
        "2024-02-29T13:45:00, 2024-02-29T13:45:00Z",
        "2024-02-29 13:45:00, 2024-02-29T13:45:00Z",
        "2024-02-29T13:45, 2024-02-29T13:45:00Z",
        "2024-02-29T13:45Z, 2024-02-29T13:45:00Z",
        "2024-02-29T13:45+02:00, 2024-02-29T11:45:00Z",
        "2024-02-29T13:45:00+0530, 2024-02-29T08:15:00Z",
        "2024-02-29T13:45:00-05, 2024-02-29T18:45:00Z",
        "2024-02-29T13:45:00-00:00, 2024-02-29T13:45:00Z",
        "2024-03-01T00:30:00+01:00, 2024-02-29T23:30:00Z",
        "2024-02-29T13:45:00.5Z, 2024-02-29T13:45:00.5Z",
        "'2024-02-29T13:45:00,25Z', 2024-02-29T13:45:00.25Z",
        "2024-02-29T13:45:00.123456789Z, 2024-02-29T13:45:00.123456Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00+18:00, 0000-12-31T06:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void everyWayToWriteATimeIsRead(String text, String time) {
        assertThat(Timestamp.micros(text)).hasValue(micros(Instant.parse(time)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-02-29",
                "2024-02-29T13",
                "2024-02-29T13:4",
                "2024-02-29T13-45",
                "2024-02-29t13:45:00Z",
                "2024-02-29T13:45:00z",
                "2024-02-29T13:45:0",
                "2024-02-29T13:45:",
                "2024-02-29T24:00:00Z",
                "2024-02-29T13:60:00Z",
                "2024-02-29T13:45:60Z",
                "2024-02-29T-1:45:00Z",
                "2024-02-29T13:45:00.Z",
                "2024-02-29T13:45:00.1234567890Z",
                "2024-02-29T13:45:00ZZ",
                "2024-02-29T13:45:00Z ",
                " 2024-02-29T13:45:00Z",
                "2024-02-29T13:45:00+1",
                "2024-02-29T13:45:00+1:00",
                "2024-02-29T13:45:00+01:60",
                "2024-02-29T13:45:00+18:01",
                "2024-02-29T13:45:00 01:00",
                "2024-02-29T13:45:00+01:00:00",
                "2023-02-29T13:45:00Z",
                "0000-01-01T00:00:00Z",
                "20240229T134500Z",
                "٢٠٢٤-02-29T13:45:00Z"
            })
    void whatIsNoTimeIsNotMadeOne(String text) {
        assertThat(Timestamp.micros(text)).isEmpty();
    }

    @Test
    void everyTimeInEveryOffsetIsTheTimeThatItIs() {
        Cases.forAll(cases -> {
            LocalDateTime local = LocalDateTime.of(
                            cases.number(1, 9999), 1, 1, cases.number(0, 23), cases.number(0, 59), cases.number(0, 59))
                    .withDayOfYear(cases.number(1, 365))
                    .plusNanos(1000L * cases.number(0, 999_999));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * cases.number(-18 * 60, 18 * 60));
            String text = local.atOffset(offset).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            assertThat(Timestamp.micros(text)).as(text).hasValue(micros(local.toInstant(offset)));
        });
    }

    @Test
    void noTextWhateverMakesItFail() {
        Cases.forAll(cases -> {
            String text = cases.text(30);
            assertThat(Timestamp.micros(text)).as(text).isEmpty();
            StringBuilder almost = new StringBuilder("2024-02-29T13:45:00.123+01:00");
            almost.setCharAt(cases.number(0, almost.length() - 1), cases.text(1).charAt(0));
            almost.setLength(cases.number(0, almost.length()));
            Timestamp.micros(almost.toString());
        });
    }
}
