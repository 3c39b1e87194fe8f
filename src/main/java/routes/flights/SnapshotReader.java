package routes.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import routes.flights.StateReader.Found;
import routes.lake.GzipFile;
import routes.lake.Sha256;
import routes.lake.Spool;
import routes.policy.Transient;

/** Reads an answer of the API once, as a stream, into a spool; what is there is then looked through state by state. */
final class SnapshotReader {
    private static final int IN_MEMORY = 4 << 20;
    private static final int PIECE = 1 << 14;
    /** How far the API's clock may be ahead of ours: a snapshot of another century would be the newest for ever. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final long mostBytes;
    private final Path spoolDirectory;

    /** @param mostBytes a longer answer is refused */
    SnapshotReader(long mostBytes, Path spoolDirectory) {
        this.mostBytes = mostBytes;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * Reads an answer to its end.
     *
     * @throws Transient for what is no snapshot: it is asked for again
     * @throws IOException when it breaks off
     */
    Snapshot read(InputStream body, Instant askedAt, OptionalLong creditsRemaining) throws IOException {
        Spool spool = new Spool(IN_MEMORY, spoolDirectory);
        boolean done = false;
        try {
            MessageDigest hash = Sha256.digest();
            long bytes = compress(body, hash, spool);
            Snapshot snapshot = counted(spool, Sha256.hex(hash.digest()), bytes, askedAt, creditsRemaining);
            done = true;
            return snapshot;
        } catch (UnreadableSnapshot e) {
            throw new Transient("OpenSky answered with no snapshot: " + e.getMessage(), (Duration) null);
        } finally {
            if (!done) {
                spool.close();
            }
        }
    }

    private long compress(InputStream body, MessageDigest hash, Spool spool) throws IOException {
        long bytes = 0;
        byte[] piece = new byte[PIECE];
        try (GzipFile gzip = new GzipFile(spool)) {
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                bytes += count;
                if (bytes > mostBytes) {
                    throw new UnreadableSnapshot("longer than " + mostBytes + " bytes");
                }
                hash.update(piece, 0, count);
                gzip.write(piece, 0, count);
            }
        }
        return bytes;
    }

    private static Snapshot counted(
            Spool spool, String sha256, long bytes, Instant askedAt, OptionalLong creditsRemaining) throws IOException {
        long all = 0;
        long rejected = 0;
        RawSnapshot raw = spool::open;
        try (StateReader states = raw.states()) {
            StateRow row = new StateRow();
            for (Found found = states.next(row); found != Found.END; found = states.next(row)) {
                all++;
                rejected += found == Found.REJECTED ? 1 : 0;
            }
            if (states.time().isAfter(askedAt.plus(AHEAD))) {
                throw new UnreadableSnapshot("its time is " + states.time() + ", later than that of the request");
            }
            return new Snapshot(
                    new SnapshotKey(states.time()), askedAt, spool, sha256, bytes, all, rejected, creditsRemaining);
        }
    }
}
