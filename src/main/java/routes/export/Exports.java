package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Queues;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Tries;

/** Exports from their begin to what they came to, whoever works on them and however often. */
final class Exports {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    /** Before a message comes again whose export somebody else is working on. */
    private static final Duration ELSEWHERE = Duration.ofMinutes(1);

    private static final String WORKED_ON = "export is being worked on";

    private final ExportLedger ledger;
    private final ExportSettings settings;
    private final Queues queues;

    Exports(ExportLedger ledger, ExportSettings settings, Queues queues) {
        this.ledger = ledger;
        this.settings = settings;
        this.queues = queues;
    }

    /** Takes the export that is asked for. */
    Begun begin(Asked asked, String runId) {
        if (asked instanceof ExportRequest request) {
            return ledger.begin(request, runId);
        }
        if (asked instanceof Resume resume) {
            return ledger.resume(resume.exportId(), runId);
        }
        throw new IllegalArgumentException("nothing is asked for, expected a request or a resume");
    }

    /** What would be asked, and nothing is. */
    ExportResult dryRun(ExportRequest request) {
        ExportTable table = ExportEvents.allowed(settings, "table", request.table());
        String sql = ExportQuery.of(request, table, settings.dateColumn()).sql();
        return new ExportResult(
                request.exportId(), 200, "dry run", sql, 0, 0, false, 0, 0, Optional.empty(), Optional.empty());
    }

    /** What is known of an export that is not ours to work on; of one that is, it is the begin. */
    Object shown(Begun begun) {
        if (begun instanceof Begun.Finished finished) {
            return finished.result();
        }
        if (begun instanceof Begun.Elsewhere elsewhere) {
            return ExportResult.of(
                    elsewhere.row(), 0, 202, WORKED_ON, Optional.of(FailureKind.TRANSIENT), Optional.of(ELSEWHERE));
        }
        return begun;
    }

    /** What an export came to that could not even be begun. */
    ExportResult notBegun(Asked asked, Throwable failure) {
        String exportId = asked instanceof ExportRequest request ? request.exportId() : ((Resume) asked).exportId();
        if (failure instanceof Refusal refusal) {
            return ended(exportId, refusal.status(), refusal.line(), FailureKind.POISON, Optional.empty());
        }
        if (failure instanceof ExportFailed failed) {
            return ended(exportId, failed.status(), failed.getMessage(), failed.kind(), failed.after());
        }
        FailureKind kind = Failures.kind(failure);
        LOG.error("export {} cannot be begun: {}", exportId, Failures.reason(failure), failure);
        return ended(exportId, 500, Failures.reason(failure), kind, Tries.wish(failure));
    }

    /**
     * The export cannot go on here: lets go of it.
     *
     * @return what to tell whoever asked for it
     */
    ExportResult interrupted(Running export, Throwable failure) {
        ExportResult result = result(export, failure);
        try {
            export.release(result);
        } catch (RuntimeException e) {
            // Its lease ends by itself; what it is told stays true.
            LOG.warn("export {} keeps its lease to the end: {}", result.exportId(), Failures.reason(e));
        }
        if (result.status() == 202) {
            handOver(result.exportId(), Duration.ZERO);
        }
        return result;
    }

    /** Puts an export onto the queue, where a worker with more time finds it. */
    void handOver(String exportId, Duration after) {
        String message;
        try {
            message = JSON.std.asString(Map.of("resume", exportId));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        Map<Integer, String> failed =
                queues.send(settings.objects().queue(), List.of(new Queues.Outgoing(message, Map.of())), after);
        if (!failed.isEmpty()) {
            throw new ExportFailed(
                    500, FailureKind.TRANSIENT, "export could not be handed over: " + failed.get(0), null);
        }
        LOG.atInfo().addKeyValue("export", exportId).log("export goes on from its queue");
    }

    /** Where an export stands; empty when there is none of that id. */
    Optional<ExportRow> find(String exportId) {
        return ledger.find(exportId);
    }

    private static ExportResult result(Running export, Throwable failure) {
        ExportRow row = export.row();
        int acknowledged = export.acknowledgedBatches();
        if (failure instanceof OutOfTime) {
            return ExportResult.of(row, acknowledged, 202, "export goes on", Optional.empty(), Optional.empty());
        }
        if (failure instanceof ExportFailed failed) {
            return ExportResult.of(
                    row,
                    acknowledged,
                    failed.status(),
                    failed.getMessage(),
                    Optional.of(failed.kind()),
                    failed.after());
        }
        FailureKind kind = Failures.kind(failure);
        if (kind == FailureKind.BUG) {
            LOG.error("a bug: export {} stops", row.request().exportId(), failure);
        } else {
            LOG.warn("export {} stops: {}", row.request().exportId(), Failures.reason(failure));
        }
        // What comes from the API's side says so itself; anything else is nothing for callers.
        return ExportResult.of(
                row, acknowledged, 500, Failures.reason(failure), Optional.of(kind), Tries.wish(failure));
    }

    private static ExportResult ended(
            String exportId, int status, String message, FailureKind failure, Optional<Duration> after) {
        return new ExportResult(exportId, status, message, "", 0, 0, false, 0, 0, Optional.of(failure), after);
    }
}
