package routes.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Makes what stands on tables that a pipeline names. */
public final class Tables {
    private final Supplier<DynamoDbClient> dynamoDb;
    private final Supplier<Optional<DirectTable>> direct;
    private final String holder;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param holder names this process, unique in the fleet */
    public Tables(Supplier<DynamoDbClient> dynamoDb, String holder, RandomGenerator random, Clock clock) {
        this(dynamoDb, Optional::empty, holder, random, clock);
    }

    /** @param direct for many rows at once; whatever it does not do goes the way of the client */
    public Tables(
            Supplier<DynamoDbClient> dynamoDb,
            Supplier<Optional<DirectTable>> direct,
            String holder,
            RandomGenerator random,
            Clock clock) {
        this.dynamoDb = dynamoDb;
        this.direct = direct;
        this.holder = holder;
        this.random = random;
        this.clock = clock;
    }

    /** The objects that a pipeline has claimed; see {@link ObjectLeases}. */
    public ObjectLeases leases(String table, String ttlAttribute, Duration kept) {
        return new ObjectLeases(dynamoDb, table, ttlAttribute, kept, clock);
    }

    /** What is known of many objects, asked and told by several workers at a time; see {@link ObjectNotes}. */
    public ObjectNotes notes(String table, Executor workers) {
        return new ObjectNotes(dynamoDb, direct, table, workers);
    }

    /** How far each step of an execution has come; see {@link ExecutionTracking}. */
    public ExecutionTracking executions(String table, Duration kept) {
        return new ExecutionTracking(dynamoDb, table, kept, clock);
    }

    /** The circuit breaker of a service, shared by the fleet; see {@link SharedCircuit}. */
    public SharedCircuit circuit(String table, String service, CircuitRules rules) {
        return new SharedCircuit(dynamoDb, table, service, rules, holder, random, clock);
    }
}
