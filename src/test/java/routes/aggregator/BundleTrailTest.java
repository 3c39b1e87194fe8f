package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aws.ObjectListing;
import routes.lake.Trail;

/** What is told of a bundle and of a run. Objects with versions are followed in AggregatorCommandsIT. */
class BundleTrailTest {
    private static final String RUN = "aggregator-20261120T010000Z-00000001";

    private final MemoryAggregator lake = new MemoryAggregator();
    private final ArchivedBundles bundles = new ArchivedBundles(lake);
    private final BundleTrail trail = new BundleTrail(lake.lake, lake.settings, new ObjectListing(() -> lake.s3));

    private Trail follow(String name) {
        return trail.follow(name, 1000).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundle-123",
                "s3://raw/data/a",
                "data/a",
                "ingest-20261120T010000Z-00000001",
                "aggregator-20261399T010000Z-00000001",
                "bundles/2026/11/20/01/bundle-00000000000000000000000000000000.manifest.json"
            })
    void whatMeansNothingToThisPipelineHasNoTrail(String name) {
        assertThat(trail.follow(name, 1000)).isEmpty();
    }

    @Test
    void aBundleThatNobodyKnowsIsNotFound() {
        Trail unknown = follow("bundle-00000000000000000000000000000000");
        assertThat(unknown.found()).isFalse();
        assertThat(unknown.facts()).containsEntry("row", Map.of()).containsEntry("archived", Map.of());
    }

    @Test
    void aBundleTellsWhereItStandsAndWhatItHolds() {
        Bundle bundle = bundles.delivering("data/a", "data/b");
        Trail found = follow(bundle.id());
        assertThat(found.found()).isTrue();
        assertThat(found.facts())
                .containsEntry("bundle", bundle.id())
                .containsEntry("key", "s3://archive/" + bundle.key())
                .containsEntry("objects", List.of("landing/data/a/v1", "landing/data/b/v1"));
        assertThat(found.facts().get("row"))
                .asString()
                .contains(
                        "state=DELIVERING",
                        "attempts=2",
                        "owner=" + RUN,
                        "lease_until=2026-11-20T01:05:00Z",
                        "run_id=" + RUN)
                .doesNotContain("open=");
        assertThat(found.facts().get("archived")).asString().contains("member-count=2");
    }

    @Test
    void aBundleWhoseRowIsOverIsFoundByItsAddress() {
        Bundle bundle = bundles.delivered("data/a");
        lake.pass(Duration.ofDays(31));
        assertThat(follow(bundle.id()).found()).isFalse();
        Trail found = follow("s3://archive/" + bundle.key());
        assertThat(found.found()).isTrue();
        assertThat(found.facts()).containsEntry("row", Map.of());
        assertThat(found.facts().get("archived")).asString().contains("member-count=1");
    }

    @Test
    void aDeliveryIsAboutItsBundleAlone() {
        Bundle one = bundles.pending("data/a");
        Bundle other = bundles.pending("data/b");
        Trail.Letters letters = follow(one.id()).letters();
        assertThat(letters.isAboutIt(DeliveryMessage.of(one).json(), Map.of())).isTrue();
        assertThat(letters.isAboutIt(DeliveryMessage.of(other).json(), Map.of()))
                .isFalse();
    }

    @Test
    void anObjectThatIsNotThereIsNotFound() {
        lake.put("data/a longer key", "content");
        assertThat(follow("s3://landing/data/a").found()).isFalse();
    }

    @Test
    void withoutVersionsNobodyCanTellTheBundleOfAnObjectFromItsKey() {
        lake.put("data/a", "content");
        assertThat(follow("s3://landing/data/a").facts().get("versions"))
                .asString()
                .contains("bundle=unknown, the bucket has no versions");
    }

    @Test
    void anEventIsAboutItsObjectAlone() {
        Trail.Letters letters = follow("s3://landing/data/a b").letters();
        assertThat(letters.isAboutIt(MemoryAggregator.event("data/a b", "e", 1), Map.of()))
                .isTrue();
        assertThat(letters.isAboutIt(MemoryAggregator.event("data/a", "e", 1), Map.of()))
                .isFalse();
        assertThat(letters.isAboutIt("no event", Map.of())).isFalse();
    }

    @Test
    void aRunTellsTheBundlesThatItPlannedAlsoInTheNextHour() {
        lake.pass(Duration.ofMinutes(59));
        Bundle one = bundles.delivered("data/a");
        lake.pass(Duration.ofMinutes(2));
        Bundle other = bundles.pending("data/b");
        Trail run = follow(RUN);
        assertThat(run.found()).isTrue();
        assertThat(run.facts().get("bundles")).asString().contains(one.id(), other.id());
        assertThat(run.letters().isAboutIt("", Map.of("run_id", RUN))).isTrue();
        assertThat(run.letters().isAboutIt("", Map.of())).isFalse();
        assertThat(follow("aggregator-20261120T010000Z-00000002").found()).isFalse();
    }
}
