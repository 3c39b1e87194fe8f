package routes.flights;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ExecutionTracking;
import routes.aws.SharedCircuit;
import routes.flights.FateTally.Fates;
import routes.lake.S3Event;
import routes.policy.BatchResult;
import routes.policy.BearerTokens;
import routes.policy.EventMessage;
import routes.policy.EventSettling;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Lake;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.Tick;
import routes.policy.Ticks;
import routes.policy.Tries;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record FlightsParts(
        FlightsSettings settings,
        Ticks ticks,
        SourceGate gate,
        SkyRequestProcessor request,
        SkyResponseProcessor response,
        RawZone rawZone,
        Intake intake,
        Converting converting,
        Judging judging,
        QualityAlerts alerts,
        Quarantine quarantine,
        Executions executions,
        LostFetches lost,
        FlightNumbers numbers,
        Tries tries,
        Parking parking,
        Clock clock,
        RandomGenerator random) {
    /** The ledger's name of scheduled fetches. */
    static final String FETCHES = "flights-fetch";

    private static final Logger LOG = LoggerFactory.getLogger(FlightsParts.class);

    /** Puts them together. */
    public static FlightsParts of(Lake lake, FlightsSettings settings, Path spoolDirectory) {
        Clock clock = lake.clock();
        FlightNumbers numbers = new FlightNumbers(lake.meter());
        QualityAlerts alerts =
                new QualityAlerts(lake.sns().to(settings.alertsTopic(), settings.alertWindow()), numbers);
        SourceGate gate = new SourceGate(circuit(lake, settings), lake.ledger(), alerts, numbers, clock);
        SkyRequestProcessor request =
                new SkyRequestProcessor(settings.source(), gate, new BearerTokens(lake.secrets(), clock), clock);
        SnapshotReader snapshots = new SnapshotReader(settings.source().mostBytes(), spoolDirectory);
        ExecutionTracking tracking = lake.tables().executions(settings.executionsTable(), settings.executionsKept());
        Verdicts verdicts = new Verdicts(lake.ledger(), clock);
        return new FlightsParts(
                settings,
                new Ticks(FETCHES, settings.schedule(), settings.catchUp(), lake.ledger(), clock),
                gate,
                request,
                new SkyResponseProcessor(settings.source(), gate, request, snapshots, numbers, clock),
                new RawZone(lake.objects(), lake.reader().small(), settings.rawBucket(), spoolDirectory),
                new Intake(settings.rawBucket(), settings.processedBucket()),
                new Converting(lake.objects(), lake.reader(), verdicts, settings, spoolDirectory),
                new Judging(lake.objects(), lake.reader(), settings, verdicts, spoolDirectory),
                alerts,
                new Quarantine(lake.objects(), verdicts, settings.processedBucket(), spoolDirectory),
                new Executions(tracking, settings),
                new LostFetches(lake.ledger(), tracking, clock),
                numbers,
                new Tries(settings.backoff(), clock, lake.random()),
                lake.parking(),
                clock,
                lake.random());
    }

    /** The breaker of the API, one for the whole fleet. */
    static SharedCircuit circuit(Lake lake, FlightsSettings settings) {
        return lake.tables().circuit(settings.circuitTable(), "flights-opensky", settings.circuit());
    }

    /** The scheduled time that is to be worked on now: only the latest, because nobody has older snapshots. */
    List<Instant> due(Tick tick) {
        return ticks.latest(tick).stream().toList();
    }

    /** Lets go of a scheduled time whose fetch has failed, whatever becomes of that. */
    void letGo(Instant at) {
        try {
            ticks.release(at);
        } catch (RuntimeException e) {
            LOG.warn("claim of {} stays until its lease ends: {}", at, Failures.reason(e));
        }
    }

    /** A scheduled time was passed over. */
    Map<String, Object> skip(Skipped skipped) {
        LOG.warn("fetch is left out until {}: {}", skipped.until(), skipped.reason());
        numbers.skipped();
        return skipped.asMap();
    }

    /** A snapshot was fetched and stored. */
    Map<String, Object> fetched(Snapshot snapshot, boolean isNew, String run, Duration took) {
        numbers.fetched(snapshot, took);
        LOG.atInfo()
                .addKeyValue("objectKey", snapshot.key().raw())
                .addKeyValue("records", snapshot.states())
                .log("snapshot {}", isNew ? "stored" : "was there before");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("run_id", run);
        result.put("key", snapshot.key().raw());
        result.put("stored", isNew);
        result.put("records", snapshot.states());
        result.put("rejected", snapshot.rejected());
        snapshot.creditsRemaining().ifPresent(credits -> result.put("credits_remaining", credits));
        return result;
    }

    /** What a batch came to. */
    BatchResult settled(List<EventMessage> messages, String step, String run, Fates fates) {
        EventSettling settling = new EventSettling(step, settings.retryDelay(), parking);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        messages.forEach(message -> outcomes.put(message.message().id(), settling.settle(message, run, fates::of)));
        long done = outcomes.values().stream()
                .filter(Outcome.Done.class::isInstance)
                .count();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("handled", done);
        summary.put("failed", outcomes.size() - done);
        return new BatchResult(outcomes, summary);
    }

    /** An object could not be worked on. */
    void log(FailureKind kind, S3Event event, Throwable failure) {
        if (kind == FailureKind.BUG) {
            LOG.atError()
                    .addKeyValue("objectKey", event.key())
                    .setCause(failure)
                    .log("a bug: event left on its queue");
        }
    }
}
