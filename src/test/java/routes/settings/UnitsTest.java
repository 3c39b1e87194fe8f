package routes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "5 M, PT5M", "12h, PT12H", "2d, PT48H"})
    void durationsHaveUnits(String text, Duration duration) {
        assertThat(Units.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"7B, 7", "64KiB, 65536", "100MiB, 104857600", "1GiB, 1073741824", "2 tib, 2199023255552"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(Units.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-5m", "1.5m", "5min", "5m5s", "PT5M", "5KiB", "\u0665m"})
    void aDurationWithoutANumberAndAUnitIsRefused(String text) {
        assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "MiB", "-5MiB", "5MB", "5s", "1e3B"})
    void aSizeWithoutANumberAndAUnitIsRefused(String text) {
        assertThatThrownBy(() -> Units.size(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSizeThatNoNumberHoldsIsNotCutSilently() {
        assertThatThrownBy(() -> Units.size("999999999999999TiB")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void whatIsWrittenWithAUnitIsReadAsIt() {
        Cases.forAll(generator -> {
            int number = generator.number(0, 1_000_000);
            assertThat(Units.duration(number + "ms")).isEqualTo(Duration.ofMillis(number));
            assertThat(Units.size(number + "KiB")).isEqualTo(number * 1024L);
        });
    }

    @ParameterizedTest
    @CsvSource({"20/s, PT0.05S", "30/m, PT2S", "100/h, PT36S", "' 1 / S ', PT1S"})
    void aRateIsSpacedEvenly(String text, Duration spacing) {
        assertThat(Rate.parse(text).spacing()).isEqualTo(spacing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "20/", "/s", "20/d", "0/s", "-1/s", "1.5/s", "20/s/s", "2000000000/s"})
    void aRateThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
