package routes.eventlog;

import java.io.IOException;
import java.nio.file.Path;
import routes.aws.ObjectReader;
import routes.lake.ObjectVersion;
import routes.lake.Spool;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.SpoolSource;

/**
 * A checkpoint as it is in S3, brought by one request: on disk, unless it is small, and read from there by row groups.
 *
 * @param file to be read
 * @param content of the file
 */
record OldCheckpoint(ParquetReading file, Spool content) implements AutoCloseable {
    private static final int IN_MEMORY = 4 << 20;

    /**
     * Reads a checkpoint.
     *
     * @throws OutOfTime when time ends meanwhile
     * @throws routes.aws.ReplacedObject when it has another content by now
     * @throws routes.lake.parquet.UnreadableParquet for what is no Parquet file, or does not say where its rows come from
     */
    static OldCheckpoint read(ObjectReader reader, ObjectVersion checkpoint, TimeLeft time, Path spoolDirectory)
            throws IOException {
        Spool content = new Spool(IN_MEMORY, spoolDirectory);
        boolean read = false;
        try {
            reader.copy(checkpoint, time.limit(content));
            ParquetReading file = ParquetReading.open(new SpoolSource(content));
            CheckpointColumns.expectSources(checkpoint.key(), file);
            read = true;
            return new OldCheckpoint(file, content);
        } finally {
            if (!read) {
                content.close();
            }
        }
    }

    @Override
    public void close() {
        content.close();
    }
}
