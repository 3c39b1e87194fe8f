package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class DateFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Today", "YESTERDAY", "last-week", "lastweek", "tomorrow", " today"})
    void aWordThatIsNotOneOfTheThreeIsNoFilter(String word) {
        assertThat(DateFilter.named(word)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.001Z, 2026-11-20T12:00:00Z",
        "1969-12-31T23:59:59Z, 2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00Z, 9999-12-31T00:00:01Z",
        "2026-11-20T12:00:00.000001Z, 2026-11-20T13:00:00Z",
        "2026-11-20T12:00:00Z, 2026-11-20T13:00:00.0000001Z"
    })
    void aPeriodThatIsEmptyTooFarOrTooFineIsRefused(Instant from, Instant to) {
        assertThatThrownBy(() -> new Period(from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("period is " + from + " to " + to + ", expected ");
    }

    @ParameterizedTest
    @CsvSource({
        "today, 2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
        "yesterday, 2026-11-19T00:00:00Z, 2026-11-20T00:00:00Z",
        "last_week, 2026-11-13T23:59:59.999Z, 2026-11-20T23:59:59.999Z"
    })
    void aFilterIsAPeriodThatBelongsToTheEventAndNotToTheClock(String word, Instant from, Instant to) {
        Instant lastMoment = Instant.parse("2026-11-20T23:59:59.999999Z");
        assertThat(DateFilter.named(word).orElseThrow().period(lastMoment)).isEqualTo(new Period(from, to));
    }

    @Test
    void yesterdayEndsWhereTodayBeginsAndLastWeekIsSevenDays() {
        Cases.forAll(generator -> {
            Instant at = Instant.ofEpochSecond(
                    generator.number(1_000_000, Integer.MAX_VALUE), generator.number(0, 999_999_999));
            Period today = DateFilter.TODAY.period(at);
            Period yesterday = DateFilter.YESTERDAY.period(at);
            Period week = DateFilter.LAST_WEEK.period(at);
            assertThat(yesterday.to()).isEqualTo(today.from());
            assertThat(at).isAfterOrEqualTo(today.from()).isBefore(today.to());
            assertThat(yesterday.from().atOffset(ZoneOffset.UTC).toLocalDate())
                    .isEqualTo(at.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1));
            assertThat(Duration.between(week.from(), week.to())).isEqualTo(Duration.ofDays(7));
            assertThat(Duration.between(week.to(), at)).isLessThan(Duration.ofMillis(1));
        });
    }
}
