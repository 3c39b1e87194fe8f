package routes.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Athena;
import routes.aws.ObjectReader;
import routes.lake.ObjectVersion;
import routes.lake.RecordBatch;
import routes.lake.RecordBatches;
import routes.observe.Meter;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Transient;
import routes.policy.Tries;

/** What a query found, on its way to the API: counted first, then sent in batches, and each batch that fails is parked. */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    private static final String[] PIPELINE = {"pipeline", "export"};

    private final ExportSettings settings;
    private final Athena athena;
    private final Lineage lineage;
    private final ObjectReader reader;
    private final Api api;
    private final ParkedBatches parked;
    private final Meter meter;
    private final Clock clock;

    Sending(
            ExportSettings settings,
            Athena athena,
            Lineage lineage,
            ObjectReader reader,
            Api api,
            ParkedBatches parked,
            Meter meter,
            Clock clock) {
        this.settings = settings;
        this.athena = athena;
        this.lineage = lineage;
        this.reader = reader;
        this.api = api;
        this.parked = parked;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * Counts what a query has found, and notes it. The rows of an object that a compaction of its table has written
     * were exported with the objects that it replaced: there are none.
     *
     * @param deadline of this worker
     * @throws OutOfTime behind the deadline
     * @throws ExportFailed when that is not what can be exported
     */
    void count(Running export, ObjectVersion result, Instant deadline) {
        ExportRow row = export.row();
        long rows;
        try (InputStream csv = open(result)) {
            rows = RecordBatches.count(csv);
        } catch (IOException e) {
            throw new UncheckedIOException("result of the query cannot be read", e);
        }
        ExportRequest request = row.request();
        boolean more = request.isCutOff(rows);
        if (more && !request.cut()) {
            throw new ExportFailed(
                    500,
                    FailureKind.POISON,
                    "result has more than " + request.limit().orElseThrow() + " rows",
                    null);
        }
        if (rows == 0 && isExpected(request)) {
            // The object's event came before the commit of its table: the next attempt asks anew.
            export.become(row.unanswered());
            throw new ExportFailed(
                    502,
                    FailureKind.TRANSIENT,
                    "rows of the object are not in its table yet",
                    settings.objects().delay());
        }
        if (more) {
            meter.count("Truncated", 1, PIPELINE);
        }
        long records = more ? request.limit().orElseThrow() : rows;
        if (isExpected(request) && !isNew(export, deadline)) {
            LOG.info("object holds rows that its table had before: a compaction, which is not exported");
            records = 0;
        }
        String executionId = row.query().orElseThrow().executionId();
        export.become(row.found(new ResultContent(
                result, athena.columns(executionId), records, settings.api().batchSize(), more)));
    }

    /** Opens the batches that the API does not have yet; whoever sends them closes it. */
    Shipment open(Running export, Instant deadline) {
        ResultContent content = export.row().content().orElseThrow();
        if (export.acknowledgedBatches() < content.batches()) {
            authorise();
        }
        InputStream csv = open(content.object());
        return new Shipment(
                export,
                new RecordBatches(
                        csv,
                        content.columns(),
                        content.batchSize(),
                        content.records(),
                        content.truncated(),
                        batch -> !export.isAcknowledged(batch)),
                settings.api().parallel(),
                settings.api().parallel() + 1,
                deadline,
                clock);
    }

    /** Without a token nothing can be sent, and nothing has to be parked for that. */
    private void authorise() {
        try {
            api.token();
        } catch (Transient e) {
            throw ExportFailed.unavailable(e.getMessage(), e.after());
        }
    }

    /** The API has answered 2xx. */
    void sent(Shipment shipment, RecordBatch batch) {
        shipment.succeeded(batch);
        meter.count("BatchesSent", 1, PIPELINE);
        meter.count("RecordsExported", batch.records(), PIPELINE);
        meter.count("OutputFileSize", batch.body().length, PIPELINE);
    }

    /**
     * A batch has failed for good, or for as long as this worker tries.
     *
     * @param accepted the API has it, and what failed came behind that
     */
    void failed(Shipment shipment, RecordBatch batch, boolean accepted, Throwable failure) {
        FailureKind kind = Failures.kind(failure);
        if (accepted || kind == FailureKind.BUG || Failures.isOfAws(failure)) {
            LOG.error("export stops: {}", Failures.reason(failure), failure);
            shipment.stop(
                    failure instanceof RuntimeException e ? e : new IllegalStateException("batch failed", failure));
            return;
        }
        String reason = Failures.reason(failure);
        String exportId = shipment.export().request().exportId();
        try {
            parked.park(exportId, batch, kind, reason);
        } catch (RuntimeException e) {
            LOG.error("export stops: batch {} could not be parked: {}", batch.number(), Failures.reason(e), e);
            shipment.stop(e);
            return;
        }
        meter.count("BatchesFailed", 1, PIPELINE);
        LOG.atError()
                .addKeyValue("export", exportId)
                .addKeyValue("batch", batch.number())
                .addKeyValue("errorKind", kind)
                .log("batch parked: {}", reason);
        Optional<Duration> wish = Tries.wish(failure);
        ExportFailed down = ExportFailed.unavailable(reason, wish);
        shipment.export().hold();
        shipment.failed(kind, down);
        if (wish.isPresent() && wish.get().compareTo(settings.api().backoff().patience()) > 0) {
            shipment.stop(down);
        }
    }

    /** What the export came to, once nothing is on its way any more. */
    ExportResult conclude(Shipment shipment) {
        shipment.rethrow();
        Running export = shipment.export();
        ResultContent content = export.row().content().orElseThrow();
        ExportResult result = ExportResult.of(export.row(), export.acknowledgedBatches(), shipment.whyMissing());
        if (result.isComplete()) {
            if (export.isContinued()) {
                parked.clear(result.exportId());
            }
            export.finish(result);
        } else {
            export.release(result);
        }
        LOG.atInfo()
                .addKeyValue("export", result.exportId())
                .addKeyValue("status", result.status())
                .addKeyValue("records", content.records())
                .addKeyValue("failedBatches", result.failedBatches())
                .log("export ended");
        return result;
    }

    private boolean isNew(Running export, Instant deadline) {
        try {
            return lineage.isNew(export, deadline);
        } catch (ExportFailed e) {
            // What has failed under its token fails for ever: the next attempt asks all of it anew.
            export.become(export.row().unanswered());
            throw e;
        }
    }

    private boolean isExpected(ExportRequest request) {
        return request.object().isPresent()
                && settings.tables().get(request.table()).iceberg();
    }

    private InputStream open(ObjectVersion object) {
        ObjectReader.Opened opened = reader.open(new ObjectVersion(
                object.bucket(),
                object.key(),
                object.version(),
                object.eTag(),
                Optional.empty(),
                OptionalLong.empty()));
        if (opened instanceof ObjectReader.Content content) {
            return content.content();
        }
        throw new ExportFailed(500, FailureKind.POISON, "result of the query is not there any more", null);
    }
}
