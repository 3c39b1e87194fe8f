package routes.flights;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import routes.flights.StateReader.Found;
import routes.lake.parquet.ParquetWriting;

/**
 * Converts a snapshot as received to Parquet, state by state. In memory are one state, the columns of a row group in the
 * making, and a table of the states that there have been. The same snapshot becomes the same bytes.
 */
final class Conversion {
    /** The most rows of a row group that the contract allows. */
    static final int MOST_ROWS = 1 << 17;

    private final int rowsOfGroup;

    /** @param rowsOfGroup the most rows of a row group */
    Conversion(int rowsOfGroup) {
        if (rowsOfGroup < 1 || rowsOfGroup > MOST_ROWS) {
            throw new IllegalArgumentException("rows of a group are " + rowsOfGroup + ", expected 1 to " + MOST_ROWS);
        }
        this.rowsOfGroup = rowsOfGroup;
    }

    /**
     * Converts a snapshot; the outputs are flushed and left open. They hold nothing whole unless this returns.
     *
     * @param fetchedAt when the raw object was fetched, where that is known; kept in milliseconds
     * @param parquet gets the file
     * @param rejectedLines gets a line of JSON for each state that breaks a rule: nothing without such states
     * @throws UnreadableSnapshot for what is no snapshot as a whole
     * @throws IOException from the streams
     */
    Converted convert(RawSnapshot raw, Optional<Instant> fetchedAt, OutputStream parquet, OutputStream rejectedLines)
            throws IOException {
        Optional<Instant> fetched = fetchedAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        try (StateReader states = raw.states()) {
            StateRow row = new StateRow();
            Found found = states.next(row);
            // Not closed: the stream is the caller's, and a file that is not finished is none.
            ParquetWriting out = new ParquetWriting(parquet, StateColumns.SCHEMA, rowsOfGroup);
            StateWriting writing = new StateWriting(out, states.time(), fetched);
            SeenStates seen = new SeenStates();
            long rejected = 0;
            long duplicates = 0;
            while (found != Found.END) {
                if (found == Found.REJECTED) {
                    rejected++;
                    states.writeRejected(rejectedLines);
                } else if (seen.add(row)) {
                    writing.write(row);
                } else {
                    duplicates++;
                }
                found = states.next(row);
            }
            rejectedLines.flush();
            Map<String, String> notes = new TreeMap<>(Map.of(
                    StateColumns.VALID, Long.toString(out.rows()),
                    StateColumns.REJECTED, Long.toString(rejected),
                    StateColumns.DUPLICATES, Long.toString(duplicates),
                    StateColumns.SNAPSHOT_TIME, states.time().toString()));
            fetched.ifPresent(at -> notes.put(StateColumns.FETCHED_AT, at.toString()));
            out.finish(notes);
            return new Converted(states.time(), out.rows(), rejected, duplicates, writing.completeness(), out.bytes());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
