package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.policy.FailureKind;
import routes.policy.Transient;

class ExportsTest {
    private static final ExportRequest REQUEST = Requests.ofCustomers(Requests.ID);

    private final MemoryExport lake = new MemoryExport();
    private final Exports exports = lake.parts.exports();

    @AfterEach
    void close() {
        lake.close();
    }

    private Running begin(String runId) {
        Begun begun = exports.begin(REQUEST, runId);
        assertThat(begun).isInstanceOf(Begun.Ours.class);
        return ((Begun.Ours) begun).export();
    }

    @Test
    void oneWorkerHasAnExportAndTheOtherComesBackLater() {
        begin("one");
        Object shown = exports.shown(exports.begin(REQUEST, "other"));
        assertThat(shown).isInstanceOfSatisfying(ExportResult.class, result -> {
            assertThat(result.status()).isEqualTo(202);
            assertThat(result.failure()).contains(FailureKind.TRANSIENT);
            assertThat(result.after()).contains(Duration.ofMinutes(1));
        });
    }

    @Test
    void whoseLeaseHasEndedCannotWriteAnyMore() {
        Running first = begin("one");
        lake.pass(Duration.ofMinutes(6));
        Running second = begin("other");
        assertThatThrownBy(() -> first.acknowledge(1))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("was taken over by another worker");
        second.acknowledge(2);
        assertThat(second.acknowledgedBatches()).isEqualTo(1);
    }

    @Test
    void whatWasAcknowledgedIsKnownToTheNextWorker() {
        Running first = begin("one");
        first.acknowledge(1);
        first.acknowledge(3);
        lake.pass(Duration.ofMinutes(6));
        Running second = begin("other");
        assertThat(second.isAcknowledged(1)).isTrue();
        assertThat(second.isAcknowledged(2)).isFalse();
        assertThat(second.isAcknowledged(3)).isTrue();
    }

    @Test
    void anIdThatWasGivenToAnotherRequestIsAConflict() {
        begin("one");
        ExportRequest other = new ExportRequest(
                Requests.ID,
                Origin.HTTP,
                ExportSamples.CUSTOMERS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(7),
                false,
                false);
        assertThatThrownBy(() -> exports.begin(other, "other"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(409));
    }

    @Test
    void anIdThatNobodyKnowsCannotGoOn() {
        assertThatThrownBy(() -> exports.begin(new Resume(Requests.ID), "one"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no export of that id");
    }

    @Test
    void aWorkerOutOfTimeLetsGoAndHandsOver() {
        ExportResult result = exports.interrupted(begin("one"), new OutOfTime());
        assertThat(result.status()).isEqualTo(202);
        assertThat(lake.sqs.bodies("export-events")).containsExactly("{\"resume\":\"" + Requests.ID + "\"}");
        begin("other");
    }

    @Test
    void whatEndsAnExportIsToldAlsoWhenItCannotBeNoted() {
        Running export = begin("one");
        lake.runs.refuse(write -> true);
        ExportResult result =
                exports.interrupted(export, new ExportFailed(504, FailureKind.TRANSIENT, "query took too long", null));
        assertThat(result.status()).isEqualTo(504);
        assertThat(result.message()).isEqualTo("query took too long");
    }

    @Test
    void whatNobodyExpectedIsABugAndMayGoOnLater() {
        ExportResult result = exports.interrupted(begin("one"), new IllegalStateException("surprise"));
        assertThat(result.status()).isEqualTo(500);
        assertThat(result.failure()).contains(FailureKind.BUG);
        assertThat(lake.sqs.bodies("export-events")).isEmpty();
    }

    @Test
    void anExportThatCouldNotBeBegunSaysWhy() {
        ExportResult refused = exports.notBegun(REQUEST, Refusal.conflict("Idempotency-Key", "used before"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.failure()).contains(FailureKind.POISON);
        ExportFailed moment = new ExportFailed(500, FailureKind.TRANSIENT, "in a moment", Duration.ofSeconds(5));
        assertThat(exports.notBegun(new Resume(Requests.ID), moment).after()).contains(Duration.ofSeconds(5));
        assertThat(exports.notBegun(REQUEST, new IllegalStateException("x")).failure())
                .contains(FailureKind.BUG);
    }
}
