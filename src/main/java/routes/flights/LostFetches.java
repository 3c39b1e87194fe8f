package routes.flights;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ExecutionTracking;
import routes.aws.RunLedger;
import routes.policy.Failures;

/**
 * Fetches whose process was killed: nobody is left to say how they ended, so the next fetch says it, by the claims of
 * scheduled times that were not kept. A fetch that is only slow says itself that it has succeeded.
 */
final class LostFetches {
    private static final Logger LOG = LoggerFactory.getLogger(LostFetches.class);
    private static final Duration LATELY = Duration.ofDays(1);
    private static final String FETCHING = "fetching";
    private static final String WHY = "not heard of again: its process has ended, or its claim was taken over";

    private final RunLedger ledger;
    private final ExecutionTracking tracking;
    private final Clock clock;

    LostFetches(RunLedger ledger, ExecutionTracking tracking, Clock clock) {
        this.ledger = ledger;
        this.tracking = tracking;
        this.clock = clock;
    }

    /**
     * Says of fetches of the last day whose claim nobody holds any more, and which are still said to run, that they are lost,
     * and notes with its claim which fetch begins now. Whatever goes wrong here is no failure of the fetch that begins.
     *
     * @param at the scheduled time that the fetch is for, whose claim it holds; empty: somebody has ordered it
     */
    void beginning(String run, Optional<Instant> at) {
        try {
            Instant now = clock.instant();
            ledger.rows(FlightsParts.FETCHES, now.minus(LATELY).toString(), now.toString()).stream()
                    .filter(row -> !row.containsKey("finished_at"))
                    .filter(row -> isOver(row, now)
                            || at.map(Instant::toString)
                                    .filter(row.get("at")::equals)
                                    .isPresent())
                    .flatMap(row -> Optional.ofNullable(row.get(FETCHING)).stream())
                    .filter(lost -> !lost.equals(run))
                    .forEach(this::isLost);
            at.ifPresent(time -> ledger.record(FlightsParts.FETCHES, time.toString(), Map.of(FETCHING, run)));
        } catch (RuntimeException e) {
            LOG.warn("fetches that were lost stay as they are: {}", Failures.reason(e));
        }
    }

    private static boolean isOver(Map<String, String> row, Instant now) {
        return Instant.parse(row.getOrDefault("lease_until", Instant.EPOCH.toString()))
                .isBefore(now);
    }

    private void isLost(String run) {
        if (tracking.lost(run, FlightsParts.FETCHES, WHY)) {
            LOG.atWarn().addKeyValue("lost", run).log("a fetch was lost: {}", WHY);
        }
    }
}
