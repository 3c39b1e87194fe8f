package routes.flights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"time":…,"states":[[…],…]}} state by state. Other fields, and what stands behind a state's 18 positions,
 * are passed over: the API may add to its answers, and its bytes are kept in the raw bucket. {@code "states":null} is a
 * snapshot without states. What is no such object as a whole is an UnreadableSnapshot; IOException comes from the stream
 * alone.
 */
final class StateReader implements AutoCloseable {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final StateField[] FIELDS = StateField.values();
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MOST_CHARACTERS)
                    .maxNumberLength(MOST_CHARACTERS)
                    .build())
            .build();

    /** What {@link #next} has come to. */
    enum Found {
        /** A state, which is in the row now. */
        STATE,
        /** A state that breaks a rule, see {@link #rejection}. */
        REJECTED,
        /** The end of the snapshot. */
        END
    }

    private final RetainedBytes bytes;
    private final JsonParser json;
    private final @Nullable Instant known;
    private @Nullable Instant time;
    private @Nullable Rejection rejection;
    private boolean begun;
    private boolean statesSeen;
    private boolean inStates;
    private boolean ended;
    private long index = -1;

    /**
     * Reads from the stream's beginning.
     *
     * @param known the snapshot's time, if it has been looked for
     */
    StateReader(InputStream in, Optional<Instant> known) throws IOException {
        this.bytes = new RetainedBytes(in);
        this.json = JSON.createParser(bytes);
        this.known = known.orElse(null);
    }

    /** The time of a snapshot, whatever its states are. */
    static Instant time(InputStream in) throws IOException {
        try (StateReader reader = new StateReader(in, Optional.of(Instant.EPOCH))) {
            return reader.guarded(() -> {
                while (reader.field()) {
                    reader.json.skipChildren();
                    reader.inStates = false;
                }
                return Optional.ofNullable(reader.time)
                        .orElseThrow(() -> new UnreadableSnapshot("snapshot has no time, expected one"));
            });
        }
    }

    /** Goes to the first state, or to the end; false when the snapshot's time, not known yet, stands behind its states. */
    boolean begin() throws IOException {
        return guarded(() -> {
            while (!inStates && field()) {
                // Passed over.
            }
            return time != null || known != null || !inStates;
        });
    }

    /** Goes to the next state and reads it into the row. */
    Found next(StateRow row) throws IOException {
        return guarded(() -> {
            while (!inStates) {
                if (ended || !field()) {
                    return end();
                }
            }
            JsonToken token = json.nextToken();
            if (token == JsonToken.END_ARRAY) {
                inStates = false;
                return next(row);
            }
            index++;
            bytes.wantFrom(json.currentTokenLocation().getByteOffset());
            rejection = state(token, row);
            return rejection == null ? Found.STATE : Found.REJECTED;
        });
    }

    /** The snapshot's time, which is known when the first state is. */
    Instant time() {
        Instant found = time == null ? known : time;
        if (found == null) {
            throw new IllegalStateException("snapshot's time was asked for, expected a state to be read before");
        }
        return found;
    }

    /** Why the last state was rejected. */
    Rejection rejection() {
        if (rejection == null) {
            throw new IllegalStateException("last state is right, expected to be asked behind one that is rejected");
        }
        return rejection;
    }

    /** Writes the last state, which was rejected, as a line of JSON. */
    void writeRejected(OutputStream out) throws IOException {
        rejection().writeTo(out, time(), bytes, json.currentLocation().getByteOffset());
    }

    /** Frees the parser's buffers and closes the stream. */
    @Override
    public void close() throws IOException {
        try (bytes) {
            json.close();
        }
    }

    /** Goes to the next field of the snapshot; false behind the last. What it does not know it passes over. */
    private boolean field() throws IOException {
        if (!begun) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new UnreadableSnapshot("snapshot is " + (first == null ? "empty" : StateRules.name(first))
                        + ", expected an object with time and states");
            }
            begun = true;
        }
        if (json.nextToken() == JsonToken.END_OBJECT) {
            ended = true;
            if (json.nextToken() != null) {
                throw new UnreadableSnapshot("snapshot has something behind its object, expected its end");
            }
            return false;
        }
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("time")) {
            expectFirst("time", time == null);
            time = time(value);
        } else if (name.equals("states")) {
            expectFirst("states", !statesSeen);
            statesSeen = true;
            inStates = value == JsonToken.START_ARRAY;
            if (!inStates && value != JsonToken.VALUE_NULL) {
                throw new UnreadableSnapshot("states are " + StateRules.name(value) + ", expected a list or null");
            }
        } else {
            json.skipChildren();
        }
        return true;
    }

    private Found end() {
        if (time == null) {
            throw new UnreadableSnapshot("snapshot has no time, expected one");
        }
        if (!statesSeen) {
            throw new UnreadableSnapshot("snapshot has no states, expected a list or null");
        }
        return Found.END;
    }

    private Instant time(JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw new UnreadableSnapshot("time is " + StateRules.name(value) + ", expected a whole number of seconds");
        }
        long seconds = StateRules.whole(json);
        if (seconds < 0 || seconds > SnapshotKey.MOST_SECONDS) {
            throw new UnreadableSnapshot("time is out of range, expected seconds of the years 1970 to 9999");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private @Nullable Rejection state(JsonToken first, StateRow row) throws IOException {
        if (first != JsonToken.START_ARRAY) {
            json.skipChildren();
            // A text is read when it is asked for; where it ends is not known before.
            json.finishToken();
            return new Rejection(index, -1, "state is " + StateRules.name(first) + ", expected a list");
        }
        row.clear();
        Rejection found = null;
        int position = 0;
        JsonToken token = json.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (found == null && position < FIELDS.length) {
                String reason = StateRules.take(FIELDS[position], json, token, row);
                found = reason == null ? null : new Rejection(index, position, reason);
            } else {
                json.skipChildren();
            }
            position++;
            token = json.nextToken();
        }
        if (found == null && position < StateField.LEAST) {
            found = new Rejection(
                    index, -1, "state has " + position + " positions, expected at least " + StateField.LEAST);
        }
        return found;
    }

    private static void expectFirst(String name, boolean first) {
        if (!first) {
            throw new UnreadableSnapshot(name + " is there twice, expected once");
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Without the causes: a parser's message quotes what it read. */
    private <T> T guarded(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (EOFException | ZipException e) {
            throw new UnreadableSnapshot("snapshot is no whole gzip file, expected one");
        } catch (JsonProcessingException e) {
            if (bytes.ended()) {
                throw new UnreadableSnapshot("snapshot is cut off, expected a whole object with time and states");
            }
            throw new UnreadableSnapshot("snapshot is no JSON in UTF-8 at byte "
                    + e.getLocation().getByteOffset() + ", expected an object with time and states");
        }
    }
}
