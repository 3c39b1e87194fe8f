package routes.eventlog;

import java.util.Optional;
import routes.lake.Spool;
import routes.lake.parquet.ParquetMerge;

/**
 * A group's file, merged and verified, that is not in its place yet.
 *
 * @param work that is in it
 * @param key of the object
 * @param seen ETag of the content that it was made from; empty: there was none
 * @param content of the file
 * @param merged how it was made
 */
record Checkpoint(GroupWork work, String key, Optional<String> seen, Spool content, ParquetMerge.Merged merged)
        implements AutoCloseable {

    /** Events in it. */
    long events() {
        return merged.kept() + merged.added();
    }

    /** It would say nothing that is not said already. */
    boolean isUnchanged() {
        return merged.added() == 0 && merged.dropped() == 0;
    }

    @Override
    public void close() {
        content.close();
    }
}
