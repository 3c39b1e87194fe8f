package routes.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import routes.aws.CircuitState.Closed;
import routes.aws.CircuitState.HalfOpen;
import routes.aws.CircuitState.Open;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A state as it stands in the table: partition key {@code service}, every time in ISO 8601, numbers as numbers but
 * {@code recent}, which is written in binary.
 *
 * @param version grows with every write; 0: there is no row yet
 * @param writer names the write that made it, unlike any other
 */
record CircuitRow(String service, long version, String writer, CircuitState state) {
    private static final String CLOSED = "closed";
    private static final String OPEN = "open";
    private static final String HALF_OPEN = "half-open";

    /** What is known of a service of which nothing was ever noted. */
    static CircuitRow none(String service) {
        return new CircuitRow(service, 0, "", CircuitState.NEW);
    }

    /** @throws IllegalStateException when the row is no state */
    static CircuitRow of(String service, Map<String, AttributeValue> item) {
        try {
            return new CircuitRow(service, number(item, "version"), text(item, "writer"), state(item));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException("circuit " + service + " has a row that is no state: " + e.getMessage(), e);
        }
    }

    CircuitRow followedBy(CircuitState next, String nextWriter) {
        return new CircuitRow(service, version + 1, nextWriter, next);
    }

    Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("service", AttributeValue.fromS(service));
        put(item, "version", version);
        put(item, "writer", writer);
        put(item, "generation", state.generation());
        put(item, "since", state.since());
        if (state instanceof Closed closed) {
            put(item, "state", CLOSED);
            put(item, "recent", Long.toBinaryString(closed.recent()));
            put(item, "not_before", closed.notBefore());
        } else if (state instanceof Open open) {
            put(item, "state", OPEN);
            put(item, "until", open.until());
            put(item, "trips", open.trips());
        } else if (state instanceof HalfOpen halfOpen) {
            put(item, "state", HALF_OPEN);
            put(item, "trips", halfOpen.trips());
            put(item, "holder", halfOpen.holder());
            put(item, "lease_until", halfOpen.leaseUntil());
        }
        return item;
    }

    private static CircuitState state(Map<String, AttributeValue> item) {
        long generation = number(item, "generation");
        Instant since = time(item, "since");
        return switch (text(item, "state")) {
            case CLOSED ->
                new Closed(generation, since, Long.parseLong(text(item, "recent"), 2), time(item, "not_before"));
            case OPEN -> new Open(generation, since, time(item, "until"), (int) number(item, "trips"));
            case HALF_OPEN ->
                new HalfOpen(
                        generation,
                        since,
                        (int) number(item, "trips"),
                        text(item, "holder"),
                        time(item, "lease_until"));
            default -> throw new IllegalArgumentException("state is '" + text(item, "state") + "'");
        };
    }

    private static void put(Map<String, AttributeValue> item, String name, long value) {
        item.put(name, AttributeValue.fromN(Long.toString(value)));
    }

    private static void put(Map<String, AttributeValue> item, String name, Object value) {
        item.put(name, AttributeValue.fromS(value.toString()));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalArgumentException(name + " is missing, expected a text");
        }
        return value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalArgumentException(name + " is missing, expected a number");
        }
        return Long.parseLong(value.n());
    }

    private static Instant time(Map<String, AttributeValue> item, String name) {
        return Instant.parse(text(item, name));
    }
}
