package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class ScheduleTest {
    private static final Schedule DAILY = Schedule.parse("0 0 1 * * ?");

    @Test
    void everyTimeAfterTheFirstAndUpToTheLastIsDueInOrder() {
        assertThat(DAILY.due(at("2026-11-17T01:00:00Z"), at("2026-11-20T01:00:00Z"), 10))
                .containsExactly(at("2026-11-18T01:00:00Z"), at("2026-11-19T01:00:00Z"), at("2026-11-20T01:00:00Z"));
    }

    @Test
    void aMomentBeforeItsTimeNothingIsDue() {
        assertThat(DAILY.due(at("2026-11-19T01:00:00Z"), at("2026-11-20T00:59:59.999Z"), 10))
                .isEmpty();
    }

    @Test
    void onlyTheLatestAreDueWhenThereAreTooMany() {
        assertThat(DAILY.due(at("2026-01-01T00:00:00Z"), at("2026-11-20T12:00:00Z"), 2))
                .containsExactly(at("2026-11-19T01:00:00Z"), at("2026-11-20T01:00:00Z"));
    }

    @Test
    void ofNoneNothingIsDue() {
        assertThat(DAILY.due(at("2026-11-17T01:00:00Z"), at("2026-11-20T01:00:00Z"), 0))
                .isEmpty();
    }

    @Test
    void aRangeThatEndsBeforeItStartsHasNothingDue() {
        assertThat(DAILY.due(at("2026-11-20T01:00:00Z"), at("2026-11-17T01:00:00Z"), 10))
                .isEmpty();
    }

    @Test
    void aYearHasOneTimeADayAlsoWhereClocksAreChanged() {
        List<Instant> due = DAILY.due(at("2025-12-31T12:00:00Z"), at("2026-12-31T12:00:00Z"), 1_000);
        assertThat(due).hasSize(365);
        assertThat(due)
                .allSatisfy(time ->
                        assertThat(time.atZone(ZoneOffset.UTC).toLocalTime()).hasToString("01:00"));
    }

    @Test
    void aScheduleThatHasEndedHasNothingDue() {
        assertThat(Schedule.parse("0 0 1 * * ? 2025").due(at("2026-01-01T00:00:00Z"), at("2026-11-20T00:00:00Z"), 10))
                .isEmpty();
    }

    @Test
    void rangesThatFollowEachOtherShareNoTimeAndMissNone() {
        Schedule often = Schedule.parse("0 */10 * * * ?");
        Cases.forAll(generator -> {
            Instant from = Instant.ofEpochMilli(1_763_000_000_000L + generator.number(0, 1_000_000_000));
            Instant middle = from.plusMillis(generator.number(0, 10_000_000));
            Instant to = middle.plusMillis(generator.number(0, 10_000_000));
            List<Instant> parts = new ArrayList<>(often.due(from, middle, 10_000));
            parts.addAll(often.due(middle, to, 10_000));
            assertThat(parts).isEqualTo(often.due(from, to, 10_000));
            assertThat(parts).doesNotHaveDuplicates().isSorted();
            assertThat(Duration.between(from, to).toMinutes() / 10).isBetween(parts.size() - 1L, parts.size() + 1L);
        });
    }

    @Test
    void whateverTimeOfDayIsTakenUnseenIsDueEveryDayAtThatTime() {
        Cases.forAll(generator -> {
            LocalTime time = LocalTime.ofSecondOfDay(generator.number(0, 86_399));
            String cron = time.getSecond() + " " + time.getMinute() + " " + time.getHour() + " * * ?";
            assertThat(Schedule.parse(cron).due(at("2026-11-18T23:59:59Z"), at("2026-11-20T23:59:59Z"), 10))
                    .containsExactly(
                            time.atDate(LocalDate.of(2026, 11, 19)).toInstant(ZoneOffset.UTC),
                            time.atDate(LocalDate.of(2026, 11, 20)).toInstant(ZoneOffset.UTC));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "60 0 1 * * ?",
                "0 60 1 * * ?",
                "0 0 24 * * ?",
                "",
                "daily",
                "0 1 * * *",
                "0 0 25 * * ?",
                "0 0 1 * * *"
            })
    void whatIsNoQuartzExpressionIsRefused(String cron) {
        assertThatThrownBy(() -> Schedule.parse(cron)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
