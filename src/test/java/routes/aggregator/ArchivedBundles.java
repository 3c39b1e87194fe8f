package routes.aggregator;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Delivering;
import routes.aggregator.BundleState.Pending;
import routes.lake.BundleFormat;
import routes.lake.ObjectVersion;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Bundles of a lake in memory, in any state that a test needs. */
final class ArchivedBundles {
    private static final Archive ARCHIVE = new Archive("ab".repeat(32), 5, 1);

    private final MemoryAggregator lake;
    private final BundleLedger ledger;

    ArchivedBundles(MemoryAggregator lake) {
        this.lake = lake;
        this.ledger = AggregatorParts.ledger(lake.lake, lake.settings);
    }

    BundleLedger ledger() {
        return ledger;
    }

    /** Claims objects for a bundle under a lease of five minutes. */
    Bundle planned(String... keys) {
        List<ObjectVersion> objects =
                Arrays.stream(keys).map(key -> MemoryAggregator.object(key, 1)).toList();
        Lease lease = new Lease(
                "aggregator-20261120T010000Z-00000001", lake.clock.instant().plus(Duration.ofMinutes(5)));
        return ledger.plan(objects, BundleFormat.TAR_GZ, lease).bundle();
    }

    Bundle archived(String... keys) {
        Bundle bundle = planned(keys);
        lake.s3.putObject(
                PutObjectRequest.builder()
                        .bucket("archive")
                        .key(bundle.key())
                        .metadata(Map.of(
                                "content-sha256",
                                ARCHIVE.sha256(),
                                "member-count",
                                Integer.toString(keys.length),
                                "run-id",
                                bundle.runId()))
                        .build(),
                RequestBody.fromString("bytes"));
        return change(bundle, new Archived(ARCHIVE, lease(bundle)));
    }

    Bundle pending(String... keys) {
        return change(archived(keys), new Pending(ARCHIVE, 3));
    }

    Bundle delivering(String... keys) {
        Bundle bundle = archived(keys);
        return change(bundle, new Delivering(ARCHIVE, 2, lease(bundle)));
    }

    Bundle delivered(String... keys) {
        Bundle bundle = delivering(keys);
        return change(bundle, ((Delivering) bundle.state()).delivered(lake.clock.instant()));
    }

    Bundle parked(String... keys) {
        Bundle bundle = delivering(keys);
        return change(bundle, ((Delivering) bundle.state()).parked());
    }

    Bundle change(Bundle bundle, BundleState next) {
        return ledger.change(bundle, next).orElseThrow();
    }

    private static Lease lease(Bundle bundle) {
        return ((BundleState.Leased) bundle.state()).lease();
    }
}
