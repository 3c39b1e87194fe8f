package bench.server;

import java.time.Instant;

/**
 * One object as a listing tells of it.
 *
 * @param etag in quotes
 */
record Listed(String key, Instant modified, String etag, long size) {}
