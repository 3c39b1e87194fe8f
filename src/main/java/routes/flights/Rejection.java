package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * A state that becomes no row.
 *
 * @param index of the state in its snapshot, from 0
 * @param position in the state at which it is wrong, from 0; -1: as a whole
 * @param reason what is there instead of what is expected, without the value
 */
record Rejection(long index, int position, String reason) {
    Rejection {
        if (index < 0 || position < -1 || reason.isEmpty()) {
            throw new IllegalArgumentException("rejection has the index " + index + ", the position " + position
                    + " and a reason of " + reason.length() + " characters, expected 0 or more, -1 or more and one");
        }
    }

    /** Writes it as a line of JSON with the state as it was received, null if that is longer than is kept. */
    void writeTo(OutputStream out, Instant snapshotTime, RetainedBytes received, long end) throws IOException {
        // Reasons are our own words: nothing in them must be escaped.
        String line = "{\"snapshot_time\":" + snapshotTime.getEpochSecond() + ",\"index\":" + index + ",\"position\":"
                + (position < 0 ? "null" : position) + ",\"reason\":\"" + reason + "\",\"state\":";
        out.write(line.getBytes(UTF_8));
        if (!received.copyTo(end, out)) {
            out.write("null".getBytes(UTF_8));
        }
        out.write("}\n".getBytes(UTF_8));
    }
}
