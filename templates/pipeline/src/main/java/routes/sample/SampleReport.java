package routes.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectListing;
import routes.aws.ObjectStore;
import routes.aws.SmallObjects;
import routes.lake.Spool;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetSchema;
import routes.lake.parquet.ParquetWriting;
import routes.policy.Poison;
import routes.policy.Transient;

/** Makes the report of a day. The same files make the same bytes, so that a second run changes nothing. */
final class SampleReport {
    private static final Logger LOG = LoggerFactory.getLogger(SampleReport.class);
    private static final int LARGEST = 1 << 20;
    private static final int ROWS_OF_GROUP = 100_000;
    private static final ParquetSchema COLUMNS = new ParquetSchema(
            List.of(ParquetColumn.required("name", Kind.TEXT), ParquetColumn.required("count", Kind.LONG)));

    private final SampleSettings settings;
    private final ObjectListing listing;
    private final SmallObjects files;
    private final ObjectStore reports;
    private final Path spoolDirectory;

    SampleReport(
            SampleSettings settings,
            ObjectListing listing,
            SmallObjects files,
            ObjectStore reports,
            Path spoolDirectory) {
        this.settings = settings;
        this.listing = listing;
        this.files = files;
        this.reports = reports;
        this.spoolDirectory = spoolDirectory;
    }

    /** Keys of a day's files. */
    List<String> files(LocalDate day) {
        return listing.keys(settings.sourceBucket(), settings.prefix() + day + "/")
                .toList();
    }

    /** What a file says; empty for one that is no row, of which the log tells. */
    Optional<SampleRow> read(String key) {
        try {
            return files.read(settings.sourceBucket(), key, LARGEST)
                    .flatMap(SmallObjects.Small::bytes)
                    .map(SampleRow::parse);
        } catch (Poison e) {
            LOG.atWarn().addKeyValue("objectKey", key).log("file refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Stores the report of a day; what is there already stays as it is. */
    SampleResult store(LocalDate day, List<SampleRow> rows, int refused) {
        String key = "reports/" + day + ".parquet";
        try (Spool content = Spool.withSha256(LARGEST, spoolDirectory)) {
            ParquetWriting out = new ParquetWriting(content, COLUMNS, ROWS_OF_GROUP);
            for (SampleRow row :
                    rows.stream().sorted(Comparator.comparing(SampleRow::name)).toList()) {
                out.text(0, row.name().getBytes(UTF_8));
                out.number(1, row.count());
                out.endRow();
            }
            out.finish(Map.of("day", day.toString()));
            reports.put(
                    settings.reportBucket(),
                    key,
                    content,
                    "application/vnd.apache.parquet",
                    Map.of(ObjectStore.CONTENT_SHA256, content.sha256()));
        } catch (IOException e) {
            throw new Transient("report " + key + " could not be written", e);
        }
        return new SampleResult(day, key, rows.size(), refused);
    }
}
