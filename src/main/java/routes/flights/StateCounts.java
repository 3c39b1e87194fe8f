package routes.flights;

import java.util.Map;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.UnreadableParquet;

/**
 * How many states of a snapshot were stored, and how many refused; those that only repeat another are neither.
 *
 * @param valid not below 0
 * @param rejected not below 0
 */
record StateCounts(long valid, long rejected) {
    StateCounts {
        if (valid < 0 || rejected < 0) {
            throw new IllegalArgumentException(
                    "counts of states are " + valid + " valid and " + rejected + " rejected, expected neither below 0");
        }
    }

    /**
     * From a file's footer; one that notes no counts is not of our conversion, and all that it has was valid.
     *
     * @throws UnreadableParquet for a note that is no count
     */
    static StateCounts of(ParquetReading file) {
        return new StateCounts(count(file, StateColumns.VALID, file.rows()), count(file, StateColumns.REJECTED, 0));
    }

    /** The share that was refused; 0 when there were none at all. */
    double rejectedRate() {
        return rejected == 0 ? 0 : rejected / ((double) valid + rejected);
    }

    private static long count(ParquetReading file, String name, long otherwise) {
        Map<String, String> notes = file.metadata();
        if (!notes.containsKey(name)) {
            return otherwise;
        }
        String note = String.valueOf(notes.get(name));
        // Eighteen digits fit a long.
        if (!note.matches("[0-9]{1,18}")) {
            throw new UnreadableParquet("footer's " + name + " is a text of " + note.length()
                    + " characters, expected a count of at most 18 digits");
        }
        return Long.parseLong(note);
    }
}
