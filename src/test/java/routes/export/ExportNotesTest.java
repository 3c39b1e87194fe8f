package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import routes.lake.Note;
import routes.policy.FailureKind;

class ExportNotesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static ExportRow row(int number, int hoursAgo) {
        ExportRequest request = new ExportRequest(
                ExportId.ofHttpRequest("r-" + number),
                Origin.SCHEDULE,
                "local_customers_silver",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false);
        return ExportRow.begun(request, NOW.minus(Duration.ofHours(hoursAgo)));
    }

    private static ExportRow ended(ExportRow row, int status, Optional<FailureKind> failure) {
        return row.ended(ExportResult.of(row, 0, status, "so it went", failure, Optional.empty()));
    }

    @Test
    void exportsAreCountedByWhereTheyStandAndTheOldestThatIsNotDoneIsNamed() {
        ExportRow incomplete = ended(row(2, 8), 502, Optional.of(FailureKind.TRANSIENT));
        Note note = ExportNotes.of(
                List.of(
                        ended(row(1, 9), 204, Optional.empty()),
                        incomplete,
                        ended(row(3, 7), 500, Optional.of(FailureKind.POISON)),
                        row(4, 1).asked("SELECT 1", "q-1", NOW),
                        row(5, 0)),
                NOW);
        assertThat(note.facts())
                .containsEntry("count", 5)
                .containsEntry("done", 1)
                .containsEntry("incomplete", 1)
                .containsEntry("failed", 1)
                .containsEntry("querying", 1)
                .containsEntry("begun", 1)
                .containsEntry("oldest", incomplete.request().exportId())
                .containsEntry("age", Duration.ofHours(8));
    }

    @Test
    void withoutExportsThereIsNothingToTell() {
        assertThat(ExportNotes.of(List.of(), NOW).facts()).containsOnlyKeys("count");
    }
}
