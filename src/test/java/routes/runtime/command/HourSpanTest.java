package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HourSpanTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11",
                "2026-02-30",
                "2026-11-19T24",
                "2026-11-19T07:30",
                "2026-11-19 07:30:00Z",
                "T07"
            })
    void whatIsNeitherADayNorAnHourNorATimeIsRefused(String text) {
        assertThatThrownBy(() -> HourSpan.parse(text)).isInstanceOf(DateTimeParseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-19, 2026-11-19T00:00:00Z, 2026-11-19T23:00:00Z",
        "2026-11-19T07, 2026-11-19T07:00:00Z, 2026-11-19T07:00:00Z",
        "2026-11-19T07:30:00Z, 2026-11-19T07:00:00Z, 2026-11-19T07:00:00Z",
        "2026-11-19T07:30:00.5+05:30, 2026-11-19T02:00:00Z, 2026-11-19T02:00:00Z"
    })
    void eachNamesItsHoursInUtc(String text, Instant first, Instant last) {
        assertThat(HourSpan.parse(text)).isEqualTo(new HourSpan(first, last));
    }
}
