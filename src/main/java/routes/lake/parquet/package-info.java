/**
 * Parquet files: written, read by range, and merged as a stream, one row group in memory at a time. No library: the
 * format's structures, encodings and Snappy are here, see docs/decisions.md. Start reading at {@link
 * routes.lake.parquet.ParquetMerge}.
 */
@NullMarked
package routes.lake.parquet;

import org.jspecify.annotations.NullMarked;
