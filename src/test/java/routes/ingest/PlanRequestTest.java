package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.policy.Poison;
import routes.policy.Tick;

class PlanRequestTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 11, 19);

    @Test
    void anEventNamesARangeAndItsSources() {
        assertThat(parse(Map.of(
                        "from", "2026-11-01", "to", "2026-11-19", "endpoints", List.of("api-a"), "dry_run", true)))
                .isEqualTo(new PlanRequest(FIRST, LAST, List.of("api-a"), true, "run-1"));
    }

    @Test
    void aSingleDayOfAllSourcesNeedsNoMoreThanThatDay() {
        assertThat(parse(Map.of("from", "2026-11-01")))
                .isEqualTo(new PlanRequest(FIRST, FIRST, List.of(), false, "run-1"));
    }

    @Test
    void aFieldThatNobodyKnowsIsPoison() {
        assertPoison(Map.of("from", "2026-11-01", "dryrun", true), "field 'dryrun' is not known, expected");
        assertPoison(Map.of(), "from is missing or not a date such as 2026-11-19");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-2-3", "2026-02-30", "2026-11-19T00:00:00Z", "{{env:HOME}}"})
    void aDayThatIsNoneIsPoison(String day) {
        assertPoison(Map.of("from", day), "from is missing or not a date");
        assertPoison(Map.of("from", "2026-11-01", "to", day), "to is missing or not a date");
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsPoison() {
        assertPoison(Map.of("from", "2026-11-19", "to", "2026-11-01"), "range is 2026-11-19 to 2026-11-01, expected");
    }

    @Test
    void aRangeOfMoreThanTenYearsIsPoison() {
        assertThat(new PlanRequest(FIRST, FIRST.plusDays(3_660), List.of(), false, "r").days())
                .hasSize(3_661);
        assertThatThrownBy(() -> new PlanRequest(FIRST, FIRST.plusDays(3_661), List.of(), false, "r"))
                .isInstanceOf(Poison.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "-999999999-01-01", "+10000-01-01", "1969-12-31"})
    void daysOfAnotherAgeArePoisonAndNoBug(String day) {
        assertPoison(Map.of("from", day), "range is " + day + " to " + day);
        assertPoison(Map.of("from", day, "to", "2026-11-19"), "range is " + day);
        assertPoison(Map.of("from", "2026-11-19", "to", day), "range is 2026-11-19");
    }

    @Test
    void endpointsThatAreNoListArePoison() {
        assertPoison(Map.of("from", "2026-11-01", "endpoints", "api-a"), "endpoints is no list of names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "", "false"})
    void aDryRunThatIsNeitherTrueNorFalseSendsNothingByMistake(String dryRun) {
        assertPoison(Map.of("from", "2026-11-01", "dry_run", dryRun), "dry_run is neither true nor false");
    }

    @Test
    void aScheduledPlanCoversTheClosedDaysBeforeItsTime() {
        Instant at = Instant.parse("2026-11-20T01:00:00Z");
        assertThat(PlanRequest.scheduled(at, 1, "r")).isEqualTo(new PlanRequest(LAST, LAST, List.of(), false, "r"));
        assertThat(PlanRequest.scheduled(at, 3, "r").days())
                .containsExactly(LAST.minusDays(2), LAST.minusDays(1), LAST);
    }

    @Test
    void aScheduledPlanNeverCoversTheDayOfItsTime() {
        Cases.forAll(generator -> {
            Instant at = Instant.ofEpochSecond(generator.number(0, Integer.MAX_VALUE - 1));
            int lookback = generator.number(1, 31);
            LocalDate today = at.atZone(ZoneOffset.UTC).toLocalDate();
            PlanRequest request = PlanRequest.scheduled(at, lookback, "r");
            assertThat(request.days()).hasSize(lookback).allMatch(day -> day.isBefore(today));
            assertThat(request.to()).isEqualTo(today.minusDays(1));
        });
    }

    @Test
    void aScheduledEventIsOneOfEventBridge() {
        assertThat(Tick.isScheduled(Map.of("source", "aws.events", "detail-type", "Scheduled Event")))
                .isTrue();
        assertThat(Tick.isScheduled(Map.of("source", "aws.s3", "detail-type", "Scheduled Event")))
                .isFalse();
        assertThat(Tick.isScheduled(Map.of("source", "aws.events", "detail-type", "Object Created")))
                .isFalse();
        assertThat(Tick.isScheduled(Map.of("from", "2026-11-01"))).isFalse();
    }

    @Test
    void aTickHasTheTimeOfItsEventAndInsistsOnIt() {
        assertThat(Tick.parse(Map.of("time", "2026-11-20T01:00:00Z")))
                .isEqualTo(new Tick(Optional.of(Instant.parse("2026-11-20T01:00:00Z")), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-20", "2026-11-20T01:00:00", "1763600400"})
    void aTickWithoutATimeIsPoison(String time) {
        for (Map<String, Object> event : Arrays.<Map<String, Object>>asList(Map.of(), Map.of("time", time))) {
            assertThatThrownBy(() -> Tick.parse(event))
                    .isInstanceOf(Poison.class)
                    .hasMessageContaining("time is missing or not a time such as");
        }
    }

    private static PlanRequest parse(Map<String, Object> event) {
        return PlanRequest.parse(event, "run-1");
    }

    private static void assertPoison(Map<String, Object> event, String reason) {
        assertThatThrownBy(() -> parse(event)).isInstanceOf(Poison.class).hasMessageContaining(reason);
    }
}
