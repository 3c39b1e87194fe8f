package routes.lake;

/**
 * Some records of a result, as they are sent.
 *
 * @param number from 1
 * @param records how many it holds, at least 1
 * @param body {@code {"batch_number":1,"total_batches":3,"records":[…]}} in UTF-8; it is not copied
 */
public record RecordBatch(int number, int records, byte[] body) {
    public RecordBatch {
        if (number < 1) {
            throw new IllegalArgumentException("batch has number " + number + ", expected at least 1");
        }
        if (records < 1) {
            throw new IllegalArgumentException("batch " + number + " has " + records + " records, expected at least 1");
        }
        if (body.length == 0) {
            throw new IllegalArgumentException("batch " + number + " has an empty body, expected JSON");
        }
    }

    /** Without its contents. */
    @Override
    public String toString() {
        return "batch " + number + " of " + records + " records, " + body.length + " bytes";
    }
}
