package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import routes.ManualClock;
import routes.aws.CircuitAnswer;
import routes.aws.CircuitAnswer.Allowed;
import routes.aws.CircuitAnswer.Probe;
import routes.aws.CircuitAnswer.Refused;
import routes.aws.CircuitChange;
import routes.aws.CircuitChange.Nothing;
import routes.aws.CircuitChange.Opened;
import routes.aws.CircuitRules;
import routes.aws.CircuitState;
import routes.aws.Clients;
import routes.aws.Permit;
import routes.aws.SharedCircuit;
import routes.aws.TripRule;
import routes.aws.UnreadableCircuit;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A fleet of workers with clients of their own, and one row. */
class SharedCircuitIT {
    private static final int WORKERS = 50;
    private static final Instant T = Instant.parse("2026-11-20T01:00:00Z");
    private static final Duration COOLDOWN = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TripRule THREE = new TripRule.Consecutive(3);
    private static final String RACES = "routes.runtime.TestLake$Ends#areMoto";
    private static final String WHY =
            "Moto looks at the condition of a put and writes in two steps: of racing ones two may win";

    private final TestLake lake = new TestLake();
    private final ManualClock clock = new ManualClock(T);
    private final Map<String, Integer> called = new ConcurrentHashMap<>();
    private final List<Clients> opened = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void createTable() {
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(table())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("service")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("service")
                                .keyType(KeyType.HASH)
                                .build()));
    }

    @AfterEach
    void close() {
        opened.forEach(Clients::close);
        lake.close();
    }

    private String table() {
        return "circuits-" + lake.table();
    }

    /** A worker with a client of its own, whose calls are counted. */
    private SharedCircuit worker(TripRule trip) {
        return worker(table(), trip);
    }

    private SharedCircuit worker(String table, TripRule trip) {
        ExecutionInterceptor counting = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                called.merge(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), 1, Integer::sum);
            }
        };
        Clients clients = new Clients("us-east-1", Optional.of(TestLake.Ends.AWS), counting);
        opened.add(clients);
        CircuitRules rules = new CircuitRules(trip, COOLDOWN, Duration.ofHours(1), LEASE);
        return new SharedCircuit(clients::dynamoDb, table, "nifi", rules, "worker", new SecureRandom(), clock);
    }

    private List<SharedCircuit> fleet(TripRule trip) {
        List<SharedCircuit> fleet = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            fleet.add(worker(trip));
        }
        return fleet;
    }

    /** What each worker hears when all of them act at the same time. */
    private static <R> List<R> atOnce(List<SharedCircuit> fleet, Function<SharedCircuit, R> act) throws Exception {
        CyclicBarrier start = new CyclicBarrier(fleet.size());
        ExecutorService threads = Executors.newFixedThreadPool(fleet.size());
        try {
            List<Future<R>> under = new ArrayList<>();
            for (SharedCircuit worker : fleet) {
                under.add(threads.submit(() -> {
                    start.await();
                    return act.apply(worker);
                }));
            }
            List<R> heard = new ArrayList<>();
            for (Future<R> one : under) {
                heard.add(one.get());
            }
            return heard;
        } finally {
            threads.shutdownNow();
        }
    }

    private static CircuitChange fail(SharedCircuit worker) {
        return worker.failed(((Allowed) worker.permit()).permit(), Optional.empty());
    }

    private void open() {
        SharedCircuit worker = worker(THREE);
        fail(worker);
        fail(worker);
        assertThat(fail(worker)).isEqualTo(new Opened(clock.instant().plus(COOLDOWN), 1));
    }

    private static void assertOneProbe(List<CircuitAnswer> answers) {
        assertThat(answers).filteredOn(Probe.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Refused.class::isInstance).hasSize(WORKERS - 1);
    }

    @Test
    @DisabledIf(value = RACES, disabledReason = WHY)
    void ofFiftyWorkersThatAskAtOnceOneProbesAndWhenItDiesExactlyOneOther() throws Exception {
        open();
        List<SharedCircuit> fleet = fleet(THREE);
        clock.advance(COOLDOWN);
        assertOneProbe(atOnce(fleet, SharedCircuit::permit));

        clock.advance(LEASE);
        assertThat(atOnce(fleet, SharedCircuit::permit)).allMatch(Refused.class::isInstance);

        clock.advance(CircuitRules.SKEW);
        assertOneProbe(atOnce(fleet, SharedCircuit::permit));
    }

    @Test
    @DisabledIf(value = RACES, disabledReason = WHY)
    void failuresOfFiftyWorkersAtOnceOpenItOnceAndOneOfThemIsToldSo() throws Exception {
        List<SharedCircuit> fleet = fleet(THREE);
        Permit permit = ((Allowed) fleet.get(0).permit()).permit();
        List<CircuitChange> changes = atOnce(fleet, worker -> worker.failed(permit, Optional.empty()));
        assertThat(changes).filteredOn(Opened.class::isInstance).containsExactly(new Opened(T.plus(COOLDOWN), 1));
        assertThat(changes).filteredOn(Nothing.class::isInstance).hasSize(WORKERS - 1);
        assertThat(fleet.get(0).state()).isEqualTo(new CircuitState.Open(1, T, T.plus(COOLDOWN), 1));
    }

    @Test
    @DisabledIf(value = RACES, disabledReason = WHY)
    void whoeverLosesARaceLooksAgainSoThatNoFailureIsLost() throws Exception {
        List<SharedCircuit> fleet = fleet(new TripRule.Consecutive(WORKERS + 1));
        assertThat(atOnce(fleet, SharedCircuitIT::fail)).containsOnly(new Nothing());
        assertThat(called.get("PutItem")).as("races were lost").isGreaterThan(WORKERS);
        assertThat(fleet.get(0).state())
                .isInstanceOfSatisfying(
                        CircuitState.Closed.class,
                        closed -> assertThat(Long.bitCount(closed.recent())).isEqualTo(WORKERS));
    }

    @Test
    void aHealthyServiceIsNotWrittenAbout() throws Exception {
        assertThat(atOnce(fleet(THREE), worker -> worker.succeeded(((Allowed) worker.permit()).permit())))
                .containsOnly(new Nothing());
        assertThat(called).isEqualTo(Map.of("GetItem", 2 * WORKERS));
    }

    @Test
    void anOutageFromTheFirstFailureToTheRecoveryIsReadBackAsItWasWritten() {
        SharedCircuit ours = worker(THREE);
        SharedCircuit theirs = worker(THREE);
        ours.failed(((Allowed) ours.permit()).permit(), Optional.of(Duration.ofMinutes(7)));
        assertThat(theirs.state()).isEqualTo(new CircuitState.Closed(0, Instant.EPOCH, 1, T.plusSeconds(420)));
        fail(ours);
        assertThat(fail(theirs)).isEqualTo(new Opened(T.plusSeconds(420), 1));
        assertThat(ours.state()).isEqualTo(new CircuitState.Open(1, T, T.plusSeconds(420), 1));

        clock.advance(Duration.ofMinutes(7));
        Probe probe = (Probe) ours.permit();
        assertThat(theirs.state())
                .isEqualTo(new CircuitState.HalfOpen(
                        2, T, 1, "worker", clock.instant().plus(LEASE)));
        assertThat(ours.failed(probe.permit(), Optional.empty()))
                .isEqualTo(new Opened(clock.instant().plus(COOLDOWN).plus(COOLDOWN), 2));

        clock.advance(COOLDOWN.plus(COOLDOWN));
        assertThat(theirs.release(((Probe) theirs.permit()).permit())).isEqualTo(new Nothing());
        assertThat(ours.succeeded(((Probe) ours.permit()).permit())).isEqualTo(new CircuitChange.Closed(T));
        assertThat(theirs.state()).isEqualTo(new CircuitState.Closed(7, clock.instant(), 0, Instant.EPOCH));
    }

    @Test
    void aTableThatIsNotThereIsUnreadable() {
        SharedCircuit circuit = worker("no-such-" + table(), THREE);
        assertThat(circuit.permit())
                .isInstanceOfSatisfying(
                        UnreadableCircuit.class,
                        unreadable -> assertThat(unreadable.cause()).isInstanceOf(ResourceNotFoundException.class));
        assertThat(circuit.failed(new Permit(0, false), Optional.empty())).isInstanceOf(UnreadableCircuit.class);
        assertThatThrownBy(circuit::state).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aTableThatRefusesIsUnreadableAndCanBeReadAgainAfterwards() {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to refuse calls");
        SharedCircuit circuit = worker(THREE);
        Permit permit = ((Allowed) circuit.permit()).permit();
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"dynamodb\",\"operation\":\"PutItem\",\"status\":400,\"code\":\"AccessDeniedException\"}");
        assertThat(circuit.failed(permit, Optional.empty()))
                .isInstanceOfSatisfying(
                        UnreadableCircuit.class,
                        unreadable -> assertThat(unreadable.cause()).isInstanceOf(DynamoDbException.class));
        assertThat(circuit.permit()).isInstanceOf(Allowed.class);
    }

    @Test
    void aTableThatNeverAnswersIsUnreadableAfterAWhile() {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to hold calls");
        SharedCircuit circuit = worker(THREE);
        lake.cloud("POST", "hold", "{\"service\":\"dynamodb\",\"operation\":\"GetItem\"}");
        assertThat(circuit.permit())
                .isInstanceOfSatisfying(
                        UnreadableCircuit.class,
                        unreadable -> assertThat(unreadable.cause()).isInstanceOf(ApiCallTimeoutException.class));
    }

    @Test
    void anOpeningWhoseAnswerIsLostOnItsWayIsToldAllTheSame() throws Exception {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to lose answers");
        SharedCircuit circuit = worker(new TripRule.Consecutive(1));
        lake.cloud("POST", "hold", "{\"service\":\"dynamodb\",\"operation\":\"PutItem\",\"when\":\"after\"}");
        CompletableFuture<CircuitChange> change = CompletableFuture.supplyAsync(() -> fail(circuit));
        lake.cloud("GET", "held?wait=10", "");
        lake.cloud("POST", "reset", "");
        assertThat(change.get()).isEqualTo(new Opened(T.plus(COOLDOWN), 1));
    }
}
