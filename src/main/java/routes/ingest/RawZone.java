package routes.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Written;
import routes.aws.RunLedger;
import routes.observe.Meter;

/**
 * Stores pages, and keeps a source's day as long as the source says it is: a page that proves the end takes the objects
 * behind it away (delete markers in the versioned bucket) and notes the end in the ledger.
 */
final class RawZone {
    private static final Logger LOG = LoggerFactory.getLogger(RawZone.class);
    /** S3 stamps whole seconds by its own clock: what is younger than this may have come with or after the end. */
    private static final Duration CLOCK_MARGIN = Duration.ofSeconds(2);

    private final ObjectStore store;
    private final RunLedger ledger;
    private final String bucket;
    private final Meter meter;
    private final Clock clock;

    RawZone(ObjectStore store, RunLedger ledger, String bucket, Meter meter, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.bucket = bucket;
        this.meter = meter;
        this.clock = clock;
    }

    /** The run of the ledger that holds one row a day of a source. */
    static String run(String source) {
        return "ingest/" + source;
    }

    /**
     * Stores a page that was asked for at {@code askedAt}.
     *
     * @return with the next page, when there may be one
     */
    StoredPage store(PageTask task, Page page, Instant askedAt) {
        PageMessage message = task.message();
        Written written = store.put(
                bucket,
                message.key(),
                page.content(),
                "application/gzip",
                Map.of(
                        ObjectStore.CONTENT_SHA256,
                        page.sha256(),
                        "fetched-at",
                        askedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                        "run-id",
                        message.runId().orElse("none")));
        count(task, page, written);
        LOG.atInfo()
                .addKeyValue("objectKey", message.key())
                .addKeyValue("records", page.records())
                .log("page {}", written.name().toLowerCase(java.util.Locale.ROOT));
        return new StoredPage(message, Optional.of(written), next(task, page, askedAt));
    }

    /** The source had no content for this page: the day ends before it. */
    StoredPage nothing(PageTask task, Instant askedAt) {
        end(task, task.message().page() - 1, askedAt);
        return new StoredPage(task.message(), Optional.empty(), Optional.empty());
    }

    private Optional<PageMessage> next(PageTask task, Page page, Instant askedAt) {
        Source source = task.source();
        PageMessage message = task.message();
        boolean last = page.isLast(source.pageSize());
        boolean atLimit = message.page() >= source.paging().lastPage();
        if (source.paging() instanceof Paging.Follow && !last && !atLimit) {
            return Optional.of(message.next());
        }
        if (!last && atLimit) {
            meter.count("pages_cut_off", 1, "source", source.name());
            LOG.atWarn()
                    .addKeyValue("objectKey", message.key())
                    .log("source {} has more than the {} pages that may be asked for", source.name(), message.page());
            noteEnd(task, message.page(), "cut-off");
        } else if (source.paging() instanceof Paging.Follow || atLimit) {
            end(task, message.page(), askedAt);
        }
        return Optional.empty();
    }

    private void end(PageTask task, int lastPage, Instant askedAt) {
        PageMessage message = task.message();
        String after = lastPage == 0
                ? message.prefix()
                : new PageMessage(message.endpoint(), message.date(), lastPage, message.runId()).key();
        List<String> removed = store.removal().behind(bucket, message.prefix(), after, askedAt.minus(CLOCK_MARGIN));
        if (!removed.isEmpty()) {
            meter.count("pages_removed", removed.size(), "source", task.source().name());
            LOG.atWarn()
                    .addKeyValue("objectKey", message.prefix())
                    .log("day has become shorter: {} objects behind page {} removed", removed.size(), lastPage);
        }
        noteEnd(task, lastPage, "complete");
    }

    private void noteEnd(PageTask task, int lastPage, String state) {
        PageMessage message = task.message();
        ledger.record(
                run(message.endpoint()),
                message.date().toString(),
                Map.of(
                        "pages", Integer.toString(lastPage),
                        "state", state,
                        "ended_at",
                                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private void count(PageTask task, Page page, Written written) {
        String source = task.source().name();
        switch (written) {
            case CREATED -> meter.count("pages_ingested", 1, "source", source);
            case UNCHANGED -> meter.count("pages_unchanged", 1, "source", source);
            case CHANGED -> {
                meter.count("pages_ingested", 1, "source", source);
                meter.count("pages_changed", 1, "source", source);
            }
        }
        meter.count("bytes_in", page.bytes(), "source", source);
        if (written != Written.UNCHANGED) {
            meter.count("bytes_out", page.content().length(), "source", source);
            meter.count("OutputFileSize", page.content().length(), "pipeline", "ingest");
        }
    }
}
