package routes.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.RunLedger;

/**
 * Which scheduled times are to be worked on now: the one that fired, and every one within the catch-up window that nobody
 * has finished. The claim in the ledger lets one replica have each. A ledger without any claim starts at the latest
 * scheduled time: nobody missed what was before the first run.
 */
public final class Ticks {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final int MOST = 1_000;

    private final String run;
    private final Schedule schedule;
    private final Duration catchUp;
    private final RunLedger ledger;
    private final Clock clock;

    /**
     * @param run the ledger's name of this schedule, such as {@code ingest-plan}
     * @param catchUp how far back missed times are made up for
     */
    public Ticks(String run, Schedule schedule, Duration catchUp, RunLedger ledger, Clock clock) {
        this.run = run;
        this.schedule = schedule;
        this.catchUp = catchUp;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Scheduled times without a finished claim, in order. */
    public List<Instant> due(Tick tick) {
        Instant now = clock.instant();
        Instant earliest = now.minus(catchUp);
        Optional<Instant> first = ledger.earliest(run).map(Instant::parse);
        TreeSet<Instant> due = new TreeSet<>();
        if (first.isEmpty()) {
            due.addAll(schedule.due(earliest, now, 1));
        } else {
            Instant after = first.get().isAfter(earliest) ? first.get().minusSeconds(1) : earliest;
            due.addAll(schedule.due(after, now, MOST));
        }
        tick.at().map(at -> at.truncatedTo(ChronoUnit.MINUTES)).ifPresent(due::add);
        if (!due.isEmpty()) {
            ledger.rows(run, due.first().toString(), due.last().toString()).stream()
                    .filter(row -> row.containsKey("finished_at"))
                    .forEach(row -> due.remove(Instant.parse(row.get("at"))));
        }
        return List.copyOf(due);
    }

    /**
     * The latest of the times that are due, unless it was passed: a later one is finished. It is for work that nobody
     * makes up for, because what there was to do then is gone.
     */
    public Optional<Instant> latest(Tick tick) {
        List<Instant> due = due(tick);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Instant latest = due.get(due.size() - 1);
        Instant now = clock.instant();
        // A trigger's clock may be ahead of ours.
        Instant end = (now.isAfter(latest) ? now : latest).plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        boolean passed = ledger.rows(run, latest.toString(), end.toString()).stream()
            .anyMatch(row -> row.containsKey("finished_at"));
        return passed ? Optional.empty() : Optional.of(latest);
    }

    /** Takes a scheduled time for this process. */
    public boolean take(Instant at, Tick tick) {
        RunLedger.Claim claim = ledger.claim(run, at.toString());
        boolean firedNow = tick.at()
                .map(fired -> fired.truncatedTo(ChronoUnit.MINUTES))
                .filter(at::equals)
                .isPresent();
        if (claim == RunLedger.Claim.HELD && tick.insist() && firedNow) {
            throw new Transient(run + " of " + at + " is held by another worker", (Duration) null);
        }
        return claim == RunLedger.Claim.TAKEN;
    }

    /** Holds a scheduled time for another lease. */
    public void keep(Instant at) {
        ledger.keep(run, at.toString(), Map.of());
    }

    /** Lets somebody else have a scheduled time whose work has failed, at once. */
    public void release(Instant at) {
        ledger.release(run, at.toString(), Map.of());
    }

    /** Notes that a scheduled time is done with. */
    public void finish(Instant at) {
        if (!ledger.finish(run, at.toString())) {
            LOG.warn("{} of {} took longer than its lease and was taken over: it is done twice", run, at);
        }
    }
}
