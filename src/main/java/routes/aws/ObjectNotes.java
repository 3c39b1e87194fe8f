package routes.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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
    /** Requests at a time: of one alone both sides wait; what of 8 is left undone finds room within the tries of each. */
    private static final int REQUESTS = 8;

    private static final int TRIES = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(25);

    private final Supplier<DynamoDbClient> dynamoDb;
    private final Supplier<Optional<DirectTable>> direct;
    private final String table;
    private final Executor workers;
    private final Consumer<Duration> pause;

    /**
     * @param direct asked first; whatever it does not do goes the way of the client
     * @param workers take part where there are many notes; none is waited for that is not free
     */
    public ObjectNotes(
            Supplier<DynamoDbClient> dynamoDb, Supplier<Optional<DirectTable>> direct, String table, Executor workers) {
        this(dynamoDb, direct, table, workers, time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** @param pause lets time go by between two tries */
    ObjectNotes(
            Supplier<DynamoDbClient> dynamoDb,
            Supplier<Optional<DirectTable>> direct,
            String table,
            Executor workers,
            Consumer<Duration> pause) {
        this.dynamoDb = dynamoDb;
        this.direct = direct;
        this.table = table;
        this.workers = workers;
        this.pause = pause;
    }

    /**
     * Notes by id, as far as there are any.
     *
     * @throws Transient when DynamoDB has no room for all of them in about six seconds
     */
    public Map<String, Map<String, String>> find(Collection<String> ids) {
        Map<String, Map<String, String>> notes = new ConcurrentHashMap<>();
        List<String> distinct = ids.stream().map(LeaseRows::stored).distinct().toList();
        SideBySide.each(
                workers,
                REQUESTS,
                cut(distinct, READ_AT_ONCE),
                some -> notes.putAll(direct.get()
                        .flatMap(call -> call.ask("BatchGetItem", NoteJson.get(table, some)))
                        .flatMap(NoteJson::rows)
                        .orElseGet(() -> findByClient(some))));
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
        SideBySide.each(workers, REQUESTS, cut(rows, WRITTEN_AT_ONCE), this::write);
    }

    private void write(List<Map.Entry<String, Map<String, String>>> rows) {
        boolean written = direct.get()
                .flatMap(call -> call.ask("BatchWriteItem", NoteJson.put(table, rows)))
                .filter(NoteJson::isWhole)
                .isPresent();
        if (!written) {
            writeByClient(rows);
        }
    }

    private static <T> List<List<T>> cut(List<T> all, int size) {
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            pieces.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return pieces;
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
