package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "7, PT7S", "' 120 ', PT2M", "999999999, PT999999999S"})
    void secondsAreAWait(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @Test
    void aDateIsAWaitFromNow() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 01:02:03 GMT", NOW)).contains(Duration.ofSeconds(123));
    }

    @Test
    void aDateThatHasGoneByIsNoWait() {
        assertThat(RetryAfter.parse("Thu, 19 Nov 2026 01:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "1.5",
                "+5",
                "\u0665",
                "1000000000000",
                "2026-11-20T01:02:03Z",
                "Mon, 20 Nov 2026 01:02:03 GMT",
                "Fri, 31 Nov 2026 01:02:03 GMT",
                "7; drop"
            })
    void anythingElseIsNoWish(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void anyTextIsReadWithoutAnErrorAndNeverAsANegativeWait() {
        Cases.forAll(generator -> assertThat(
                        RetryAfter.parse(generator.text(30), NOW).orElse(Duration.ZERO))
                .isGreaterThanOrEqualTo(Duration.ZERO));
    }
}
