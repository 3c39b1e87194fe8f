package routes.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The table {@code lake-runs}: who works on which scheduled time (a claim with a lease that expires), and what each run
 * planned and reached. Partition key {@code run}, sort key {@code at}; every time is ISO 8601 in UTC, so that text sorts
 * as time; {@code ttl} (epoch seconds) lets old rows go.
 */
public final class RunLedger {
    private static final Duration KEPT = Duration.ofDays(400);

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final String owner;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param owner names this process, unique in the fleet
     * @param lease how long a claim holds without a finish
     */
    public RunLedger(Supplier<DynamoDbClient> dynamoDb, String table, String owner, Duration lease, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.owner = owner;
        this.lease = lease;
        this.clock = clock;
    }

    /** The same ledger for one claimant of this process: a claim of another one is somebody else's. */
    public RunLedger as(String claimant) {
        return new RunLedger(dynamoDb, table, owner + "/" + claimant, lease, clock);
    }

    /** Where a claim stands. */
    public enum Claim {
        /** Ours until the lease ends. */
        TAKEN,
        /** Somebody else's, and his lease has not ended. */
        HELD,
        /** The work was finished before. */
        FINISHED
    }

    /** Takes (run, at) for this process, unless it is finished or held by a living lease. */
    public Claim claim(String run, String at) {
        Instant now = clock.instant();
        try {
            dynamoDb.get()
                    .updateItem(update -> update.tableName(table)
                            .key(key(run, at))
                            .updateExpression(
                                    "SET #owner = :owner, lease_until = :until, claimed_at = :now, #ttl = :ttl")
                            .conditionExpression("attribute_not_exists(finished_at)"
                                    + " AND (attribute_not_exists(lease_until) OR lease_until < :now)")
                            .expressionAttributeNames(Map.of("#owner", "owner", "#ttl", "ttl"))
                            .expressionAttributeValues(Map.of(
                                    ":owner", text(owner),
                                    ":until", stamp(now.plus(lease)),
                                    ":now", stamp(now),
                                    ":ttl", ttl(now))));
            return Claim.TAKEN;
        } catch (ConditionalCheckFailedException e) {
            return row(run, at).containsKey("finished_at") ? Claim.FINISHED : Claim.HELD;
        }
    }

    /**
     * The same for what may be done again: a claim that was finished longer ago than {@code again} is taken anew. With the
     * taking it counts as unfinished; its facts stay.
     */
    public Claim claim(String run, String at, Duration again) {
        Instant now = clock.instant();
        RowChange change = new RowChange()
                .set("owner", text(owner))
                .set("lease_until", stamp(now.plus(lease)))
                .set("claimed_at", stamp(now))
                .set("ttl", ttl(now))
                .without("finished_at")
                .value(":now", stamp(now))
                .value(":before", stamp(now.minus(again)))
                .onlyIf("attribute_not_exists(finished_at)"
                        + " AND (attribute_not_exists(lease_until) OR lease_until < :now)"
                        + " OR finished_at < :before");
        if (write(run, at, change)) {
            return Claim.TAKEN;
        }
        return row(run, at).containsKey("finished_at") ? Claim.FINISHED : Claim.HELD;
    }

    /** Marks a claim of ours as done; false when somebody else has taken it over meanwhile. */
    public boolean finish(String run, String at) {
        return finish(run, at, Map.of());
    }

    /** The same, with the facts that it came to. */
    public boolean finish(String run, String at, Map<String, String> facts) {
        return change(run, at, facts, Map.of("finished_at", stamp(clock.instant())));
    }

    /** Writes facts of a claim of ours and holds it for another lease; false when somebody else has taken it over. */
    public boolean keep(String run, String at, Map<String, String> facts) {
        return change(
                run, at, facts, Map.of("lease_until", stamp(clock.instant().plus(lease))));
    }

    /** Writes facts of a claim of ours and lets go of it; false when somebody else has taken it over. */
    public boolean release(String run, String at, Map<String, String> facts) {
        return change(run, at, facts, Map.of("lease_until", stamp(Instant.EPOCH), "owner", text("nobody")));
    }

    private boolean change(String run, String at, Map<String, String> facts, Map<String, AttributeValue> own) {
        return write(
                run,
                at,
                new RowChange(facts)
                        .set(own)
                        .value(":claimant", text(owner))
                        .name("#claimant", "owner")
                        .onlyIf("#claimant = :claimant AND attribute_not_exists(finished_at)"));
    }

    /** Writes facts of a run over what is there, keeping its other attributes. Names of facts are ours, never input. */
    public void record(String run, String at, Map<String, String> facts) {
        write(run, at, new RowChange(facts).set("ttl", ttl(clock.instant())));
    }

    /**
     * Writes facts where there is no row yet, for as long as rows are kept: 400 days.
     *
     * @return whether they were written by this call; also when its answer was lost and the client has asked again,
     *     unless somebody has written over them since
     */
    public boolean recordFirst(String run, String at, Map<String, String> facts) {
        return writeOnce(run, at, new RowChange(facts).onlyIf("attribute_not_exists(run)"));
    }

    /**
     * Writes facts over what is there, keeping its other attributes, if an attribute of the row still has the value by
     * which it was decided. Names of facts are ours, never input.
     *
     * @return as of {@link #recordFirst}; false when the attribute has another value, or there is no such row
     */
    public boolean recordIf(String run, String at, String name, String expected, Map<String, String> facts) {
        return writeOnce(
                run,
                at,
                new RowChange(facts)
                        .name("#seen", name)
                        .value(":seen", text(expected))
                        .onlyIf("#seen = :seen"));
    }

    /** Adds one to a number of a row; once more when an answer is lost and the client asks again. */
    void count(String run, String at, String name) {
        write(run, at, new RowChange().addOne(name).set("ttl", ttl(clock.instant())));
    }

    /** A write that knows its own work again: the condition that it was made on does not hold for its repetition. */
    private boolean writeOnce(String run, String at, RowChange change) {
        String write = UUID.randomUUID().toString();
        change.set("written_by", text(write)).set("ttl", ttl(clock.instant()));
        return write(run, at, change) || write.equals(row(run, at).get("written_by"));
    }

    /** Whether the condition of a change held, and it was made. */
    private boolean write(String run, String at, RowChange change) {
        try {
            dynamoDb.get().updateItem(change.of(table, key(run, at)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** The attributes of one row; empty when there is none. */
    public Map<String, String> row(String run, String at) {
        return asText(dynamoDb.get()
                .getItem(get -> get.tableName(table).key(key(run, at)).consistentRead(true))
                .item());
    }

    /** The rows of a run from {@code from} to {@code to} inclusive, in order. */
    public List<Map<String, String>> rows(String run, String from, String to) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("run = :run AND #at BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#at", "at"))
                .expressionAttributeValues(Map.of(":run", text(run), ":from", text(from), ":to", text(to)))
                .build();
        List<Map<String, String>> rows = new ArrayList<>();
        dynamoDb.get().queryPaginator(query).items().forEach(item -> rows.add(asText(item)));
        return rows;
    }

    /** The {@code at} of the earliest row of a run. */
    public Optional<String> earliest(String run) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .limit(1)
                .keyConditionExpression("run = :run")
                .expressionAttributeValues(Map.of(":run", text(run)))
                .build();
        return dynamoDb.get().query(query).items().stream()
                .findFirst()
                .map(item -> item.get("at").s());
    }

    private static Map<String, AttributeValue> key(String run, String at) {
        return Map.of("run", text(run), "at", text(at));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    /** To the second, so that all stamps have one length and sort as text. */
    private static AttributeValue stamp(Instant time) {
        return text(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static AttributeValue ttl(Instant now) {
        return AttributeValue.fromN(Long.toString(now.plus(KEPT).getEpochSecond()));
    }

    /** Attributes that are texts or numbers, as texts. */
    static Map<String, String> asText(Map<String, AttributeValue> item) {
        Map<String, String> row = new HashMap<>();
        item.forEach((name, value) -> row.put(name, value.s() != null ? value.s() : value.n()));
        return row;
    }
}
