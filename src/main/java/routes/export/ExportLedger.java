package routes.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.RunLedger;
import routes.policy.FailureKind;

/**
 * Exports by their ids, in the table {@code lake-runs}: one worker of the fleet has an export at a time, and the next one
 * finds how far it got.
 */
final class ExportLedger {
    private static final String AT = "export";
    /** One row for each export under one name, in the order of time: what {@code status} reads. */
    static final String ALL = "exports";

    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final RunLedger ledger;
    private final Clock clock;

    ExportLedger(RunLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Takes an export for this worker.
     *
     * @param runId of this worker's turn
     * @throws Refusal when the id was given to another request before
     */
    Begun begin(ExportRequest request, String runId) {
        Optional<ExportRow> before = find(request.exportId());
        before.ifPresent(row -> refuseAnother(row, request));
        RunLedger ours = ledger.as(runId);
        return switch (ours.claim(run(request.exportId()), AT)) {
            case FINISHED -> new Begun.Finished(finished(request.exportId()));
            case HELD -> new Begun.Elsewhere(begunByOther(request.exportId()));
            case TAKEN -> new Begun.Ours(taken(request, ours));
        };
    }

    /**
     * Takes an export that was begun before.
     *
     * @throws Refusal when there is none of that id
     */
    Begun resume(String exportId, String runId) {
        ExportRow row = find(exportId)
                .orElseThrow(() -> Refusal.badRequest("resume", "there is no export of that id, or its time is over"));
        return begin(row.request(), runId);
    }

    /** The exports that were first asked for from then on, the latest {@code most} of them, in order. */
    List<ExportRow> since(Instant from, int most) {
        List<Map<String, String>> rows = ledger.rows(ALL, from.toString(), clock.instant() + "~");
        return rows.subList(Math.max(0, rows.size() - most), rows.size()).stream()
                .flatMap(row -> find(row.get("export")).stream())
                .toList();
    }

    /** The row of an export; empty when there is none. */
    Optional<ExportRow> find(String exportId) {
        return Optional.of(ledger.row(run(exportId), AT))
                .filter(facts -> facts.containsKey("request"))
                .map(ExportRow::of);
    }

    private ExportRow begunByOther(String exportId) {
        return find(exportId)
                .orElseThrow(() -> new ExportFailed(
                        500, FailureKind.TRANSIENT, "export is just being begun by another worker", MOMENT));
    }

    private Running taken(ExportRequest request, RunLedger ours) {
        Map<String, String> facts = ours.row(run(request.exportId()), AT);
        if (facts.containsKey("request")) {
            return new Running(ours, AT, ExportRow.of(facts), Acknowledged.parse(facts.get("acknowledged")), true);
        }
        Instant now = clock.instant();
        ours.record(
                ALL, now + "#" + request.exportId(), Map.of("export", request.exportId(), "table", request.table()));
        Running running = new Running(ours, AT, ExportRow.begun(request, now), Acknowledged.none(), false);
        running.become(running.row());
        return running;
    }

    private ExportResult finished(String exportId) {
        return find(exportId)
                .flatMap(ExportRow::result)
                .orElseThrow(() -> new IllegalStateException("export " + exportId + " is finished without a result"));
    }

    /** The same id and another question: the caller has used an Idempotency-Key twice. */
    private static void refuseAnother(ExportRow row, ExportRequest request) {
        if (!row.request().fingerprint().equals(request.fingerprint())) {
            throw Refusal.conflict(HttpQuery.KEY_HEADER, HttpQuery.KEY_HEADER + " was used for another export before");
        }
    }

    static String run(String exportId) {
        return "export:" + exportId;
    }
}
