/**
 * Event logs to checkpoints: one JSON file an event, read once, validated, and merged into one sorted Parquet file for each
 * study and datatype.
 */
@NullMarked
package routes.eventlog;

import org.jspecify.annotations.NullMarked;
