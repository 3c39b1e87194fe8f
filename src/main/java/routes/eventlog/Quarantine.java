package routes.eventlog;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectCopies;
import routes.aws.ObjectListing;
import routes.aws.ObjectStore;
import routes.aws.SmallObjects.Small;
import routes.lake.Sha256;
import routes.lake.Spool;

/**
 * Where files lie that are no events: {@code {prefix}{day of the file}/{key}/{ETag}.json}, and beside each a report of the
 * rules that it breaks. The report comes last, so that where one is, the file is.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String REPORT = ".report.json";
    private static final int REPORT_BYTES = 1 << 20;
    /** A key of S3 has at most 1,024 bytes, with all that is put around this one. */
    private static final int LONGEST_KEY = 800;

    private final ObjectStore objects;
    private final ObjectCopies copies;
    private final ObjectListing listing;
    private final EventlogSettings settings;
    private final Path spoolDirectory;

    Quarantine(
            ObjectStore objects,
            ObjectCopies copies,
            ObjectListing listing,
            EventlogSettings settings,
            Path spoolDirectory) {
        this.objects = objects;
        this.copies = copies;
        this.listing = listing;
        this.settings = settings;
        this.spoolDirectory = spoolDirectory;
    }

    /** Copies a file and reports on it; false when the file has changed or gone meanwhile. */
    boolean put(SourceFile file, Small object, List<Violation> violations) {
        String key = key(file, object.modified().get());
        boolean copied = copies.copy(
                settings.sourceBucket(), file.key(), file.eTag(), settings.checkpointBucket(), key + ".json");
        if (!copied) {
            return false;
        }
        try (Spool report = new Spool(REPORT_BYTES, spoolDirectory)) {
            report.write(JSON.std.asBytes(report(file, object, violations)));
            objects.create(settings.checkpointBucket(), key + REPORT, report, "application/json", Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("report could not be written", e);
        }
        LOG.atWarn()
                .addKeyValue("objectKey", file.key())
                .addKeyValue("violations", violations)
                .log("event file quarantined");
        return true;
    }

    /** Every content of a file that lies here. */
    Stream<SourceFile> files() {
        return listing.keys(settings.checkpointBucket(), settings.quarantinePrefix())
                .flatMap(key -> file(key).stream());
    }

    private String key(SourceFile file, Instant modified) {
        LocalDate day = LocalDate.ofInstant(modified, ZoneOffset.UTC);
        int length = file.key().getBytes(StandardCharsets.UTF_8).length;
        String name = length <= LONGEST_KEY ? file.key() : "sha-256/" + Sha256.ofText(file.key());
        return settings.quarantinePrefix() + day + "/" + name + "/" + file.eTag();
    }

    private Optional<SourceFile> file(String report) {
        int day = report.indexOf('/', settings.quarantinePrefix().length());
        int name = report.lastIndexOf('/');
        if (!report.endsWith(REPORT) || day < 0 || name <= day) {
            return Optional.empty();
        }
        String eTag = report.substring(name + 1, report.length() - REPORT.length());
        return Optional.of(new SourceFile(report.substring(day + 1, name), eTag));
    }

    private Map<String, Object> report(SourceFile file, Small object, List<Violation> violations) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("bucket", settings.sourceBucket());
        report.put("key", file.key());
        report.put("etag", file.eTag());
        report.put("bytes", object.size());
        report.put("modified", object.modified().get().toString());
        report.put(
                "violations",
                violations.stream()
                        .map(violation -> Map.of("field", violation.field(), "rule", violation.rule()))
                        .toList());
        return report;
    }
}
