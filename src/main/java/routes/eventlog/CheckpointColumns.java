package routes.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSchema;
import routes.lake.parquet.UnreadableParquet;

/** The columns of a checkpoint: the contract's fields in their order, then where each row comes from. */
final class CheckpointColumns {
    static final String TIMESTAMP = "timestamp";
    static final String SOURCE_KEY = "source_key";
    static final String SOURCE_ETAG = "source_etag";
    private static final String EXTRA = "extra";

    private CheckpointColumns() {}

    /**
     * The schema of the file that takes the place of another.
     *
     * @param old the other; what it keeps of unknown fields stays, whatever the policy is now
     */
    static ParquetSchema of(UnknownFields unknown, Optional<ParquetReading> old) {
        List<ParquetColumn> columns = new ArrayList<>();
        for (String field : EventFields.NAMES) {
            columns.add(column(field));
        }
        columns.add(ParquetColumn.required(SOURCE_KEY, Kind.TEXT));
        columns.add(ParquetColumn.optional(SOURCE_ETAG, Kind.TEXT));
        if (old.filter(file -> has(file, EXTRA)).isPresent() || unknown == UnknownFields.KEEP) {
            columns.add(ParquetColumn.optional(EXTRA, Kind.TEXTS));
        }
        return new ParquetSchema(columns);
    }

    /**
     * Refuses a checkpoint whose rows do not say where they come from: their files would be taken in once more.
     *
     * @throws UnreadableParquet naming the file
     */
    static void expectSources(String key, ParquetReading file) {
        if (!has(file, SOURCE_KEY)) {
            throw new UnreadableParquet("checkpoint " + key + " has no column " + SOURCE_KEY
                    + ", expected a checkpoint of this pipeline: which files its rows come from is unknown");
        }
    }

    /** Whether a file has a column. */
    static boolean has(ParquetReading file, String column) {
        return file.columns().stream().anyMatch(one -> one.name().equals(column));
    }

    private static ParquetColumn column(String field) {
        return switch (field) {
            case "pipeline_adcid" -> ParquetColumn.optional(field, Kind.INTEGER);
            case TIMESTAMP -> ParquetColumn.required(field, Kind.MICROS);
            default -> ParquetColumn.optional(field, Kind.TEXT);
        };
    }
}
