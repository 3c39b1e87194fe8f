package routes.flights;

import java.time.Instant;
import java.util.OptionalLong;
import routes.lake.Spool;

/**
 * An answer of the API, as it was received.
 *
 * @param key where it belongs, by its own time
 * @param askedAt when it was asked for
 * @param content its bytes in gzip
 * @param sha256 of its bytes before compression, hex
 * @param bytes before compression
 * @param states all of them
 * @param rejected states that break a rule
 * @param creditsRemaining of this day, as the API says
 */
record Snapshot(
        SnapshotKey key,
        Instant askedAt,
        Spool content,
        String sha256,
        long bytes,
        long states,
        long rejected,
        OptionalLong creditsRemaining) {

    /** The share of states that break no rule; 1 without any. */
    double quality() {
        return states == 0 ? 1 : (double) (states - rejected) / states;
    }
}
