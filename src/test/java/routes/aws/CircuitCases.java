package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import routes.Cases;
import routes.aws.CircuitState.HalfOpen;
import routes.aws.CircuitState.Open;

/** What may be given to a circuit, the ends of its times among it. */
final class CircuitCases {

    private CircuitCases() {}

    static CircuitRules rules(Cases generator) {
        int calls = generator.number(1, 12);
        TripRule trip = generator.random().nextBoolean()
                ? new TripRule.Consecutive(generator.number(1, 5))
                : new TripRule.Rate(generator.number(0, 3) * 0.25, calls);
        Duration cooldown = Duration.ofSeconds(generator.number(1, 600));
        return new CircuitRules(
                trip,
                cooldown,
                cooldown.multipliedBy(generator.number(1, 20)),
                Duration.ofSeconds(generator.number(1, 120)));
    }

    static Optional<Duration> wish(Cases generator) {
        return switch (generator.number(1, 6)) {
            case 1 -> Optional.of(Duration.ofSeconds(generator.number(0, 3_000)));
            case 2 -> Optional.of(Duration.ofHours(generator.number(11, 14)));
            default -> Optional.empty();
        };
    }

    /** A later time: a little, a lot, or just before, at or behind the time that the state waits for. */
    static Instant later(Cases generator, CircuitState state, Instant now) {
        Instant awaited = now;
        if (state instanceof Open open) {
            awaited = open.until();
        } else if (state instanceof HalfOpen halfOpen) {
            awaited = halfOpen.leaseUntil().plus(CircuitRules.SKEW);
        }
        Instant then =
                switch (generator.number(1, 4)) {
                    case 1 -> awaited.plusMillis(generator.number(-1, 1));
                    case 2 -> awaited.plusSeconds(generator.number(-10, 10));
                    case 3 -> now.plusSeconds(generator.number(1, 2_000));
                    default -> now.plusMillis(generator.number(1, 2_000));
                };
        return then.isBefore(now) ? now : then;
    }
}
