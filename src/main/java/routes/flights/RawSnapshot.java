package routes.flights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A snapshot as it is stored: the API's response, in gzip or plain. */
@FunctionalInterface
interface RawSnapshot {
    /** In bytes. */
    int BUFFER = 1 << 14;

    int GZIP_MAGIC = 0x1f8b;

    /**
     * Opens it at its beginning. It is asked once; three times if the response says its time behind its states, which
     * must be known before them.
     */
    InputStream open() throws IOException;

    /**
     * Its states, the snapshot's time known.
     *
     * @throws UnreadableSnapshot for what is no snapshot as a whole
     */
    default StateReader states() throws IOException {
        StateReader states = new StateReader(response(), Optional.empty());
        if (begins(states)) {
            return states;
        }
        states.close();
        Instant time;
        try (InputStream in = response()) {
            time = StateReader.time(in);
        }
        StateReader timed = new StateReader(response(), Optional.of(time));
        begins(timed);
        return timed;
    }

    private static boolean begins(StateReader states) throws IOException {
        try {
            return states.begin();
        } catch (IOException | RuntimeException e) {
            states.close();
            throw e;
        }
    }

    /** The response itself: what looks like gzip is unpacked. */
    private InputStream response() throws IOException {
        InputStream in = new BufferedInputStream(open(), BUFFER);
        try {
            in.mark(2);
            boolean packed = (in.read() << 8 | in.read()) == GZIP_MAGIC;
            in.reset();
            return packed ? new GZIPInputStream(in, BUFFER) : in;
        } catch (EOFException | ZipException e) {
            in.close();
            throw new UnreadableSnapshot("snapshot is no whole gzip file, expected one");
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
