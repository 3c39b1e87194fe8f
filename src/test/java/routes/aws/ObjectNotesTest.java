package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class ObjectNotesTest {
    private final MemoryTables tables = new MemoryTables();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService workers = Executors.newFixedThreadPool(20);
    private final ObjectNotes notes = notes(tables);

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    private ObjectNotes notes(DynamoDbClient dynamoDb) {
        return new ObjectNotes(() -> dynamoDb, Optional::empty, "objects", workers, pauses::add);
    }

    private static Map<String, Map<String, String>> many(int count) {
        Map<String, Map<String, String>> many = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            many.put("id-" + i, Map.of("etag", "e" + i));
        }
        return many;
    }

    @Test
    void hundredsAreWrittenAndFoundInBatches() {
        Map<String, Map<String, String>> written = many(260);
        notes.write(written);
        assertThat(tables.writes()).isEqualTo(11);
        List<String> asked = new ArrayList<>(written.keySet());
        asked.add("unknown");
        assertThat(notes.find(asked)).isEqualTo(written);
    }

    @Test
    void whoIsAskedForTwiceIsFoundOnce() {
        notes.write(Map.of("a", Map.of("etag", "1")));
        assertThat(notes.find(List.of("a", "a", "a"))).isEqualTo(Map.of("a", Map.of("etag", "1")));
    }

    @Test
    void nothingIsAskedForNobody() {
        tables.refuse(() -> DynamoDbException.builder().statusCode(500).build());
        assertThat(notes.find(List.of())).isEmpty();
        notes.write(Map.of());
    }

    @Test
    void theLastWriterWinsWhole() {
        notes.write(Map.of("a", Map.of("etag", "1", "study", "adrc")));
        notes.write(Map.of("a", Map.of("etag", "2")));
        assertThat(notes.find(List.of("a"))).isEqualTo(Map.of("a", Map.of("etag", "2")));
    }

    @Test
    void anIdThatIsLongerThanAKeyMayBeIsFoundAgainByItself() {
        String one = "x".repeat(3000) + "1";
        String other = "x".repeat(3000) + "2";
        notes.write(Map.of(one, Map.of("etag", "1"), other, Map.of("etag", "2")));
        assertThat(notes.find(List.of(one, other)))
                .isEqualTo(Map.of(one, Map.of("etag", "1"), other, Map.of("etag", "2")));
        assertThat(tables.rows("objects").keySet()).allMatch(id -> id.length() < 2048);
    }

    @Test
    void whatDynamoDbLeavesIsAskedForAgain() {
        Map<String, Map<String, String>> written = Map.of("a", Map.of("etag", "1"), "b", Map.of("etag", "2"));
        tables.leaveUnprocessed(3);
        notes.write(written);
        assertThat(tables.rows("objects")).hasSize(2);
        tables.leaveUnprocessed(3);
        assertThat(notes.find(written.keySet())).isEqualTo(written);
        assertThat(pauses).hasSize(4).contains(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void whatDynamoDbGoesOnLeavingIsGivenUpBehindTheEighthTryWithoutAnotherPause() {
        Map<String, Map<String, String>> written = Map.of("a", Map.of("etag", "1"), "b", Map.of("etag", "2"));
        tables.leaveUnprocessed(1_000);
        assertThatThrownBy(() -> notes.write(written))
                .isInstanceOf(Transient.class)
                .hasMessage("2 notes in objects could not be written: DynamoDB has left them unprocessed 8 times");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L);
        assertThat(tables.rows("objects")).isEmpty();
        assertThatThrownBy(() -> notes.find(List.of("a")))
                .isInstanceOf(Transient.class)
                .hasMessage("1 notes in objects could not be read: DynamoDB has left them unprocessed 8 times");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eightRequestsAreUnderWayAtATimeAndNothingIsLost() {
        CyclicBarrier eight = new CyclicBarrier(8);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        DynamoDbClient slow = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, call, request) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    eight.await(30, TimeUnit.SECONDS);
                    now.decrementAndGet();
                    return call.invoke(tables, request);
                });
        Map<String, Map<String, String>> written = many(1600);
        notes(slow).write(written);
        assertThat(tables.writes()).isEqualTo(64);
        assertThat(most).hasValue(8);
        assertThat(notes(slow).find(written.keySet())).isEqualTo(written);
        assertThat(most).hasValue(8);
    }

    @Test
    void whatDynamoDbLeavesOfSomeRequestsIsAskedForAgainBesideTheOthers() {
        Map<String, Map<String, String>> written = many(1000);
        tables.leaveUnprocessed(130);
        notes.write(written);
        tables.leaveUnprocessed(130);
        assertThat(notes.find(written.keySet())).isEqualTo(written);
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void behindARequestThatFailsForGoodNoOtherIsMade() {
        Map<String, Map<String, String>> written = many(1000);
        tables.beforeNextWrite(() -> {
            throw DynamoDbException.builder().statusCode(400).build();
        });
        ObjectNotes inTurn = new ObjectNotes(() -> tables, Optional::empty, "objects", Runnable::run, pauses::add);
        assertThatThrownBy(() -> inTurn.write(written)).isInstanceOf(DynamoDbException.class);
        assertThat(tables.writes()).isEqualTo(1);
        notes.write(written);
        assertThat(notes.find(written.keySet())).isEqualTo(written);
    }

    @Test
    void whatDynamoDbGoesOnLeavingOfManyIsGivenUpAsOfFew() {
        tables.leaveUnprocessed(100_000);
        assertThatThrownBy(() -> notes.write(many(1000)))
                .isInstanceOf(Transient.class)
                .hasMessage("25 notes in objects could not be written: DynamoDB has left them unprocessed 8 times");
        assertThatThrownBy(() -> notes.find(many(1000).keySet()))
                .isInstanceOf(Transient.class)
                .hasMessage("100 notes in objects could not be read: DynamoDB has left them unprocessed 8 times");
        assertThat(tables.rows("objects")).isEmpty();
    }

    @Test
    void aTableThatCannotBeReadIsAnErrorAndNotAnEmptyOne() {
        tables.refuse(() -> DynamoDbException.builder().statusCode(500).build());
        assertThatThrownBy(() -> notes.find(List.of("a"))).isInstanceOf(DynamoDbException.class);
    }
}
