package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.policy.FailureKind;

class SweepResultTest {
    private static final Group FORM = new Group("adrc", "form");
    private static final Group APOE = new Group("adrc", "apoe");

    private final SweepResult result = new SweepResult();

    private static GroupResult saved(Group group, long events, int added) {
        return new GroupResult.Saved(group, events, added, 10, group + ".parquet", Optional.empty(), "9");
    }

    private static Taken taken(Found found) {
        Taken taken = new Taken("run-1");
        taken.add(List.of(found));
        return taken;
    }

    private static Taken unread() {
        return taken(new Found.Unread(new SourceFile("u", "1"), FailureKind.TRANSIENT, "slow"));
    }

    private static Taken quarantined() {
        return taken(new Found.Quarantined(new SourceFile("q", "1"), Optional.empty()));
    }

    @Test
    void nothingToDoIsAllThatThereWas() {
        assertThat(result.statusCode()).isEqualTo(200);
    }

    @Test
    void badFilesInQuarantineAreNoFailure() {
        result.add(quarantined());
        result.add(saved(FORM, 1, 1));
        assertThat(result.statusCode()).isEqualTo(200);
    }

    @Test
    void aGroupThatFailsBesideOneThatIsSavedIsAPart() {
        result.add(saved(APOE, 1, 1));
        result.add(new GroupResult.Failed(FORM, 3, "because"));
        assertThat(result.statusCode()).isEqualTo(207);
        assertThat(result.missing()).isEqualTo("1 groups failed, 0 files could not be read");
    }

    @Test
    void aGroupThatFailsAloneIsNothing() {
        result.add(new GroupResult.Failed(FORM, 3, "because"));
        assertThat(result.statusCode()).isEqualTo(500);
    }

    @Test
    void aGroupThatStayedAsItWasSavesNothing() {
        result.add(new GroupResult.Unchanged(APOE));
        result.add(new GroupResult.Failed(FORM, 3, "because"));
        assertThat(result.statusCode()).isEqualTo(500);
    }

    @Test
    void filesThatCouldNotBeReadAreMissing() {
        result.add(unread());
        assertThat(result.statusCode()).isEqualTo(500);
        result.add(quarantined());
        assertThat(result.statusCode()).isEqualTo(207);
        assertThat(result.missing()).isEqualTo("0 groups failed, 1 files could not be read");
    }

    @Test
    void aListingThatWasNotReadToItsEndIsNotAll() {
        result.add(saved(FORM, 1, 1));
        result.outOfTime();
        assertThat(result.statusCode()).isEqualTo(207);
        assertThat(result.missing()).endsWith("and there was no time for the rest");
    }

    @Test
    void aGroupThatFailedOnceHasFailedWhateverCameAfter() {
        result.add(new GroupResult.Failed(FORM, 3, "because"));
        result.add(saved(FORM, 5, 5));
        assertThat(result.statusCode()).isEqualTo(207);
    }

    @Test
    void itIsPrintedAsTheContractHasIt() {
        result.add(taken(Events.found("a", "1", "project_label", "sandbox-x")));
        result.add(taken(Events.found("b", "1")));
        result.add(quarantined());
        result.add(saved(FORM, 3, 3));
        result.add(saved(FORM, 5, 2));
        result.add(new GroupResult.Failed(APOE, 3, "because"));
        assertThat(result.files()).isEqualTo(3);
        assertThat(result.asMap())
                .isEqualTo(Map.of(
                        "statusCode",
                        207,
                        "body",
                        Map.of(
                                "total_events", 2,
                                "filtered_events", 1,
                                "quarantined_files", 1,
                                "unread_files", 0,
                                "groups_processed", 1,
                                "groups_failed", 1,
                                "successful_groups",
                                        List.of(Map.of(
                                                "study", "adrc",
                                                "datatype", "form",
                                                "events", 5L,
                                                "new_events", 5,
                                                "checkpoint_key", "adrc/form.parquet")),
                                "failed_groups",
                                        List.of(Map.of("study", "adrc", "datatype", "apoe", "error", "because")))));
    }
}
