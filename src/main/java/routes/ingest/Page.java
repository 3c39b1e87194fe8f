package routes.ingest;

import java.util.Optional;
import routes.lake.Spool;

/**
 * A response that has been read to its end.
 *
 * @param content the response body, gzip-compressed
 * @param sha256 of the body before compression, hex
 * @param bytes length of the body before compression
 * @param records how many records it holds
 * @param hasMore what the source says of further pages, where it says so
 */
record Page(Spool content, String sha256, long bytes, long records, Optional<Boolean> hasMore) {

    /** Nothing comes behind this page. */
    boolean isLast(int pageSize) {
        return records == 0 || records < pageSize || !hasMore.orElse(true);
    }
}
