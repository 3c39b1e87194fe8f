package routes.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a failed try is followed by another within this receive, and when: the other end's wish comes first,
 * else exponential back-off with full jitter. A wish beyond our patience, or beyond the message's deadline, is left to the
 * queue.
 */
public final class Tries {
    private static final Logger LOG = LoggerFactory.getLogger(Tries.class);
    private static final String DELAY = "lake.delay";

    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator random;

    public Tries(Backoff backoff, Clock clock, RandomGenerator random) {
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    /** Notes a failed try, and how long to wait before the next. */
    public void afterFailure(Exchange exchange) {
        int failed = exchange.getProperty(Unit.TRY, 0, Integer.class) + 1;
        Throwable failure = Parking.failure(exchange);
        Duration delay = wish(failure).orElseGet(() -> backoff.delay(failed, random));
        exchange.setProperty(Unit.TRY, failed);
        exchange.setProperty(DELAY, delay);
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis());
    }

    /** Whether another try follows, after that wait. */
    public boolean another(Exchange exchange) {
        int failed = exchange.getProperty(Unit.TRY, Integer.class);
        Duration delay = exchange.getProperty(DELAY, Duration.class);
        boolean inTime = clock.instant().plus(delay).isBefore(Unit.deadline(exchange));
        boolean again = failed < backoff.attempts() && delay.compareTo(backoff.patience()) <= 0 && inTime;
        if (again) {
            LOG.atWarn()
                .addKeyValue("attempt", failed)
                .addKeyValue("delayMillis", delay.toMillis())
                .log("try failed, another follows: {}", Failures.reason(Parking.failure(exchange)));
        }
        return again;
    }

    /** How long the other end asked to be left alone, where it did. */
    public static Optional<Duration> wish(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Transient later && later.after().isPresent()) {
                return later.after();
            }
        }
        return Optional.empty();
    }
}
