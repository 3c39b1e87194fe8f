package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DayStatusTest {
    private static final SourceDay DAY = new SourceDay("api-a", LocalDate.parse("2026-11-19"));
    private static final String EARLY = "2026-11-20T01:00:00Z";
    private static final String LATE = "2026-11-20T01:05:00Z";

    private static DayStatus of(Map<String, String> row, Integer... stored) {
        return DayStatus.of(DAY, row, new TreeSet<>(List.of(stored)));
    }

    private static Map<String, String> ended(String state) {
        return Map.of("planned", "1", "planned_at", EARLY, "ended_at", LATE, "pages", "3", "state", state);
    }

    @Test
    void aDayIsCompleteWhenEveryPageUpToItsEndIsStored() {
        assertThat(of(ended("complete"), 1, 2, 3).state()).isEqualTo(DayStatus.State.COMPLETE);
    }

    @Test
    void aDayThatEndedWithoutSomeOfItsPagesNamesThem() {
        DayStatus status = of(ended("complete"), 2, 4);
        assertThat(status.state()).isEqualTo(DayStatus.State.MISSING_PAGES);
        assertThat(status.missing()).containsExactly(1, 3);
    }

    @Test
    void aDayWithMorePagesThanMayBeAskedForIsCutOff() {
        assertThat(of(ended("cut-off"), 1, 2, 3).state()).isEqualTo(DayStatus.State.CUT_OFF);
    }

    @Test
    void aDayIsOpenUntilItsEndIsSeenAfterItWasPlanned() {
        assertThat(of(Map.of("planned", "1", "planned_at", EARLY), 1).state()).isEqualTo(DayStatus.State.OPEN);
        Map<String, String> again =
                Map.of("planned", "1", "planned_at", LATE, "ended_at", EARLY, "pages", "1", "state", "complete");
        assertThat(of(again, 1).state()).isEqualTo(DayStatus.State.OPEN);
    }

    @Test
    void aDayThatIsPlannedAndEndedInTheSameSecondIsComplete() {
        Map<String, String> quick =
                Map.of("planned", "1", "planned_at", EARLY, "ended_at", EARLY, "pages", "1", "state", "complete");
        assertThat(of(quick, 1).state()).isEqualTo(DayStatus.State.COMPLETE);
    }

    @Test
    void aDayWithoutARowIsNotPlanned() {
        assertThat(of(Map.of()).state()).isEqualTo(DayStatus.State.NOT_PLANNED);
    }

    @Test
    void aDayWithoutRecordsIsCompleteWithoutPages() {
        Map<String, String> empty =
                Map.of("planned", "1", "planned_at", EARLY, "ended_at", LATE, "pages", "0", "state", "complete");
        assertThat(of(empty).state()).isEqualTo(DayStatus.State.COMPLETE);
    }
}
