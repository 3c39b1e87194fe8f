package routes.export;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Athena;
import routes.aws.Execution;
import routes.aws.ObjectStore;
import routes.aws.Statement;
import routes.export.ExportRow.Query;
import routes.lake.ObjectVersion;
import routes.lake.Sha256;
import routes.observe.Meter;
import routes.policy.FailureKind;

/**
 * The question to Athena: asked once, whoever asks, because its token follows from the export and the attempt; waited for
 * with growing pauses; and stopped when it takes too long.
 */
final class Querying {
    private static final Logger LOG = LoggerFactory.getLogger(Querying.class);
    private static final String[] PIPELINE = {"pipeline", "export"};

    private final ExportSettings settings;
    private final Athena athena;
    private final ObjectStore objects;
    private final Meter meter;
    private final Clock clock;
    private final RandomGenerator random;

    Querying(
            ExportSettings settings,
            Athena athena,
            ObjectStore objects,
            Meter meter,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.athena = athena;
        this.objects = objects;
        this.meter = meter;
        this.clock = clock;
        this.random = random;
    }

    /** Starts the export's query, unless it has been started before. */
    void ask(Running export) {
        ExportRow row = export.row();
        if (row.query().isPresent()) {
            return;
        }
        String token = Sha256.ofText(row.request().exportId() + "/" + row.attempt());
        Statement statement = ExportQuery.of(row.request(), table(row.request()), settings.dateColumn());
        String executionId = athena.start(statement, token);
        export.become(row.asked(statement.sql(), executionId, clock.instant()));
        LOG.atInfo().addKeyValue("executionId", executionId).log("query started");
    }

    /**
     * Looks once.
     *
     * @param deadline of this worker: behind it, the query goes on without him
     * @return where the result lies; null while the query runs
     * @throws OutOfTime behind the deadline
     * @throws ExportFailed when it failed, was cancelled, or takes too long: then it has been stopped
     */
    @Nullable
    ObjectVersion look(Running export, Instant deadline) {
        Query asked = export.row().query().orElseThrow();
        Execution execution = athena.look(asked.executionId());
        if (execution instanceof Execution.Succeeded succeeded) {
            meter.time("QueryTime", succeeded.took(), PIPELINE);
            meter.count("BytesScanned", succeeded.bytesScanned(), PIPELINE);
            return lying(succeeded.output());
        }
        if (execution instanceof Execution.Ended ended) {
            export.become(export.row().unanswered());
            throw new ExportFailed(
                    500,
                    ended.mayPass() ? FailureKind.TRANSIENT : FailureKind.POISON,
                    "query " + (ended.cancelled() ? "was cancelled: " : "failed: ") + ended.reason(),
                    null);
        }
        if (!clock.instant().isBefore(asked.at().plus(settings.queries().timeout()))) {
            throw tooLong(export, asked);
        }
        if (!clock.instant().isBefore(deadline)) {
            throw new OutOfTime();
        }
        export.hold();
        return null;
    }

    /** Before the next look: doubles from the first, half of it at least. */
    Duration pause(int looks) {
        long bound = Math.min(
                settings.queries().pollCap().toMillis(),
                settings.queries().pollDelay().toMillis() << Math.min(looks, 20));
        return Duration.ofMillis(random.nextLong(bound / 2, bound + 1));
    }

    private ExportTable table(ExportRequest request) {
        return ExportEvents.allowed(settings, "table", request.table());
    }

    private ExportFailed tooLong(Running export, Query asked) {
        athena.stop(asked.executionId());
        if (athena.look(asked.executionId()) instanceof Execution.Ended) {
            // What has ended never answers: the next attempt is another query. If not, the next look will tell.
            export.become(export.row().unanswered());
        }
        String reason = "query took longer than " + settings.queries().timeout() + " and was stopped";
        return new ExportFailed(504, FailureKind.TRANSIENT, reason, null);
    }

    private ObjectVersion lying(String output) {
        URI uri = URI.create(output);
        String key = uri.getPath().substring(1);
        return objects.current(uri.getHost(), key)
                .orElseThrow(
                        () -> new ExportFailed(500, FailureKind.TRANSIENT, "result of the query is not there", null));
    }
}
