package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a circuit stands, and where it goes from there. Nothing here knows a clock or a table.
 *
 * <pre>
 * | state     | someone asks                       | a call succeeds | a call fails                           |
 * |-----------|------------------------------------|-----------------|----------------------------------------|
 * | closed    | allowed                            | noted           | noted; opens when the rule says so     |
 * | open      | refused; after its time: half-open | nothing         | its wish extends the time              |
 * | half-open | refused; after the lease: his turn | closes          | opens, for twice the time before       |
 * </pre>
 *
 * <p>Only answers under a permit of the present generation are heard; every move to another state, and every probe that
 * passes to another holder, begins a new one. Late answers of an earlier generation change nothing, with one exception:
 * while the circuit is open, a wish to be left alone is heard whoever was told it.
 */
public sealed interface CircuitState {
    /** A circuit of which nothing has ever been noted. */
    CircuitState NEW = new Closed(0, Instant.EPOCH, 0, Instant.EPOCH);

    /** Grows with every move; permits carry it. */
    long generation();

    /** Since when calls go through (closed), or do not (open and half-open). */
    Instant since();

    /** What someone who wants to call is told, and the state that it makes. */
    Asked askPermit(String holder, CircuitRules rules, Instant now);

    /** The state after the service did what it was asked. */
    CircuitState onSuccess(Permit permit, CircuitRules rules, Instant now);

    /**
     * The state after the service failed.
     *
     * @param retryAfter how long it wants to be left alone
     */
    CircuitState onFailure(Permit permit, Optional<Duration> retryAfter, CircuitRules rules, Instant now);

    /** The state after a permit was given back unused, or its answer said nothing of the service's health. */
    default CircuitState onRelease(Permit permit, Instant now) {
        return this;
    }

    /** How long calls have been going through; nothing while they do not. */
    default Duration closedFor(Instant now) {
        return Duration.ZERO;
    }

    /** What is told to somebody who looks, in the order in which it is told. */
    default Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (this instanceof Closed) {
            facts.put("state", "closed");
        } else if (this instanceof Open open) {
            facts.put("state", "open");
            facts.put("until", open.until());
            facts.put("trips", open.trips());
        } else if (this instanceof HalfOpen halfOpen) {
            facts.put("state", "half-open");
            facts.put("holder", halfOpen.holder());
            facts.put("lease_until", halfOpen.leaseUntil());
            facts.put("trips", halfOpen.trips());
        }
        if (!equals(NEW)) {
            facts.put("since", since());
        }
        return facts;
    }

    /** Whether an answer under this permit is heard. */
    default boolean knows(Permit permit) {
        return permit.generation() == generation();
    }

    /** An answer, and the state that giving it makes. */
    record Asked(CircuitState next, CircuitAnswer answer) {}

    /**
     * Everybody may call.
     *
     * @param recent outcomes that the {@link TripRule} still looks at
     * @param notBefore the latest time that the service asked for in these failures
     */
    record Closed(long generation, Instant since, long recent, Instant notBefore) implements CircuitState {

        @Override
        public Asked askPermit(String holder, CircuitRules rules, Instant now) {
            return new Asked(this, new CircuitAnswer.Allowed(new Permit(generation, false)));
        }

        @Override
        public CircuitState onSuccess(Permit permit, CircuitRules rules, Instant now) {
            if (!knows(permit)) {
                return this;
            }
            long kept = rules.trip().after(recent, false);
            return new Closed(generation, since, kept, kept == 0 ? Instant.EPOCH : notBefore);
        }

        @Override
        public CircuitState onFailure(Permit permit, Optional<Duration> retryAfter, CircuitRules rules, Instant now) {
            if (!knows(permit)) {
                return this;
            }
            long kept = rules.trip().after(recent, true);
            Instant wished = CircuitRules.notBefore(notBefore, retryAfter, now);
            return rules.trip().trips(kept)
                    ? new Open(generation + 1, now, rules.openUntil(1, now, wished), 1)
                    : new Closed(generation, since, kept, wished);
        }

        @Override
        public Duration closedFor(Instant now) {
            // Another host's clock may have been ahead.
            return now.isAfter(since) ? Duration.between(since, now) : Duration.ZERO;
        }
    }

    /**
     * Nobody calls.
     *
     * @param until when the first who asks gets the probe
     * @param trips how often it has opened since it was closed
     */
    record Open(long generation, Instant since, Instant until, int trips) implements CircuitState {

        @Override
        public Asked askPermit(String holder, CircuitRules rules, Instant now) {
            return now.isBefore(until)
                    ? new Asked(this, refused(until, now))
                    : probed(generation + 1, since, trips, holder, rules, now);
        }

        @Override
        public CircuitState onSuccess(Permit permit, CircuitRules rules, Instant now) {
            return this;
        }

        @Override
        public CircuitState onFailure(Permit permit, Optional<Duration> retryAfter, CircuitRules rules, Instant now) {
            return new Open(generation, since, CircuitRules.notBefore(until, retryAfter, now), trips);
        }
    }

    /**
     * One caller tries the service, all others wait for what he hears.
     *
     * @param trips how often it has opened since it was closed
     * @param holder who tries
     * @param leaseUntil when he loses the probe to the next who asks, unless he was heard before
     */
    record HalfOpen(long generation, Instant since, int trips, String holder, Instant leaseUntil)
            implements CircuitState {

        @Override
        public Asked askPermit(String asking, CircuitRules rules, Instant now) {
            Instant surelyOver = leaseUntil.plus(CircuitRules.SKEW);
            return now.isBefore(surelyOver)
                    ? new Asked(this, refused(surelyOver, now))
                    : probed(generation + 1, since, trips, asking, rules, now);
        }

        @Override
        public CircuitState onSuccess(Permit permit, CircuitRules rules, Instant now) {
            return knows(permit) ? new Closed(generation + 1, now, 0, Instant.EPOCH) : this;
        }

        @Override
        public CircuitState onFailure(Permit permit, Optional<Duration> retryAfter, CircuitRules rules, Instant now) {
            Instant wished = CircuitRules.notBefore(Instant.EPOCH, retryAfter, now);
            return knows(permit)
                    ? new Open(generation + 1, since, rules.openUntil(trips + 1, now, wished), trips + 1)
                    : this;
        }

        @Override
        public CircuitState onRelease(Permit permit, Instant now) {
            return knows(permit) ? new Open(generation + 1, since, now, trips) : this;
        }
    }

    private static CircuitAnswer refused(Instant until, Instant now) {
        return new CircuitAnswer.Refused(until, Duration.between(now, until));
    }

    private static Asked probed(
            long generation, Instant since, int trips, String holder, CircuitRules rules, Instant now) {
        Instant until = now.plus(rules.lease());
        return new Asked(
                new HalfOpen(generation, since, trips, holder, until),
                new CircuitAnswer.Probe(new Permit(generation, true), until));
    }
}
