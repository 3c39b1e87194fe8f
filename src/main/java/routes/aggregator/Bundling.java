package routes.aggregator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import routes.aggregator.BundleMaker.Made;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Planned;
import routes.aws.Queues;
import routes.lake.ObjectVersion;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Batch;
import routes.policy.EventMessage;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Transient;

/** A batch of S3 events on its way to bundles: what each step does with its objects. */
final class Bundling {
    private static final Logger LOG = LoggerFactory.getLogger(Bundling.class);

    private final AggregatorSettings settings;
    private final Arrivals arrivals;
    private final Planning planning;
    private final BundleMaker maker;
    private final Archiving archiving;
    private final Queues queues;
    private final Spans spans;
    private final Meter meter;

    Bundling(
            AggregatorSettings settings,
            Arrivals arrivals,
            Planning planning,
            BundleMaker maker,
            Archiving archiving,
            Queues queues,
            Spans spans,
            Meter meter) {
        this.settings = settings;
        this.arrivals = arrivals;
        this.planning = planning;
        this.maker = maker;
        this.archiving = archiving;
        this.queues = queues;
        this.spans = spans;
        this.meter = meter;
    }

    /**
     * A batch that is being worked on.
     *
     * @param runId names this work in logs, in leases and in what it writes
     * @param holdings bundles that are to be made
     * @param standings what is known of each object, by id; the steps add to it
     */
    record Work(String runId, List<EventMessage> messages, List<Holding> holdings, Map<String, Standing> standings) {

        /** Bundles to be finished without any message. */
        static Work of(String runId, List<Holding> holdings) {
            return new Work(runId, List.of(), holdings, new HashMap<>());
        }
    }

    /** Reads the messages, and finds a bundle for each of their objects. */
    Work plan(Batch batch, String runId) {
        List<EventMessage> messages =
                batch.messages().stream().map(arrivals::read).toList();
        Map<String, ObjectVersion> objects = arrivals.objects(messages);
        Planning.Plan plan = planning.plan(objects.values(), runId);
        return new Work(runId, messages, plan.holdings(), plan.standings());
    }

    /** Reads the objects of a bundle and archives it, unless it lies in the archive already. */
    Map<String, Standing> archive(Holding holding) {
        Bundle bundle = holding.bundle();
        if (!(bundle.state() instanceof Planned)) {
            return settled(bundle.objects());
        }
        try (Made made = maker.make(holding)) {
            Map<String, Standing> standings = new HashMap<>();
            made.readings().forEach((id, reading) -> standings.put(id, standing(reading)));
            if (!made.isEmpty()) {
                store(holding, made, standings);
            } else if (standings.values().stream().anyMatch(Standing.Waiting.class::isInstance)) {
                holding.letGo();
            } else {
                holding.become(new Empty(), bundle.objects());
            }
            return standings;
        }
    }

    private void store(Holding holding, Made made, Map<String, Standing> standings) {
        Bundle bundle = holding.bundle();
        Archiving.Stored stored = archiving.store(bundle, made);
        List<ObjectVersion> struck = bundle.objects().stream()
                .filter(object -> !stored.held().contains(object.id()))
                .toList();
        stored.held().forEach(id -> standings.put(id, new Standing.Settled()));
        // Another worker was faster and could not read what we could: it is planned anew.
        struck.stream()
                .filter(object -> made.readings().get(object.id()) instanceof Reading.Read)
                .forEach(object -> standings.put(
                        object.id(),
                        new Standing.Waiting(
                                FailureKind.TRANSIENT, "bundle was archived without the object", Optional.empty())));
        Planned planned = (Planned) holding.bundle().state();
        holding.become(planned.archived(stored.archive()), struck);
        meter.count("bundles", 1, "pipeline", "aggregator");
        meter.count("bundle_bytes", stored.archive().bytes(), "pipeline", "aggregator");
        meter.count("OutputFileSize", stored.archive().bytes(), "pipeline", "aggregator");
        LOG.atInfo()
                .addKeyValue("objectKey", bundle.key())
                .addKeyValue("records", stored.archive().members())
                .log("bundle archived");
    }

    /** Puts the delivery message on its queue. */
    void tell(Holding holding) {
        if (holding.bundle().state() instanceof Archived) {
            DeliveryMessage message = DeliveryMessage.of(holding.bundle());
            Map<Integer, String> failed = queues.send(
                    settings.deliveriesQueue(), List.of(new Queues.Outgoing(message.json(), spans.inject())));
            if (!failed.isEmpty()) {
                throw new Transient("delivery could not be enqueued: " + failed.get(0), (Duration) null);
            }
        }
    }

    /** Notes that the delivery message is on its way: from here on, the objects are done. */
    void conclude(Holding holding) {
        if (holding.bundle().state() instanceof Archived) {
            holding.told();
        }
    }

    /** A bundle whose making has failed: its lease is given back, its events come again. */
    Map<String, Standing> failed(Holding holding, Throwable failure) {
        FailureKind kind = Failures.kind(failure);
        boolean bug = kind == FailureKind.BUG;
        LOG.atLevel(bug ? Level.ERROR : Level.WARN)
                .addKeyValue("objectKey", holding.bundle().key())
                .setCause(bug ? failure : null)
                .log("bundle not finished: {}", Failures.reason(failure));
        try {
            holding.letGo();
        } catch (RuntimeException e) {
            // The lease ends by itself; what matters is the first failure.
            failure.addSuppressed(e);
        }
        // What is poison to a bundle is the fault of none of its objects: none is parked for it.
        Standing again = new Standing.Waiting(
                kind == FailureKind.POISON ? FailureKind.BUG : kind, Failures.reason(failure), Optional.empty());
        Map<String, Standing> standings = new HashMap<>();
        holding.bundle().objects().forEach(object -> standings.put(object.id(), again));
        return standings;
    }

    private Standing standing(Reading reading) {
        if (reading instanceof Reading.Gone gone) {
            return new Standing.Refused(gone.reason());
        }
        if (reading instanceof Reading.Superseded) {
            meter.count("superseded", 1, "pipeline", "aggregator");
        }
        return reading instanceof Reading.Failing failing
                ? new Standing.Waiting(FailureKind.TRANSIENT, failing.reason(), Optional.empty())
                : new Standing.Settled();
    }

    private static Map<String, Standing> settled(List<ObjectVersion> objects) {
        Map<String, Standing> standings = new HashMap<>();
        objects.forEach(object -> standings.put(object.id(), new Standing.Settled()));
        return standings;
    }
}
