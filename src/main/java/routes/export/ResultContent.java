package routes.export;

import java.util.List;
import routes.lake.ObjectVersion;
import routes.lake.RecordBatches;
import routes.lake.ResultColumn;

/**
 * What a query found, as it lies in S3.
 *
 * @param object the result CSV, exactly this content
 * @param columns in their order
 * @param records that are to be sent
 * @param batchSize records of every batch but the last, as it was when the first of them was sent
 * @param truncated there are more than these, and a bound keeps them back
 */
record ResultContent(ObjectVersion object, List<ResultColumn> columns, long records, int batchSize, boolean truncated) {

    ResultContent {
        columns = List.copyOf(columns);
        if (records < 0 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "result has " + records + " records, " + batchSize + " a batch, expected some a batch");
        }
    }

    /** How many batches hold them. */
    int batches() {
        return RecordBatches.total(records, batchSize);
    }
}
