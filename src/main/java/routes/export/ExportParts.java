package routes.export;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import routes.aws.Athena;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.BearerTokens;
import routes.policy.Lake;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Ticks;
import routes.policy.Tries;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record ExportParts(
        ExportSettings settings,
        ExportEvents events,
        Exports exports,
        Querying querying,
        Sending sending,
        Settling settling,
        ExportAnswers answers,
        Ticks ticks,
        Tries tries,
        BatchRequestProcessor request,
        BatchResponseProcessor response,
        ExecutorService workers,
        Spans spans,
        Clock clock,
        RandomGenerator random) {
    /** Nothing holds an export for longer; SQS hides no message for longer either. */
    static final Duration LONGEST = Duration.ofHours(11);

    private static final String[] PIPELINE = {"pipeline", "export"};

    /** Puts them together. */
    public static ExportParts of(Lake lake, ExportSettings settings, Path spoolDirectory) {
        Clock clock = lake.clock();
        Meter meter = lake.meter();
        ExportSettings.Queries queries = settings.queries();
        Athena athena = lake.athena().in(queries.database(), queries.workgroup(), queries.output(), queries.reuse());
        BearerTokens tokens = new BearerTokens(lake.secrets(), clock, () -> meter.count("TokensFetched", 1, PIPELINE));
        Api api = new Api(lake.secrets(), tokens, settings.api());
        ExportLedger ledger = new ExportLedger(lake.ledger(), clock);
        Exports exports = new Exports(ledger, settings, lake.queues());
        ExportEvents events = new ExportEvents(settings);
        Querying querying = new Querying(settings, athena, lake.objects(), meter, clock, lake.random());
        return new ExportParts(
                settings,
                events,
                exports,
                querying,
                new Sending(
                        settings,
                        athena,
                        new Lineage(athena, querying, clock),
                        lake.reader(),
                        api,
                        new ParkedBatches(lake.objects(), settings.resultsBucket(), spoolDirectory),
                        meter,
                        clock),
                new Settling(exports, lake.parking(), meter),
                new ExportAnswers(guard(settings.http(), lake), events, exports),
                new Ticks(
                        "export-timer",
                        settings.timer().schedule(),
                        settings.timer().catchUp(),
                        lake.ledger(),
                        clock),
                new Tries(settings.api().backoff(), clock, lake.random()),
                new BatchRequestProcessor(api, clock),
                new BatchResponseProcessor(api, meter, clock),
                lake.workers(),
                lake.spans(),
                clock,
                lake.random());
    }

    private static ExportGuard guard(ExportSettings.Http http, Lake lake) {
        return http.keySecret()
                .map(name -> ExportGuard.withKey(lake.secrets(), name, http.rate(), http.maxQuery()))
                .orElseGet(() -> ExportGuard.withoutKey(http.rate(), http.maxQuery()));
    }

    /** What somebody asks for by hand: an {@link ExportOrder}, or the id of an export that is to go on. */
    Asked asked(Object order, String runId) {
        try {
            return order instanceof ExportOrder one
                    ? one.request(settings, clock.instant(), runId)
                    : new Resume(String.valueOf(order));
        } catch (Refusal e) {
            throw new Poison(e.line());
        }
    }

    /** What a queue's message tells. */
    List<Told> understand(QueueMessage message) {
        try {
            return events.read(message.body(), message.id(), clock.instant());
        } catch (Refusal e) {
            return List.of(Told.refused(e));
        }
    }

    /** What an event tells that came by itself. */
    List<Told> understand(Map<String, Object> event) {
        try {
            return events.read(event, clock.instant());
        } catch (Refusal e) {
            return List.of(Told.refused(e));
        }
    }
}
