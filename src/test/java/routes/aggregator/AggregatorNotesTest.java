package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import routes.aws.CircuitState;

class AggregatorNotesTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T00:40:00Z");
    private static final Instant UNTIL = Instant.parse("2026-11-20T01:05:00Z");

    private final MemoryAggregator lake = new MemoryAggregator();
    private final ArchivedBundles bundles = new ArchivedBundles(lake);

    private Map<String, Object> open() {
        return AggregatorNotes.of(lake.lake, lake.settings).get(1).facts();
    }

    @Test
    void anOpenCircuitTellsUntilWhen() {
        assertThat(AggregatorNotes.circuit(new CircuitState.Open(3, SINCE, UNTIL, 2))
                        .facts())
                .containsExactlyEntriesOf(ordered("state", "open", "until", UNTIL, "trips", 2, "since", SINCE));
    }

    @Test
    void aHalfOpenCircuitTellsWhoProbes() {
        assertThat(AggregatorNotes.circuit(new CircuitState.HalfOpen(4, SINCE, 2, "host-7", UNTIL))
                        .facts())
                .containsExactlyEntriesOf(ordered(
                        "state", "half-open", "holder", "host-7", "lease_until", UNTIL, "trips", 2, "since", SINCE));
    }

    @Test
    void aClosedCircuitTellsSinceWhenUnlessItWasNeverOpen() {
        assertThat(AggregatorNotes.circuit(new CircuitState.Closed(5, SINCE, 0, Instant.EPOCH))
                        .facts())
                .containsExactlyEntriesOf(ordered("state", "closed", "since", SINCE));
        assertThat(AggregatorNotes.of(lake.lake, lake.settings).get(0).facts())
                .containsExactlyEntriesOf(ordered("state", "closed"));
    }

    @Test
    void theOldestOfTheOpenBundlesIsTold() {
        Bundle oldest = bundles.planned("data/a");
        lake.pass(Duration.ofMinutes(1));
        bundles.pending("data/b");
        bundles.delivered("data/c");
        lake.pass(Duration.ofMinutes(1));
        assertThat(open())
                .containsExactlyEntriesOf(ordered(
                        "count",
                        2,
                        "oldest",
                        oldest.id(),
                        "state",
                        "PLANNED",
                        "standing",
                        Duration.ofMinutes(2),
                        "age",
                        Duration.ofMinutes(2)));
    }

    @Test
    void aBundleOnItsWayIsAsOldAsItsPlanHoweverShortItHasStoodThere() {
        Bundle bundle = bundles.archived("data/a");
        lake.pass(Duration.ofMinutes(3));
        bundles.change(bundle, ((BundleState.Archived) bundle.state()).told());
        lake.pass(Duration.ofMinutes(1));
        assertThat(open()).containsEntry("standing", Duration.ofMinutes(1)).containsEntry("age", Duration.ofMinutes(4));
    }

    @Test
    void withNothingLeftToDoThereIsNoOldest() {
        bundles.delivered("data/a");
        assertThat(open()).containsExactlyEntriesOf(ordered("count", 0));
    }

    private static Map<String, Object> ordered(Object... facts) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put((String) facts[i], facts[i + 1]);
        }
        return map;
    }
}
