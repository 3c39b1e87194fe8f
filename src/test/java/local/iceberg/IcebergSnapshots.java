package local.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;

/** An Iceberg table as one of its metadata files describes it. */
public final class IcebergSnapshots {
    /** One commit; it is oldest where it has no parent. */
    public record Entry(
            Instant committedAt,
            long id,
            Optional<Long> parent,
            String operation,
            String manifestList,
            Map<String, String> summary) {
        private static Entry of(Snapshot snapshot) {
            return new Entry(
                    Instant.ofEpochMilli(snapshot.timestampMillis()),
                    snapshot.snapshotId(),
                    Optional.ofNullable(snapshot.parentId()),
                    snapshot.operation(),
                    snapshot.manifestListLocation(),
                    snapshot.summary());
        }
    }

    private final BaseTable table;

    private IcebergSnapshots(BaseTable table) {
        this.table = table;
    }

    /** @param metadataLocation an S3 URI */
    public static IcebergSnapshots read(String metadataLocation, StoredFiles.Reader reader) {
        StoredFiles files = new StoredFiles(reader, StoredFiles.READ_ONLY);
        return new IcebergSnapshots(new BaseTable(new StaticTableOperations(metadataLocation, files), "table"));
    }

    public List<Entry> all() {
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .map(Entry::of)
                .toList();
    }

    /**
     * The data files of a snapshot, by default of the current one: their S3 URIs and sizes in bytes.
     *
     * @throws IllegalArgumentException when there is no such snapshot, or rows of its files are deleted by others
     */
    public Map<String, Long> files(Optional<Long> snapshot) {
        TableScan scan = table.newScan();
        if (snapshot.isPresent()) {
            scan = scan.useSnapshot(snapshot.get());
        }
        Map<String, Long> files = new LinkedHashMap<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            for (FileScanTask task : tasks) {
                if (!task.deletes().isEmpty()) {
                    throw new IllegalArgumentException("the local Athena reads no tables with delete files");
                }
                files.put(task.file().location(), task.file().fileSizeInBytes());
            }
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException("the files of an Iceberg table could not be planned", failure);
        }
    }
}
