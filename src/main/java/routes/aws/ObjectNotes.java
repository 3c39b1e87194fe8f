package routes.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What is known of many objects, read and written by the hundred, in the table of {@link ObjectLeases}. Rows have no time to
 * live, and the last writer wins: what is noted can be found out again.
 */
public final class ObjectNotes {
    private static final int READ_AT_ONCE = 100;
    private static final int WRITTEN_AT_ONCE = 25;
    private static final int TRIES = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(25);

    private final Supplier<DynamoDbClient> dynamoDb;
    private final Supplier<Optional<DirectTable>> direct;
    private final String table;
    private final Consumer<Duration> pause;

    public ObjectNotes(Supplier<DynamoDbClient> dynamoDb, String table) {
        this(dynamoDb, Optional::empty, table);
    }

    /** @param direct asked first; whatever it does not do goes the way of the client */
    public ObjectNotes(Supplier<DynamoDbClient> dynamoDb, Supplier<Optional<DirectTable>> direct, String table) {
        this(dynamoDb, direct, table, time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** @param pause lets time go by between two tries */
    ObjectNotes(
            Supplier<DynamoDbClient> dynamoDb,
            Supplier<Optional<DirectTable>> direct,
            String table,
            Consumer<Duration> pause) {
        this.dynamoDb = dynamoDb;
        this.direct = direct;
        this.table = table;
        this.pause = pause;
    }

    /**
     * Notes by id, as far as there are any.
     *
     * @throws Transient when DynamoDB has no room for all of them in about six seconds
     */
    public Map<String, Map<String, String>> find(Collection<String> ids) {
        Map<String, Map<String, String>> notes = new HashMap<>();
        List<String> distinct = ids.stream().map(LeaseRows::stored).distinct().toList();
        for (int from = 0; from < distinct.size(); from += READ_AT_ONCE) {
            List<String> some = distinct.subList(from, Math.min(from + READ_AT_ONCE, distinct.size()));
            notes.putAll(direct.get()
                    .flatMap(call -> call.ask("BatchGetItem", NoteJson.get(table, some)))
                    .flatMap(NoteJson::rows)
                    .orElseGet(() -> findByClient(some)));
        }
        Map<String, Map<String, String>> byId = new HashMap<>();
        for (String id : ids) {
            Map<String, String> note = notes.get(LeaseRows.stored(id));
            if (note != null) {
                byId.put(id, note);
            }
        }
        return byId;
    }

    private Map<String, Map<String, String>> findByClient(List<String> ids) {
        Map<String, Map<String, String>> notes = new HashMap<>();
        List<Map<String, AttributeValue>> keys =
                ids.stream().map(LeaseRows::key).toList();
        Map<String, KeysAndAttributes> left = Map.of(
                table,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            Map<String, KeysAndAttributes> asked = left;
            int count =
                    asked.values().stream().mapToInt(some -> some.keys().size()).sum();
            expectTry(attempt, "read", count);
            var answer = dynamoDb.get().batchGetItem(get -> get.requestItems(asked));
            answer.responses()
                    .getOrDefault(table, List.of())
                    .forEach(item -> notes.put(item.get(ObjectLeases.ID).s(), text(item)));
            left = answer.unprocessedKeys();
        }
        return notes;
    }

    /**
     * Writes notes over whatever is there.
     *
     * @throws Transient when DynamoDB has no room for all of them in about six seconds; some may be written
     */
    public void write(Map<String, Map<String, String>> notes) {
        List<Map.Entry<String, Map<String, String>>> rows = new ArrayList<>();
        notes.forEach((id, note) -> rows.add(Map.entry(LeaseRows.stored(id), note)));
        for (int from = 0; from < rows.size(); from += WRITTEN_AT_ONCE) {
            List<Map.Entry<String, Map<String, String>>> some =
                    rows.subList(from, Math.min(from + WRITTEN_AT_ONCE, rows.size()));
            boolean written = direct.get()
                    .flatMap(call -> call.ask("BatchWriteItem", NoteJson.put(table, some)))
                    .filter(NoteJson::isWhole)
                    .isPresent();
            if (!written) {
                writeByClient(some);
            }
        }
    }

    private void writeByClient(List<Map.Entry<String, Map<String, String>>> rows) {
        List<WriteRequest> writes = new ArrayList<>();
        rows.forEach(row -> {
            Map<String, AttributeValue> item = new HashMap<>();
            row.getValue().forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
            item.put(ObjectLeases.ID, AttributeValue.fromS(row.getKey()));
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
        });
        Map<String, List<WriteRequest>> left = Map.of(table, writes);
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            Map<String, List<WriteRequest>> asked = left;
            int count = asked.values().stream().mapToInt(List::size).sum();
            expectTry(attempt, "written", count);
            left = dynamoDb.get()
                    .batchWriteItem(write -> write.requestItems(asked))
                    .unprocessedItems();
        }
    }

    /** What DynamoDB has no room for now, it may have a little later. */
    private void expectTry(int attempt, String done, int left) {
        if (attempt == TRIES) {
            throw new Transient(
                    left + " notes in " + table + " could not be " + done + ": DynamoDB has left them unprocessed "
                            + TRIES + " times",
                    (Duration) null);
        }
        if (attempt > 0) {
            pause.accept(FIRST_WAIT.multipliedBy(1L << attempt));
        }
    }

    private static Map<String, String> text(Map<String, AttributeValue> item) {
        Map<String, String> note = new HashMap<>();
        item.forEach((name, value) -> {
            if (value.s() != null && !name.equals(ObjectLeases.ID)) {
                note.put(name, value.s());
            }
        });
        return note;
    }
}
