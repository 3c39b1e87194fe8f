package routes.flights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ExecutionTracking;
import routes.policy.Failures;

/** What each run came to, step by step: a snapshot is followed from its fetch to its score by the run that it came with. */
final class Executions {
    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
    private static final String FETCH = "flights-fetch";
    private static final String SOURCE = "source_key";
    private static final String TARGET = "target_key";
    private static final String RECORDS = "records";
    private static final String REJECTED = "rejected";

    private final ExecutionTracking tracking;
    private final FlightsSettings settings;

    Executions(ExecutionTracking tracking, FlightsSettings settings) {
        this.tracking = tracking;
        this.settings = settings;
    }

    void fetching(String run) {
        tracking.started(run, FETCH, Map.of(SOURCE, settings.source().url().toString()));
    }

    void fetched(String run, Snapshot snapshot, boolean isNew) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(TARGET, "s3://" + settings.rawBucket() + "/" + snapshot.key().raw());
        facts.put("stored", isNew ? "new" : "known");
        facts.put(RECORDS, snapshot.states());
        facts.put(REJECTED, snapshot.rejected());
        snapshot.creditsRemaining().ifPresent(credits -> facts.put("credits_remaining", credits));
        tracking.succeeded(run, FETCH, facts);
    }

    void started(StoredSnapshot source, String step) {
        tracking.started(source.executionId(), step, Map.of(SOURCE, source.address()));
    }

    /** @param stored whether the file is where good ones are; its content may be one that somebody keeps out */
    void converted(Converting.Made made, boolean stored) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("stored", stored ? "yes" : "kept out");
        facts.put(
                TARGET,
                "s3://" + settings.processedBucket() + "/"
                        + made.raw().snapshot().processed());
        facts.put(RECORDS, made.converted().valid());
        facts.put(REJECTED, made.converted().rejected());
        facts.put("duplicates", made.converted().duplicates());
        facts.put("bytes", made.converted().parquetBytes());
        tracking.succeeded(made.raw().executionId(), "flights-convert", facts);
    }

    void judged(Judged judged) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                TARGET,
                "s3://" + settings.processedBucket() + "/"
                        + judged.file().snapshot().quality());
        facts.put("content_sha256", judged.sha256());
        if (judged.verdict() instanceof QualityReport report) {
            facts.put(RECORDS, report.totalRecords());
            facts.put("score", report.overallScore());
            facts.put("grade", report.grade().name());
        }
        facts.put("passed", Boolean.toString(judged.reasons().isEmpty()));
        facts.put("reasons", String.join(", ", judged.reasons()));
        facts.put("quarantined", Boolean.toString(judged.toQuarantine()));
        tracking.succeeded(judged.file().executionId(), "flights-validate", facts);
    }

    /** What was begun has failed; the failure itself is told elsewhere, whatever becomes of this note. */
    void failed(String run, String step, Throwable failure) {
        try {
            tracking.failed(run, step, Failures.kind(failure).toString(), Failures.reason(failure), Map.of());
        } catch (RuntimeException e) {
            LOG.error("failure of {} cannot be noted: {}", step, Failures.reason(e));
        }
    }
}
