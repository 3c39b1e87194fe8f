package routes.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.CircuitState;
import routes.lake.Note;
import routes.policy.Lake;

/** What the pipeline tells of itself: whether NiFi is sent to, and what is left to do. */
public final class AggregatorNotes {
    private static final int MOST = 1000;

    private AggregatorNotes() {}

    /** The circuit, and the open bundles with the age of the oldest. */
    public static List<Note> of(Lake lake, AggregatorSettings settings) {
        Instant now = lake.clock().instant();
        return List.of(
                circuit(AggregatorParts.circuit(lake, settings).state()),
                open(AggregatorParts.ledger(lake, settings), now));
    }

    static Note circuit(CircuitState state) {
        return new Note("circuit", state.facts());
    }

    private static Note open(BundleLedger ledger, Instant now) {
        List<String> ids = ledger.openSince(now.plusSeconds(1), MOST);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", ids.size());
        // The index may be behind: a bundle that is done by now is not the oldest.
        Optional<Bundle> oldest = ids.stream()
                .flatMap(id -> ledger.find(id).stream())
                .filter(bundle -> bundle.state().isOpen())
                .findFirst();
        oldest.ifPresent(bundle -> {
            facts.put("oldest", bundle.id());
            facts.put("state", bundle.state().title());
            facts.put("standing", Duration.between(bundle.since(), now));
            facts.put("age", Duration.between(bundle.plannedAt(), now));
        });
        return new Note("open bundles", facts);
    }
}
