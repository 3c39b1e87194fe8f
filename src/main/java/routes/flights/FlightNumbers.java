package routes.flights;

import java.time.Duration;
import routes.observe.Meter;
import routes.policy.FailureKind;

/**
 * What dashboards and alarms are made of, in the namespaces that the users' dashboards have: {@code FlightDataPipeline} and
 * one below it for each step; the numbers that every pipeline tells are beside them.
 */
final class FlightNumbers {
    /** The dimension of numbers that every pipeline tells. */
    static final String[] PIPELINE = {"pipeline", "flights"};

    private static final String RECORDS = "RecordsProcessed";

    private final Meter common;
    private final Meter all;
    private final Meter ingestion;
    private final Meter processing;
    private final Meter quality;

    FlightNumbers(Meter meter) {
        common = meter;
        all = meter.in("FlightDataPipeline");
        ingestion = meter.in("FlightDataPipeline/Ingestion");
        processing = meter.in("FlightDataPipeline/Processing");
        quality = meter.in("FlightDataPipeline/Quality");
    }

    /** The API has said how many calls it still answers today. */
    void credits(long remaining) {
        ingestion.gauge("CreditsRemaining", remaining);
    }

    void skipped() {
        common.count("TicksSkipped", 1, PIPELINE);
    }

    void sourceDown() {
        common.count("CircuitBreakerOpen", 1, PIPELINE);
    }

    void fetched(Snapshot snapshot, Duration took) {
        ingestion.time("ExecutionTime", took);
        ingestion.count(RECORDS, snapshot.states());
        ingestion.count("ValidRecords", snapshot.states() - snapshot.rejected());
        ingestion.value("DataQualityRatio", snapshot.quality());
        done(took, snapshot.content().length());
    }

    void converted(Converting.Made made, Duration took) {
        Converted converted = made.converted();
        double raw = Math.max(1, made.raw().object().length());
        processing.time("ProcessingTime", took);
        processing.count(RECORDS, converted.states());
        processing.value("QualityScore", converted.completeness());
        processing.value("FileSizeReduction", Math.max(0, 1 - converted.parquetBytes() / raw));
        done(took, converted.parquetBytes());
    }

    void judged(Judged judged, Duration took) {
        quality.time("ValidationTime", took);
        done(took, 0);
        if (judged.verdict() instanceof QualityReport report) {
            quality.value("OverallQualityScore", report.overallScore());
            quality.count("PassedChecks", report.passedChecks());
            quality.count("FailedChecks", report.failed().size());
            quality.count("RecordsValidated", report.totalRecords());
            all.value("DataQualityScore", report.overallScore());
            all.count(RECORDS, report.totalRecords());
        } else if (judged.verdict() instanceof Verdict.NoData) {
            quality.count("EmptySnapshots", 1);
        }
        if (judged.toQuarantine()) {
            common.count("SnapshotsQuarantined", 1, PIPELINE);
        }
    }

    void alerted(boolean sent) {
        common.count(sent ? "AlertsSent" : "AlertsSuppressed", 1, PIPELINE);
    }

    void failed(FailureKind kind) {
        common.count("EventsFailed", 1, PIPELINE);
        common.count("failures", 1, "pipeline", "flights", "kind", kind.toString());
    }

    private void done(Duration took, long bytes) {
        common.count("EventsProcessed", 1, PIPELINE);
        common.time("ExecutionTime", took, PIPELINE);
        if (bytes > 0) {
            common.count("OutputFileSize", bytes, PIPELINE);
        }
    }
}
