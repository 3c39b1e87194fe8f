package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.aws.ObjectLeases;
import routes.lake.ObjectVersion;

/** Which object comes into which bundle. */
class PlanningTest {
    private final MemoryAggregator lake = new MemoryAggregator("aggregator.batch-bytes", "1000B");
    private final BundleLedger ledger = new BundleLedger(
            new ObjectLeases(() -> lake.dynamoDb, "lake-objects", "ttl", Duration.ofDays(30), lake.clock), lake.clock);
    private final Planning planning =
            new Planning(lake.settings, ledger, Duration.ofMinutes(5), lake.memory, lake.clock);

    private static List<ObjectVersion> objects(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> MemoryAggregator.object("data/" + i, size))
                .toList();
    }

    @Test
    void aBundleHoldsNoMoreThanATransaction() {
        assertThat(planning.chunks(objects(250, 1))).extracting(List::size).containsExactly(99, 99, 52);
    }

    @Test
    void aBundleHoldsNoMoreBytesThanItMayAndALargerObjectHasOneOfItsOwn() {
        List<ObjectVersion> objects = new ArrayList<>(objects(3, 400));
        objects.add(MemoryAggregator.object("data/large", 5000));
        objects.add(MemoryAggregator.object("data/small", 1));
        assertThat(planning.chunks(objects)).extracting(List::size).containsExactly(2, 1, 1, 1);
    }

    @Test
    void theNameOfABundleDependsOnItsObjectsAndNotOnTheirOrder() {
        List<ObjectVersion> objects = new ArrayList<>(objects(20, 1));
        String id = Bundle.idOf(objects);
        java.util.Collections.shuffle(objects, new java.util.Random(3));
        assertThat(Bundle.idOf(objects)).isEqualTo(id).matches("bundle-[0-9a-f]{32}");
        assertThat(Bundle.idOf(objects.subList(0, 19))).isNotEqualTo(id);
    }

    /** Property: whoever plans which part of the objects, and dies or finishes, every object is in exactly one bundle. */
    @Test
    void everyObjectIsInExactlyOneBundleHoweverBatchesOverlap() {
        Cases.forAll(cases -> {
            MemoryAggregator lake = new MemoryAggregator("aggregator.batch-bytes", "1000B");
            BundleLedger ledger = new BundleLedger(
                    new ObjectLeases(() -> lake.dynamoDb, "lake-objects", "ttl", Duration.ofDays(30), lake.clock),
                    lake.clock);
            Planning planning = new Planning(lake.settings, ledger, Duration.ofMinutes(5), lake.memory, lake.clock);
            List<ObjectVersion> all = objects(cases.number(1, 30), cases.number(1, 300));
            Map<String, Set<String>> bundlesOf = new HashMap<>();
            for (int batch = 0; batch < 8; batch++) {
                List<ObjectVersion> some = all.stream()
                        .filter(object -> cases.random().nextBoolean())
                        .toList();
                Planning.Plan plan = planning.plan(some, "run-" + batch);
                for (Holding holding : plan.holdings()) {
                    holding.bundle()
                            .objects()
                            .forEach(object -> bundlesOf
                                    .computeIfAbsent(object.id(), id -> new HashSet<>())
                                    .add(holding.bundle().id()));
                }
                lake.pass(Duration.ofMinutes(cases.number(0, 6)));
            }
            assertThat(bundlesOf.values())
                    .allSatisfy(bundles -> assertThat(bundles).hasSize(1));
        });
    }

    @Test
    void aPlanThatLosesARaceForAnObjectTakesTheOthersAlone() {
        List<ObjectVersion> objects = objects(3, 1);
        lake.dynamoDb.beforeNextWrite(() -> planning.plan(objects.subList(1, 2), "faster"));
        Planning.Plan plan = planning.plan(objects, "slower");
        assertThat(plan.holdings())
                .singleElement()
                .satisfies(holding ->
                        assertThat(holding.bundle().objects()).containsExactly(objects.get(0), objects.get(2)));
        assertThat(plan.standings()).containsOnlyKeys(objects.get(1).id());
    }

    @Test
    void ofTwoThatTakeADeadBundleOverOneGetsIt() {
        List<ObjectVersion> objects = objects(2, 1);
        planning.plan(objects, "dead");
        lake.pass(Duration.ofMinutes(5));
        List<Planning.Plan> plans = new ArrayList<>();
        // The first write of the slower one is the transaction that is refused; its second would take over.
        lake.dynamoDb.beforeNextWrite(
                () -> lake.dynamoDb.beforeNextWrite(() -> plans.add(planning.plan(objects, "faster"))));
        plans.add(planning.plan(objects, "slower"));
        assertThat(plans.stream().mapToInt(plan -> plan.holdings().size()).sum())
                .isEqualTo(1);
    }
}
