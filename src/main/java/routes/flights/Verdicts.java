package routes.flights;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import routes.aws.RunLedger;

/** What has been decided about contents, by their SHA-256: a decision sticks to the content, wherever it comes again. */
final class Verdicts {
    /** The ledger's name of decisions. */
    static final String RUN = "flights-verdict";

    private static final String STANDING = "standing";
    private static final String KEY = "key";

    private final RunLedger ledger;
    private final Clock clock;

    Verdicts(RunLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Standing of(String sha256) {
        String standing = ledger.row(RUN, sha256).get(STANDING);
        return standing == null ? Standing.NONE : Standing.valueOf(standing.toUpperCase(Locale.ROOT));
    }

    /** Notes that a content belongs in quarantine, unless something has been decided about it; what holds then. */
    Standing quarantine(String sha256, String key, List<String> reasons) {
        boolean first = ledger.recordFirst(
                RUN,
                sha256,
                Map.of(
                        STANDING,
                        word(Standing.QUARANTINED),
                        KEY,
                        key,
                        "reasons",
                        String.join(", ", reasons),
                        "noted_at",
                        now()));
        return first ? Standing.QUARANTINED : of(sha256);
    }

    /**
     * Notes what somebody has decided who has looked at a content. One that is not known here is somebody's repair.
     *
     * @param decision released or rejected
     * @return false when the opposite was decided before
     */
    boolean decide(String sha256, String key, Standing decision) {
        Map<String, String> facts = Map.of(STANDING, word(decision), KEY, key, "decided_at", now());
        boolean noted = ledger.recordIf(RUN, sha256, STANDING, word(Standing.QUARANTINED), facts)
                || ledger.recordFirst(RUN, sha256, facts);
        return noted || of(sha256) == decision;
    }

    private static String word(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
