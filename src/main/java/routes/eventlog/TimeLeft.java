package routes.eventlog;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time that work has. What is read has to be saved as well: reading ends when half of it is over. */
final class TimeLeft {
    private final Instant half;
    private final Instant end;
    private final Clock clock;

    private TimeLeft(Instant half, Instant end, Clock clock) {
        this.half = half;
        this.end = end;
        this.clock = clock;
    }

    /** From now until then. */
    static TimeLeft until(Instant end, Clock clock) {
        Instant now = clock.instant();
        return new TimeLeft(now.plus(Duration.between(now, end).dividedBy(2)), end, clock);
    }

    /** Whether another file may be read. */
    boolean isEnoughToRead() {
        return clock.instant().isBefore(half);
    }

    /** Whether anything may be begun at all. */
    boolean isAny() {
        return clock.instant().isBefore(end);
    }

    /**
     * Goes on only while there is time.
     *
     * @throws OutOfTime when there is none left
     */
    void expectAny() {
        if (!isAny()) {
            throw new OutOfTime();
        }
    }

    /** What is written here goes on only while there is time; then {@link OutOfTime} is thrown. */
    OutputStream limit(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                expectAny();
                out.write(bytes, offset, count);
            }
        };
    }
}
