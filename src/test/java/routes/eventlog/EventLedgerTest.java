package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLedgerTest {
    private static final Group FORM = new Group("adrc", "form");

    private final MemoryEventlog lake = new MemoryEventlog();
    private final EventLedger ledger = lake.parts.ledger();

    private static Taken saved(Optional<String> seen, String eTag) {
        Taken taken = new Taken("run-1");
        taken.add(List.of(Events.found("a", "1")));
        taken.add(new GroupResult.Saved(FORM, 1, 1, 10, "checkpoint", seen, eTag));
        return taken;
    }

    @Test
    void whatIsNotedIsKnownOfThisContentAndNoOther() {
        ledger.note(Map.of("a", FileNote.stored("1", FORM)));
        List<Candidate> candidates = ledger.candidates(
                List.of(new SourceFile("a", "1"), new SourceFile("a", "2"), new SourceFile("b", "1")));
        assertThat(candidates).extracting(Candidate::isKnown).containsExactly(true, false, false);
        assertThat(candidates)
                .extracting(Candidate::before)
                .containsExactly(Optional.of(FORM), Optional.of(FORM), Optional.empty());
    }

    @Test
    void everyOutcomeIsFoundAgainAsItWasNoted() {
        Map<String, FileNote> notes = Map.of(
                "a", FileNote.stored("1", FORM),
                "b", new FileNote("2", FileNote.Outcome.SANDBOX, Optional.empty()),
                "c", new FileNote("3", FileNote.Outcome.QUARANTINED, Optional.empty()),
                "d", new FileNote("4", FileNote.Outcome.QUARANTINED, Optional.of(FORM)));
        ledger.note(notes);
        notes.forEach((key, note) -> assertThat(ledger.candidates(List.of(new SourceFile(key, "x"))))
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.note()).contains(note)));
    }

    @Test
    void rowsHaveNoTimeToLive() {
        ledger.note(Map.of("a", FileNote.stored("1", FORM)));
        assertThat(lake.memory.tables.rows("lake-objects").get("eventlog/events/a"))
                .containsOnlyKeys("id", "etag", "outcome", "study", "datatype");
    }

    @Test
    void theSameKeyInAnotherBucketIsAnotherFile() {
        ledger.note(Map.of("a", FileNote.stored("1", FORM)));
        EventLedger other =
                new EventLedger(lake.lake.tables().notes("lake-objects", Runnable::run), "other", "processed");
        assertThat(other.candidates(List.of(new SourceFile("a", "1")))).noneMatch(Candidate::isKnown);
    }

    @Test
    void aFirstCheckpointIsNotedWhole() {
        ledger.note(saved(Optional.empty(), "9"));
        assertThat(ledger.isNoted("checkpoint", "9")).isTrue();
        assertThat(ledger.isNoted("checkpoint", "8")).isFalse();
        assertThat(ledger.isNoted("other", "9")).isFalse();
        assertThat(ledger.candidates(List.of(new SourceFile("a", "1")))).allMatch(Candidate::isKnown);
    }

    @Test
    void aCheckpointIsNotedWholeOnlyIfTheOneBeforeWas() {
        ledger.note(saved(Optional.of("8"), "9"));
        assertThat(ledger.isNoted("checkpoint", "9")).isFalse();
        ledger.allNoted("checkpoint", "9");
        ledger.note(saved(Optional.of("9"), "10"));
        assertThat(ledger.isNoted("checkpoint", "10")).isTrue();
    }

    @Test
    void theGroupThatFailedIsNotNoted() {
        Taken taken = new Taken("run-1");
        taken.add(List.of(Events.found("a", "1")));
        taken.add(new GroupResult.Failed(FORM, 1, "because"));
        ledger.note(taken);
        assertThat(lake.memory.tables.rows("lake-objects")).isEmpty();
    }
}
