package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.policy.FailureKind;

class TakenTest {
    private static final Group FORM = new Group("adrc", "form");
    private static final Group APOE = new Group("adrc", "apoe");

    private final Taken taken = new Taken("run-1");

    private static GroupResult.Saved saved(Group group, int events) {
        return new GroupResult.Saved(group, events, events, 10, "key", Optional.empty(), "9");
    }

    private static Found.Event apoe(String key, String eTag, Optional<Group> before) {
        return new Found.Event(new SourceFile(key, eTag), Events.event("datatype", "apoe", "module", null), before);
    }

    @Test
    void anEventIsNotedOnlyOnceItsCheckpointIsSaved() {
        taken.add(List.of(Events.found("a", "1")));
        assertThat(taken.notes()).isEmpty();
        taken.add(saved(FORM, 1));
        assertThat(taken.notes()).isEqualTo(Map.of("a", FileNote.stored("1", FORM)));
        assertThat(taken.unsettled("a")).isEmpty();
    }

    @Test
    void theEventsOfAGroupThatFailedComeAgainAndThoseOfAnotherDoNot() {
        taken.add(List.of(Events.found("a", "1"), apoe("b", "2", Optional.empty())));
        taken.add(new GroupResult.Failed(FORM, 1, "because"));
        taken.add(saved(APOE, 1));
        assertThat(taken.unsettled("a")).contains("because");
        assertThat(taken.unsettled("b")).isEmpty();
        assertThat(taken.notes()).containsOnlyKeys("b");
        assertThat(taken.results()).hasSize(2);
        assertThat(taken.work()).isEmpty();
    }

    @Test
    void aFileThatMovesIsWorkForBothGroups() {
        taken.add(List.of(apoe("a", "2", Optional.of(FORM))));
        assertThat(taken.work()).extracting(GroupWork::group).containsExactly(APOE, FORM);
        assertThat(taken.work().get(1).events()).isEmpty();
        assertThat(taken.work().get(1).replaced()).containsExactly("a");
    }

    @Test
    void aFileThatMovesIsNotSettledBeforeBothGroupsAre() {
        taken.add(List.of(apoe("a", "2", Optional.of(FORM))));
        taken.add(saved(APOE, 1));
        taken.add(new GroupResult.Failed(FORM, 0, "because"));
        assertThat(taken.notes()).isEmpty();
        assertThat(taken.unsettled("a")).contains("because");
    }

    @Test
    void aSandboxEventIsCountedAndNotedAndNoWork() {
        taken.add(List.of(Events.found("a", "1", "project_label", "sandbox-x")));
        assertThat(taken.work()).isEmpty();
        assertThat(taken.filtered()).isEqualTo(Map.of(FORM, 1));
        assertThat(taken.events()).isEqualTo(1);
        assertThat(taken.notes().get("a").outcome()).isEqualTo(FileNote.Outcome.SANDBOX);
    }

    @Test
    void anEventThatBecomesASandboxOneLeavesItsCheckpoint() {
        Found.Event before = Events.found("a", "2", "project_label", "sandbox-x");
        taken.add(List.of(new Found.Event(before.file(), before.event(), Optional.of(APOE))));
        assertThat(taken.work()).singleElement().satisfies(work -> {
            assertThat(work.group()).isEqualTo(APOE);
            assertThat(work.replaced()).containsExactly("a");
        });
    }

    @Test
    void aFileThatCouldNotBeReadIsCountedAndComesAgain() {
        taken.add(List.of(new Found.Unread(new SourceFile("a", "1"), FailureKind.TRANSIENT, "slow down")));
        assertThat(taken.unread()).isEqualTo(1);
        assertThat(taken.files()).isEqualTo(1);
        assertThat(taken.unsettled("a")).contains("slow down");
        assertThat(taken.notes()).isEmpty();
    }

    @Test
    void aFileThatThereWasNoTimeForIsCountedNowhereAndComesAgain() {
        Candidate candidate = new Candidate(new SourceFile("a", "1"), Optional.empty());
        taken.add(List.of(new Found.Unbegun(candidate)));
        assertThat(taken.files()).isZero();
        assertThat(taken.unread()).isZero();
        assertThat(taken.notes()).isEmpty();
        assertThat(taken.unbegun()).containsExactly(candidate);
        assertThat(taken.isLeft("a")).isTrue();
        assertThat(taken.isLeft("b")).isFalse();
    }

    @Test
    void aFileThatMovesIsNotSettledWhileThereWasNoTimeForOneOfItsGroups() {
        taken.add(List.of(apoe("a", "2", Optional.of(FORM))));
        taken.add(saved(APOE, 1));
        assertThat(taken.notes()).isEmpty();
        assertThat(taken.isLeft("a")).isTrue();
        assertThat(taken.work()).extracting(GroupWork::group).containsExactly(FORM);
    }

    @Test
    void aFileInQuarantineIsNotedAndItsOldRowStaysWhereItIs() {
        taken.add(List.of(new Found.Quarantined(new SourceFile("a", "2"), Optional.of(APOE))));
        assertThat(taken.quarantined()).isEqualTo(1);
        assertThat(taken.work()).isEmpty();
        assertThat(taken.notes())
                .isEqualTo(Map.of("a", new FileNote("2", FileNote.Outcome.QUARANTINED, Optional.of(APOE))));
    }

    @Test
    void aFileThatIsSettledIsCountedAndNothingElse() {
        taken.add(List.of(new Found.Settled(new SourceFile("a", "1"))));
        assertThat(taken.files()).isEqualTo(1);
        assertThat(taken.events()).isZero();
        assertThat(taken.notes()).isEmpty();
        assertThat(taken.work()).isEmpty();
    }

    @Test
    void aGroupThatStayedAsItWasIsNoLoss() {
        taken.add(List.of(apoe("a", "2", Optional.of(FORM))));
        taken.add(saved(APOE, 1));
        taken.add(new GroupResult.Unchanged(FORM));
        assertThat(taken.notes()).containsOnlyKeys("a");
    }

    @Test
    void theEventsOfAGroupAreInTheOrderOfItsCheckpoint() {
        taken.add(List.of(
                Events.found("c", "1"),
                Events.found("b", "1"),
                Events.found("z", "1", "timestamp", "2020-01-01T00:00:00Z"),
                Events.found("é", "1")));
        assertThat(taken.work().get(0).events())
                .extracting(event -> event.file().key())
                .containsExactly("z", "b", "c", "é");
    }
}
