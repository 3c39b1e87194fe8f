package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.policy.FailureKind;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

class QueryingTest {
    private final MemoryExport lake = new MemoryExport("EXPORT_POLL_DELAY", "250ms", "EXPORT_POLL_CAP", "5s");
    private final Querying querying = lake.parts.querying();
    private final Running export =
            ((Begun.Ours) lake.parts.exports().begin(Requests.ofCustomers(Requests.ID), "one")).export();

    @AfterEach
    void close() {
        lake.close();
    }

    private void look() {
        querying.look(export, lake.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void pausesDoubleUpToTheirCapAndAreHalfOfItAtLeast() {
        Cases.forAll(cases -> {
            int looks = cases.number(0, Integer.MAX_VALUE - 1);
            long bound = looks < 5 ? 250L << looks : 5_000;
            assertThat(querying.pause(looks)).isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
        });
        assertThat(querying.pause(0)).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
    }

    @Test
    void aQueryIsStartedOnceHoweverOftenItIsAsked() {
        querying.ask(export);
        querying.ask(export);
        assertThat(lake.athena.started()).hasSize(1);
        assertThat(lake.athena.started().get(0).clientRequestToken()).matches("[0-9a-f]{64}");
    }

    @Test
    void aQueryThatHasEndedIsForgottenAndItsReasonToldWithoutValues() {
        lake.athena.goesThrough(QueryExecutionState.FAILED);
        querying.ask(export);
        assertThatThrownBy(this::look)
                .isInstanceOf(ExportFailed.class)
                .hasMessageStartingWith("query failed: SYNTAX_ERROR")
                .hasMessageNotContaining("secret");
        assertThat(export.row().attempt()).isEqualTo(2);
        assertThat(export.row().query()).isEmpty();
    }

    @Test
    void aQueryThatWasCancelledIsAskedAnewByTheNextAttempt() {
        lake.athena.goesThrough(QueryExecutionState.CANCELLED);
        querying.ask(export);
        assertThatThrownBy(this::look).isInstanceOfSatisfying(ExportFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failed).hasMessageStartingWith("query was cancelled: ");
        });
        querying.ask(export);
        assertThat(lake.athena.count()).isEqualTo(2);
    }

    @Test
    void aQueryThatTakesTooLongIsStoppedAndItsNextAttemptIsAnother() {
        lake.athena.goesThrough(QueryExecutionState.RUNNING);
        querying.ask(export);
        lake.pass(Duration.ofMinutes(10));
        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        ExportFailed.class,
                        failed -> assertThat(failed.status()).isEqualTo(504));
        assertThat(lake.athena.stopped()).containsExactly("q-1");
        assertThat(export.row().attempt()).isEqualTo(2);
    }

    @Test
    void whoIsOutOfTimeLeavesTheQueryRunning() {
        lake.athena.goesThrough(QueryExecutionState.RUNNING);
        querying.ask(export);
        assertThatThrownBy(() -> querying.look(export, lake.clock.instant())).isInstanceOf(OutOfTime.class);
        assertThat(lake.athena.stopped()).isEmpty();
        assertThat(export.row().query()).isPresent();
    }

    @Test
    void eachLookHoldsTheExportForAnotherLease() {
        lake.athena.goesThrough(QueryExecutionState.RUNNING, QueryExecutionState.RUNNING);
        querying.ask(export);
        for (int i = 0; i < 2; i++) {
            lake.pass(Duration.ofMinutes(4));
            look();
        }
        assertThat(lake.parts.exports().begin(Requests.ofCustomers(Requests.ID), "other"))
                .isInstanceOf(Begun.Elsewhere.class);
    }

    @Test
    void whatAQueryCostIsCounted() {
        querying.ask(export);
        look();
        assertThat(lake.counted("BytesScanned")).isEqualTo(1_000);
        assertThat(lake.counted("QueryTime")).isEqualTo(1);
    }
}
