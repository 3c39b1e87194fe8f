package routes.runtime;

import java.time.Duration;
import java.util.List;

/**
 * When a batch is full.
 *
 * @param messages of it
 * @param bytes that they bring
 * @param patience how long to wait for more
 * @param receive messages of one receive
 */
record Measure(int messages, long bytes, Duration patience, int receive) {

    /** @param received those of the batch so far */
    boolean isReached(List<?> received) {
        long left = bytes;
        for (Object message : received) {
            left -= Math.min(left, ((Received) message).bytes());
        }
        return received.size() >= messages || left == 0;
    }
}
