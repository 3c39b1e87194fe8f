package routes.ingest;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import routes.observe.Spans;
import routes.policy.BearerTokens;
import routes.policy.Lake;
import routes.policy.Ticks;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record IngestParts(
        IngestSettings settings,
        Ticks ticks,
        Planning planning,
        Fetching fetching,
        RawZone rawZone,
        Pace pace,
        SourceRequestProcessor request,
        SourceResponseProcessor response,
        ExecutorService workers,
        Spans spans,
        Clock clock,
        RandomGenerator random) {

    /** Puts them together. */
    public static IngestParts of(Lake lake, IngestSettings settings, Path spoolDirectory) {
        Clock clock = lake.clock();
        Pace pace = new Pace();
        BearerTokens tokens = new BearerTokens(lake.secrets(), clock);
        SourceRequestProcessor request = new SourceRequestProcessor(pace, lake.secrets(), tokens, clock);
        PageReader reader = new PageReader(settings.maxBodyBytes(), spoolDirectory);
        return new IngestParts(
                settings,
                new Ticks(IngestDays.PLAN, settings.schedule(), settings.catchUp(), lake.ledger(), clock),
                new Planning(settings, lake.queues(), lake.ledger(), lake.spans(), clock),
                new Fetching(settings, lake.queues(), lake.spans(), lake.meter()),
                new RawZone(lake.objects(), lake.ledger(), settings.rawBucket(), lake.meter(), clock),
                pace,
                request,
                new SourceResponseProcessor(reader, request, lake.meter(), clock),
                lake.workers(),
                lake.spans(),
                clock,
                lake.random());
    }
}
