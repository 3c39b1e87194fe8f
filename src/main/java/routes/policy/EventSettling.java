package routes.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import routes.lake.S3Event;
import routes.lake.S3Record;
import routes.policy.EventMessage.Told;

/**
 * Turns what became of objects into what becomes of the message that told of them: done, parked with the records that
 * are bad, or once more as a whole. What is settled of a message that comes again will be met as known.
 */
public final class EventSettling {
    private static final int MOST_DOUBLINGS = 5;

    private final String route;
    private final Duration retryDelay;
    private final Parking parking;

    /**
     * @param route in which the objects are worked on, as it is told of what is parked
     * @param retryDelay before a message comes again for the first time; doubles with each receive, so that a passing
     *     trouble does not use all of them up
     */
    public EventSettling(String route, Duration retryDelay, Parking parking) {
        this.route = route;
        this.retryDelay = retryDelay;
        this.parking = parking;
    }

    /**
     * Why the event of an object may not be acknowledged.
     *
     * @param kind {@link FailureKind#POISON}: its record is parked; anything else: the whole message comes again
     * @param reason one line without contents of the object
     * @param after not before this time has gone by; empty: by the number of its receives
     */
    public record Unsettled(FailureKind kind, String reason, Optional<Duration> after) {}

    /** A record that is not settled. */
    private record Left(S3Record record, Unsettled why) {}

    /**
     * What becomes of a message. Whatever is left of it when it is parked is parked, and nothing else.
     *
     * @param run that worked on it
     * @param fate what became of a welcome event's object, asked once for each; empty: it is settled
     * @throws Transient when something could not be parked
     */
    public Outcome settle(EventMessage message, String run, Function<S3Event, Optional<Unsettled>> fate) {
        Parking.Letter letter = new Parking.Letter(message.message(), route, run);
        if (!message.refusal().isEmpty()) {
            return parking.park(letter, FailureKind.POISON, message.refusal());
        }
        List<Left> all = message.told().stream().flatMap(told -> left(told, fate).stream()).toList();
        if (all.isEmpty()) {
            return new Outcome.Done();
        }
        Parking.Letter rest = letter.with(body(message, all));
        Optional<Unsettled> waiting =
            all.stream().map(Left::why).filter(why -> why.kind() != FailureKind.POISON).findFirst();
        if (waiting.isEmpty()) {
            return parking.park(rest, FailureKind.POISON, all.get(0).why().reason());
        }
        Duration after = waiting.get().after().orElseGet(() -> delay(message.message().receives()));
        return parking.giveBack(rest, waiting.get().kind(), waiting.get().reason(), Optional.of(after));
    }

    private static Optional<Left> left(Told told, Function<S3Event, Optional<Unsettled>> fate) {
        return told.refusal()
            .map(reason -> new Unsettled(FailureKind.POISON, reason, Optional.empty()))
            .or(() -> told.event().flatMap(fate))
            .map(why -> new Left(told.record(), why));
    }

    /** As it came, unless only some of its records are meant. */
    private static String body(EventMessage message, List<Left> some) {
        return some.size() == message.told().size()
            ? message.message().body()
            : S3Record.message(some.stream().map(Left::record).toList());
    }

    private Duration delay(int receives) {
        return retryDelay.multipliedBy(1L << Math.min(receives - 1, MOST_DOUBLINGS));
    }
}
