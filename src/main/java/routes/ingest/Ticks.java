package routes.ingest;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.RunLedger;
import routes.policy.RunId;
import routes.policy.Transient;

/**
 * Which scheduled times are to be planned now: the one that fired, and every one within the catch-up window that nobody
 * has finished. The claim in the ledger lets one replica plan each. A ledger without any claim starts at the latest
 * scheduled time: nobody missed what was before the first run.
 */
final class Ticks {
    static final String RUN = "ingest-plan";

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final int MOST = 1_000;

    private final IngestSettings settings;
    private final RunLedger ledger;
    private final Clock clock;

    Ticks(IngestSettings settings, RunLedger ledger, Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Scheduled times without a finished claim, in order. */
    List<Instant> due(Tick tick) {
        Instant now = clock.instant();
        Instant earliest = now.minus(settings.catchUp());
        Optional<Instant> first = ledger.earliest(RUN).map(Instant::parse);
        TreeSet<Instant> due = new TreeSet<>();
        if (first.isEmpty()) {
            due.addAll(settings.schedule().due(earliest, now, 1));
        } else {
            Instant after = first.get().isAfter(earliest) ? first.get().minusSeconds(1) : earliest;
            due.addAll(settings.schedule().due(after, now, MOST));
        }
        tick.at().map(at -> at.truncatedTo(ChronoUnit.MINUTES)).ifPresent(due::add);
        if (!due.isEmpty()) {
            ledger.rows(RUN, due.first().toString(), due.last().toString()).stream()
                    .filter(row -> row.containsKey("finished_at"))
                    .forEach(row -> due.remove(Instant.parse(row.get("at"))));
        }
        return List.copyOf(due);
    }

    /** Takes a scheduled time for this process. */
    boolean take(Instant at, Tick tick) {
        RunLedger.Claim claim = ledger.claim(RUN, at.toString());
        boolean firedNow = tick.at()
                .map(fired -> fired.truncatedTo(ChronoUnit.MINUTES))
                .filter(at::equals)
                .isPresent();
        if (claim == RunLedger.Claim.HELD && tick.insist() && firedNow) {
            throw new Transient("plan of " + at + " is held by another worker", (java.time.Duration) null);
        }
        return claim == RunLedger.Claim.TAKEN;
    }

    /** The request of a scheduled time; the same time gives the same run id. */
    PlanRequest request(Instant at) {
        return PlanRequest.scheduled(at, settings.lookbackDays(), RunId.of("ingest", at, at.getEpochSecond()));
    }

    /** Notes that a scheduled time is planned. */
    void finish(Instant at) {
        if (!ledger.finish(RUN, at.toString())) {
            LOG.warn("plan of {} took longer than its lease and was taken over: its messages are sent twice", at);
        }
    }
}
