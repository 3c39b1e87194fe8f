package routes.aws;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import routes.lake.Names;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * How far each step of an execution has come: one DynamoDB item for each, with partition key {@code execution_id} and sort
 * key {@code pipeline_step}.
 *
 * <pre>
 * | attribute    | what                                                                          |
 * |--------------|-------------------------------------------------------------------------------|
 * | status       | RUNNING, SUCCEEDED or FAILED: how the latest try stands                       |
 * | attempts     | tries begun; a call whose answer got lost may count twice                     |
 * | started_at   | begin of the latest try, ISO 8601 in UTC with milliseconds                    |
 * | ended_at     | its end                                                                       |
 * | succeeded_at | end of the latest try that succeeded, whatever came after                     |
 * | error_kind   | of a failed try: what sort of failure; lost: nobody has heard of it again     |
 * | error        | of a failed try: one line                                                     |
 * | ttl          | when DynamoDB may forget the item, in epoch seconds                           |
 * | others       | facts, numbers as numbers; those of later calls are written over earlier ones |
 * </pre>
 *
 * <p>A message may come twice. The item tells of the latest try: one that begins after a success makes it RUNNING, and
 * FAILED if it fails, with the {@code succeeded_at} of the success beside it, until a further try succeeds. Where two tries
 * overlap and one has succeeded, the failure of the other is not written: their effect is the same, and it is there.
 */
public final class ExecutionTracking {
    private static final int LONGEST_ERROR = 300;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String STEP = "pipeline_step";
    private static final String STARTED = "started_at";

    private static final Set<String> OWN = Set.of(
            "execution_id",
            STEP,
            "status",
            "attempts",
            STARTED,
            "ended_at",
            "succeeded_at",
            "error_kind",
            "error",
            "ttl");

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final Duration kept;
    private final Clock clock;

    /** @param kept how long an item is kept after it was last written */
    public ExecutionTracking(Supplier<DynamoDbClient> dynamoDb, String table, Duration kept, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Notes that a try of a step begins.
     *
     * @param facts texts and numbers, by names that are ours and none of the attributes above
     */
    public void started(String executionId, String step, Map<String, ?> facts) {
        RowChange change = change(facts)
                .set("status", text("RUNNING"))
                .set(STARTED, now())
                .addOne("attempts")
                .without("ended_at")
                .without("error_kind")
                .without("error");
        write(executionId, step, change);
    }

    /** Notes that a try of a step has succeeded; facts as above. */
    public void succeeded(String executionId, String step, Map<String, ?> facts) {
        RowChange change = change(facts)
                .set("status", text("SUCCEEDED"))
                .set("ended_at", now())
                .set("succeeded_at", now())
                .without("error_kind")
                .without("error");
        write(executionId, step, change);
    }

    /**
     * Notes that a try of a step has failed; facts as above.
     *
     * @param error is made one line and cut; never contents of records
     * @return false when nothing was written, because another try has succeeded since this one began
     */
    public boolean failed(String executionId, String step, String errorKind, String error, Map<String, ?> facts) {
        RowChange change = change(facts)
                .set("status", text("FAILED"))
                .set("ended_at", now())
                .set("error_kind", text(errorKind))
                .set("error", text(Names.oneLine(error, LONGEST_ERROR)))
                .name("#seen", "status")
                .value(":succeeded", text("SUCCEEDED"))
                .onlyIf("attribute_not_exists(#seen) OR #seen <> :succeeded");
        try {
            write(executionId, step, change);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /**
     * Notes that a try of a step will not be heard of again, if it is still said to run; should it end after all, that stands.
     *
     * @param error one line
     * @return false when nothing was written: it has ended, or never begun
     */
    public boolean lost(String executionId, String step, String error) {
        RowChange change = new RowChange()
                .set("status", text("FAILED"))
                .set("ended_at", now())
                .set("error_kind", text("lost"))
                .set("error", text(Names.oneLine(error, LONGEST_ERROR)))
                .name("#seen", "status")
                .value(":running", text("RUNNING"))
                .onlyIf("#seen = :running");
        try {
            write(executionId, step, change);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** The items of an execution, by the begin of their latest try; numbers as DynamoDB writes them. */
    public List<Map<String, String>> steps(String executionId) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("execution_id = :id")
                .expressionAttributeValues(Map.of(":id", text(executionId)))
                .build();
        List<Map<String, String>> steps = new ArrayList<>();
        dynamoDb.get().queryPaginator(query).items().forEach(item -> steps.add(RunLedger.asText(item)));
        steps.sort(Comparator.comparing((Map<String, String> step) -> step.getOrDefault(STARTED, ""))
                .thenComparing(step -> step.getOrDefault(STEP, "")));
        return steps;
    }

    private RowChange change(Map<String, ?> facts) {
        RowChange change = new RowChange();
        facts.forEach((name, value) -> change.set(name, fact(name, value)));
        long forgotten = clock.instant().plus(kept).getEpochSecond();
        return change.set("ttl", AttributeValue.fromN(Long.toString(forgotten)));
    }

    private void write(String executionId, String step, RowChange change) {
        dynamoDb.get().updateItem(change.of(table, Map.of("execution_id", text(executionId), STEP, text(step))));
    }

    private static AttributeValue fact(String name, @Nullable Object value) {
        if (OWN.contains(name)) {
            throw new IllegalArgumentException("fact of a step is called '" + name + "', expected another name than "
                    + "those of the item itself");
        }
        if (value instanceof String words) {
            return text(words);
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        if (whole || value instanceof BigDecimal || value instanceof Double number && Double.isFinite(number)) {
            return AttributeValue.fromN(value.toString());
        }
        throw new IllegalArgumentException("fact '" + name + "' of a step is "
                + (value instanceof Double
                        ? value
                        : value == null ? "null" : "a " + value.getClass().getSimpleName())
                + ", expected a text or a finite number");
    }

    private AttributeValue now() {
        return text(STAMP.format(clock.instant()));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
