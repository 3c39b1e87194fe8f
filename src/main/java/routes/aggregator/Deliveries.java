package routes.aggregator;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aggregator.BundleState.Delivered;
import routes.aggregator.BundleState.Delivering;
import routes.aws.CircuitChange;
import routes.aws.ObjectStore;
import routes.aws.Permit;
import routes.aws.SharedCircuit;
import routes.aws.UnreadableCircuit;
import routes.observe.Meter;
import routes.policy.BatchResult;
import routes.policy.EachMessage.Worked;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Tries;
import routes.policy.UnreadableBody;

/** Bundles on their way to NiFi: what is sent, and what an attempt means for the bundle and for everybody else. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final String[] PIPELINE = {"pipeline", "aggregator"};

    private final AggregatorSettings settings;
    private final ObjectStore archive;
    private final SharedCircuit circuit;
    private final DeliveryWaits waits;
    private final Parking parking;
    private final Meter meter;
    private final Clock clock;

    Deliveries(
            AggregatorSettings settings,
            ObjectStore archive,
            SharedCircuit circuit,
            DeliveryWaits waits,
            Parking parking,
            Meter meter,
            Clock clock) {
        this.settings = settings;
        this.archive = archive;
        this.circuit = circuit;
        this.waits = waits;
        this.parking = parking;
        this.meter = meter;
        this.clock = clock;
    }

    /** Opens the archived bundle to be sent; whoever sends it closes it. */
    Delivery open(Attempt attempt) {
        Bundle bundle = attempt.bundle();
        InputStream content = archive.open(settings.archiveBucket(), bundle.key())
                .orElseThrow(() -> new Poison("archived bundle " + bundle.key() + " is not there (any more)"));
        Archive there = attempt.archive();
        return new Delivery(
                bundle.id(), bundle.key(), bundle.format().contentType(), there.sha256(), there.bytes(), content);
    }

    /** NiFi has answered 2xx. */
    Outcome delivered(Attempt attempt) {
        Instant now = clock.instant();
        attempt.holding().become(attempt.delivering().delivered(now));
        meter.count("deliveries", 1, PIPELINE);
        meter.time("delivery_latency", Duration.between(attempt.bundle().plannedAt(), now), PIPELINE);
        LOG.atInfo()
                .addKeyValue("objectKey", attempt.bundle().key())
                .addKeyValue("attempt", attempt.bundle().state() instanceof Delivered done ? done.attempts() : 0)
                .log("bundle delivered");
        tell(attempt, permit -> circuit.succeeded(permit));
        return new Outcome.Done();
    }

    /**
     * NiFi has the bundle, and that could not be noted, often as it was tried. The row is left alone: while its lease
     * lives, nobody sends the bundle again; after that, somebody may.
     */
    Outcome unnoted(Attempt attempt) {
        LOG.atError().addKeyValue("objectKey", attempt.bundle().key()).log("bundle delivered, but not noted");
        return DeliveryWaits.again(FailureKind.TRANSIENT, "delivered, but not noted", settings.leaseOfDelivery());
    }

    /**
     * The delivery of a message has failed.
     *
     * @param attempt null when it failed before anything was sent
     */
    Outcome failed(QueueMessage message, @Nullable Attempt attempt, Throwable failure, String runId) {
        FailureKind kind = Failures.kind(failure);
        String reason = Failures.reason(failure);
        Parking.Letter letter = new Parking.Letter(message, "aggregator-delivery", runId);
        if (kind == FailureKind.BUG) {
            LOG.error("a bug: delivery left on its queue", failure);
        }
        if (attempt == null) {
            return kind == FailureKind.POISON
                    ? parking.park(letter, kind, reason)
                    : parking.giveBack(letter, kind, reason, Optional.of(waits.after(message.receives())));
        }
        if (kind == FailureKind.OUTAGE) {
            attempt.holding().become(attempt.delivering().unsent());
            return waits.paused(settings.circuit().cooldown());
        }
        Optional<Duration> wish = Tries.wish(failure);
        boolean answered = kind == FailureKind.POISON;
        boolean ours = kind == FailureKind.BUG || isOfTheArchive(failure);
        Optional<Duration> pause = tell(attempt, permit -> {
            if (answered && permit.probe()) {
                // It has no use for this bundle, but it is there.
                return circuit.succeeded(permit);
            }
            return answered || ours ? circuit.release(permit) : circuit.failed(permit, wish);
        });
        Delivering delivering = attempt.delivering();
        if (answered || delivering.attempts() >= settings.maxAttempts()) {
            String all = answered ? reason : reason + ", " + delivering.attempts() + " attempts";
            attempt.holding().become(delivering.parked());
            return parking.park(letter, kind, all);
        }
        // A probe tells how NiFi is, not how the bundle is: a long outage would use all attempts up.
        attempt.holding().become(attempt.isProbe() ? delivering.unsent() : delivering.failed());
        // Not before it may be tried: coming earlier would only cost receives.
        Optional<Duration> after = Stream.of(Optional.of(waits.after(delivering.attempts())), wish, pause)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return parking.giveBack(letter, kind, reason, after);
    }

    /**
     * Tells the circuit how the call went that it has permitted. What the bundle's row says does not depend on it.
     *
     * @return how long deliveries pause, when this has opened the circuit
     */
    private Optional<Duration> tell(Attempt attempt, Function<Permit, CircuitChange> how) {
        if (attempt.permit() == null) {
            return Optional.empty();
        }
        CircuitChange change = how.apply(attempt.permit());
        if (change instanceof CircuitChange.Opened opened) {
            meter.count("CircuitBreakerOpen", 1, PIPELINE);
            LOG.error("NiFi is down: deliveries pause until {}", opened.until());
            return Optional.of(Duration.between(clock.instant(), opened.until()));
        } else if (change instanceof CircuitChange.Closed closed) {
            LOG.info("NiFi is back, it was down since {}", closed.openSince());
        } else if (change instanceof UnreadableCircuit unreadable) {
            LOG.warn("shared circuit cannot be told how a delivery went: {}", Failures.reason(unreadable.cause()));
        }
        return Optional.empty();
    }

    /** Our own archive could not be read: NiFi has no part in it. */
    private static boolean isOfTheArchive(Throwable failure) {
        boolean archive = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            archive |= cause instanceof UnreadableBody;
        }
        return archive || Failures.isOfAws(failure);
    }

    /** What the batch came to, with its numbers. */
    BatchResult conclude(Worked worked, Duration took) {
        long done = worked.outcomes().values().stream()
                .filter(Outcome.Done.class::isInstance)
                .count();
        worked.outcomes()
                .values()
                .forEach(outcome -> outcome.failure()
                        .ifPresent(
                                kind -> meter.count("failures", 1, "pipeline", "aggregator", "kind", kind.toString())));
        meter.time("ExecutionTime", took, PIPELINE);
        meter.count("EventsProcessed", done, PIPELINE);
        meter.count("EventsFailed", worked.messages().size() - done, PIPELINE);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("handled", done);
        summary.put("failed", worked.messages().size() - done);
        return new BatchResult(worked.outcomes(), summary);
    }
}
