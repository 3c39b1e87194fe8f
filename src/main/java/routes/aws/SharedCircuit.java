package routes.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The circuit breaker of one service, one for the whole fleet: a row of a DynamoDB table whose partition key is {@code
 * service}. What each state means and where it leads stands in {@link CircuitState}.
 *
 * <p>As long as all is well nothing is written: asking and noting a success read one row each. Every read is consistent,
 * so whoever asks after the circuit has opened is refused. Every write is made on the condition that the row is still the
 * one that was looked at; who loses such a race looks again.
 *
 * <p>No method throws because of the table, except {@link #state}: a call of the service that succeeded has succeeded
 * even when that cannot be noted.
 */
public final class SharedCircuit {
    private static final int RACES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final String service;
    private final CircuitRules rules;
    private final String holder;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * @param service whose circuit it is, such as {@code aggregator-nifi}
     * @param holder names this process in the row of its probe
     * @param random names writes; it must not repeat itself in another process, as a generator that was seeded before a
     *     Lambda's snapshot would
     */
    public SharedCircuit(
            Supplier<DynamoDbClient> dynamoDb,
            String table,
            String service,
            CircuitRules rules,
            String holder,
            RandomGenerator random,
            Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.service = service;
        this.rules = rules;
        this.holder = holder;
        this.random = random;
        this.clock = clock;
    }

    /** Asks whether the service may be called now. */
    public CircuitAnswer permit() {
        return change(
                state -> {
                    CircuitState.Asked asked = state.askPermit(holder, rules, now());
                    return new Step<>(asked.next(), asked.answer());
                },
                UnreadableCircuit::new);
    }

    /** Notes that the call of this permit did what it should. */
    public CircuitChange succeeded(Permit permit) {
        return note(state -> state.onSuccess(permit, rules, now()));
    }

    /**
     * Notes that the service failed: a time-out, a broken connection, 5xx, 429. Another 4xx is no failure of the service;
     * its permit is to be {@linkplain #release released}.
     *
     * @param retryAfter how long the service asked to be left alone
     */
    public CircuitChange failed(Permit permit, Optional<Duration> retryAfter) {
        return note(state -> state.onFailure(permit, retryAfter, rules, now()));
    }

    /** Gives back a permit whose call was not made, or said nothing of the service's health; the next may probe. */
    public CircuitChange release(Permit permit) {
        if (!permit.probe()) {
            return new CircuitChange.Nothing();
        }
        return change(
                state -> new Step<>(state.onRelease(permit, now()), new CircuitChange.Nothing()),
                UnreadableCircuit::new);
    }

    /**
     * Where the circuit stands.
     *
     * @throws SdkException when the table cannot be read
     * @throws IllegalStateException when the row is no state
     */
    public CircuitState state() {
        return read().state();
    }

    private CircuitChange note(UnaryOperator<CircuitState> transition) {
        return change(
                state -> {
                    CircuitState next = transition.apply(state);
                    return new Step<>(next, CircuitChange.between(state, next));
                },
                UnreadableCircuit::new);
    }

    private <R> R change(Function<CircuitState, Step<R>> transition, Function<RuntimeException, R> unreadable) {
        try {
            return race(transition);
        } catch (SdkException | IllegalStateException | Transient e) {
            return unreadable.apply(e);
        }
    }

    private <R> R race(Function<CircuitState, Step<R>> transition) {
        CircuitRow seen = read();
        for (int race = 0; race < RACES; race++) {
            Step<R> step = transition.apply(seen.state());
            if (step.next().equals(seen.state())) {
                return step.result();
            }
            CircuitRow wanted = seen.followedBy(step.next(), holder + "/" + Long.toHexString(random.nextLong()));
            if (write(seen, wanted)) {
                return step.result();
            }
            seen = read();
            // The client writes again when an answer was lost on its way, and is refused by its own first write.
            if (seen.writer().equals(wanted.writer())) {
                return step.result();
            }
        }
        throw new Transient(
                "circuit " + service + " is being written by others, " + RACES + " races lost", (Duration) null);
    }

    private CircuitRow read() {
        Map<String, AttributeValue> item = dynamoDb.get()
                .getItem(get -> get.tableName(table)
                        .key(Map.of("service", AttributeValue.fromS(service)))
                        .consistentRead(true)
                        .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)))
                .item();
        return item.isEmpty() ? CircuitRow.none(service) : CircuitRow.of(service, item);
    }

    private boolean write(CircuitRow seen, CircuitRow wanted) {
        try {
            dynamoDb.get().putItem(put -> {
                put.tableName(table)
                        .item(wanted.item())
                        .conditionExpression("attribute_not_exists(service)")
                        .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE));
                if (seen.version() > 0) {
                    put.conditionExpression("#version = :seen")
                            .expressionAttributeNames(Map.of("#version", "version"))
                            .expressionAttributeValues(
                                    Map.of(":seen", AttributeValue.fromN(Long.toString(seen.version()))));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Where a circuit is to go, and what the caller is told once it is there. */
    private record Step<R>(CircuitState next, R result) {}
}
