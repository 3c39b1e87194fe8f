package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.ManualClock;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** A table that says nothing, or nothing that makes sense: neither a permit nor a refusal, and never an exception. */
class UnreadableCircuitTest {
    private final MemoryDynamoDb table = new MemoryDynamoDb();
    private final SharedCircuit ours = worker(table, "ours");
    private final SharedCircuit rival = worker(table, "rival");

    private static SharedCircuit worker(DynamoDbClient dynamoDb, String name) {
        CircuitRules rules = new CircuitRules(
                new TripRule.Consecutive(3), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(1));
        ManualClock clock = new ManualClock(Instant.parse("2026-11-20T01:00:00Z"));
        return new SharedCircuit(() -> dynamoDb, "circuits", "nifi", rules, name, new Random(name.hashCode()), clock);
    }

    private static Permit allowed(SharedCircuit circuit) {
        return ((CircuitAnswer.Allowed) circuit.permit()).permit();
    }

    private static void fail(SharedCircuit circuit) {
        circuit.failed(allowed(circuit), Optional.empty());
    }

    @Test
    void aTableThatCannotBeReadIsNeitherAPermitNorARefusal() {
        SdkClientException unreachable = SdkClientException.create("no route to host");
        SharedCircuit circuit = worker(new Broken(unreachable), "ours");
        Permit permit = new Permit(0, true);
        UnreadableCircuit unreadable = new UnreadableCircuit(unreachable);
        assertThat(circuit.permit()).isEqualTo(unreadable);
        assertThat(circuit.succeeded(permit)).isEqualTo(unreadable);
        assertThat(circuit.failed(permit, Optional.empty())).isEqualTo(unreadable);
        assertThat(circuit.release(permit)).isEqualTo(unreadable);
    }

    @Test
    void aTableThatCannotBeWrittenIsUnreadableToo() {
        SdkClientException denied = SdkClientException.create("denied");
        Permit permit = allowed(ours);
        table.beforeNextPut(() -> {
            throw denied;
        });
        assertThat(ours.failed(permit, Optional.empty())).isEqualTo(new UnreadableCircuit(denied));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "version", "writer", "generation", "since", "recent", "not_before"})
    void aRowThatIsNoStateIsUnreadableAndSaysWhy(String attribute) {
        fail(ours);
        table.change("nifi", item -> item.put(attribute, AttributeValue.fromBool(true)));
        CircuitAnswer answer = rival.permit();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        UnreadableCircuit.class,
                        unreadable -> assertThat(unreadable.cause())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("circuit nifi has a row that is no state: " + attribute));
        assertThatIllegalStateException().isThrownBy(rival::state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "since", "recent"})
    void aRowWithAValueThatNobodyWritesIsUnreadable(String attribute) {
        fail(ours);
        table.change("nifi", item -> item.put(attribute, AttributeValue.fromS("ajar")));
        assertThat(rival.permit()).isInstanceOf(UnreadableCircuit.class);
    }

    @Test
    void whoLosesEveryRaceSaysSoAndStops() {
        Permit permit = allowed(ours);
        List<Permit> others = new ArrayList<>();
        for (int other = 0; other < 200; other++) {
            others.add(allowed(rival));
        }
        Runnable interfere = new Runnable() {
            @Override
            public void run() {
                // A failure and a success in turn: the row changes and the circuit never opens.
                Permit next = others.remove(0);
                if (others.size() % 2 == 0) {
                    rival.succeeded(next);
                } else {
                    rival.failed(next, Optional.empty());
                }
                table.beforeNextPut(this);
            }
        };
        fail(rival);
        table.beforeNextPut(interfere);
        assertThat(ours.failed(permit, Optional.empty()))
                .isInstanceOfSatisfying(
                        UnreadableCircuit.class,
                        unreadable -> assertThat(unreadable.cause())
                                .isInstanceOf(Transient.class)
                                .hasMessageContaining("64 races lost"));
    }

    /** A table that answers every call with the same failure. */
    private record Broken(RuntimeException failure) implements DynamoDbClient {

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            throw failure;
        }

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            throw failure;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
