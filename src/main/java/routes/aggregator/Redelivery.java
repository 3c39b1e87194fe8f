package routes.aggregator;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Leased;
import routes.aggregator.BundleState.Pending;
import routes.aggregator.BundleState.Planned;
import routes.aggregator.BundleState.Stored;
import routes.aws.ObjectListing;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.RunId;

/**
 * Sends archived bundles once more, under the same ids: the row of each becomes PENDING without attempts, then its
 * delivery message is put on its queue. Between the two nothing is lost: a PENDING bundle without a message is found by
 * the sweep.
 */
public final class Redelivery {
    private final AggregatorSettings settings;
    private final BundleLedger ledger;
    private final ObjectStore archive;
    private final ObjectListing listing;
    private final Queues queues;
    private final Spans spans;
    private final Clock clock;

    /** The redelivery of the lake's bundles. */
    public Redelivery(Lake lake, AggregatorSettings settings, ObjectListing listing) {
        this.settings = settings;
        this.ledger = AggregatorParts.ledger(lake, settings);
        this.archive = lake.objects();
        this.listing = listing;
        this.queues = lake.queues();
        this.spans = lake.spans();
        this.clock = lake.clock();
    }

    /** What became of a bundle that somebody wants sent again. */
    public enum Fate {
        /** It is on its way. */
        SENT,
        /** It would be, were it meant. */
        WOULD_BE_SENT,
        /** It cannot be sent now, or never. */
        REFUSED,
        /** Its message could not be enqueued; the sweep will do that. */
        NOT_ENQUEUED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * A bundle that somebody wants sent again.
     *
     * @param bundle its id, or the name by which it was asked for
     * @param fate what became of it
     * @param said in one line: where it lies, or why it is not sent
     */
    public record Answer(String bundle, Fate fate, String said) {}

    /** Whether a text names a bundle: its id, its key in the archive, or its address there. */
    public boolean isName(String text) {
        return Bundle.isId(text) || BundleKey.parse(key(text)).isPresent();
    }

    /** Keys of the bundles that were planned in an hour, listed as they are asked for. */
    public Stream<String> planned(Instant hour) {
        return listing.keys(settings.archiveBucket(), Bundle.hourPrefix(hour))
                .filter(key -> BundleKey.parse(key).isPresent());
    }

    /**
     * Sends a bundle again.
     *
     * @param name its id, its key or its address; one whose row is over is not found by its id alone
     * @param dryRun tell what would become of it, and change nothing
     */
    public Answer again(String name, boolean dryRun) {
        Optional<BundleKey> key = BundleKey.parse(key(name));
        String id = key.map(BundleKey::id).orElse(name);
        Optional<Bundle> row = ledger.find(id);
        if (row.isPresent()) {
            Bundle bundle = row.get();
            return refusal(bundle)
                    .map(no -> refused(id, no))
                    .orElseGet(() -> send(bundle, dryRun, () -> ledger.restart(bundle, again(bundle))));
        }
        if (key.isEmpty()) {
            return refused(
                    id,
                    "is not in the table " + settings.table() + ": it was never planned, or its time to live is over;"
                            + " then name it by its key in the archive");
        }
        Optional<ObjectStore.Stored> stored = archive.find(settings.archiveBucket(), key(name));
        if (stored.isEmpty()) {
            return refused(id, "is neither in the table " + settings.table() + " nor in the archive");
        }
        try {
            Bundle bundle = restored(key.get(), stored.get());
            return send(bundle, dryRun, () -> ledger.restore(bundle));
        } catch (IllegalArgumentException e) {
            return refused(id, "lies in the archive without the metadata of a bundle: " + e.getMessage());
        }
    }

    private Optional<String> refusal(Bundle bundle) {
        BundleState state = bundle.state();
        if (state instanceof Empty) {
            return Optional.of("is EMPTY: none of its objects could ever be read");
        }
        if (state instanceof Planned) {
            return Optional.of("is PLANNED: it does not lie in the archive yet");
        }
        if (state instanceof Leased leased && !leased.lease().isOver(clock.instant())) {
            return Optional.of("is " + state.title() + ": " + leased.lease().owner() + " works on it, until "
                    + leased.lease().until() + " at the latest");
        }
        return archive.find(settings.archiveBucket(), bundle.key()).isPresent()
                ? Optional.empty()
                : Optional.of("is " + state.title() + ", but it is gone from the archive: " + address(bundle));
    }

    private static Pending again(Bundle bundle) {
        return ((Stored) bundle.state()).again();
    }

    /** A bundle whose row is gone, as far as the archive still knows it: of its objects, only how many they were. */
    private Bundle restored(BundleKey key, ObjectStore.Stored stored) {
        Map<String, String> metadata = stored.metadata();
        Archive there = new Archive(
                metadata.getOrDefault(ObjectStore.CONTENT_SHA256, ""),
                stored.length(),
                Integer.parseInt(metadata.getOrDefault(Archiving.MEMBER_COUNT, "0")));
        String runId = metadata.getOrDefault(Archiving.RUN_ID, "none");
        return new Bundle(
                key.id(),
                key.hour(),
                key.format(),
                RunId.isSafe(runId) ? runId : "none",
                List.of(),
                new Pending(there, 0),
                clock.instant(),
                1);
    }

    /** Notes that it is to be sent, then tells so: in this order a crash between the two loses nothing. */
    private Answer send(Bundle bundle, boolean dryRun, Supplier<Optional<Bundle>> note) {
        if (dryRun) {
            return new Answer(bundle.id(), Fate.WOULD_BE_SENT, address(bundle));
        }
        Optional<Bundle> pending = note.get();
        if (pending.isEmpty()) {
            return refused(bundle.id(), "has changed just now: ask again");
        }
        Map<Integer, String> failed = queues.send(
                settings.deliveriesQueue(),
                List.of(new Queues.Outgoing(DeliveryMessage.of(pending.get()).json(), spans.inject())));
        return failed.isEmpty()
                ? new Answer(bundle.id(), Fate.SENT, address(bundle))
                : new Answer(
                        bundle.id(),
                        Fate.NOT_ENQUEUED,
                        "its message could not be enqueued (" + failed.get(0)
                                + "); the sweep will do that once aggregator.overdue has gone by");
    }

    private static Answer refused(String id, String because) {
        return new Answer(id, Fate.REFUSED, because);
    }

    private String address(Bundle bundle) {
        return "s3://" + settings.archiveBucket() + "/" + bundle.key();
    }

    private String key(String name) {
        String bucket = "s3://" + settings.archiveBucket() + "/";
        return name.startsWith(bucket) ? name.substring(bucket.length()) : name;
    }
}
