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
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
        Change change = new Change(facts, own);
        change.values.put(":claimant", text(owner));
        change.names.put("#claimant", "owner");
        try {
            dynamoDb.get()
                    .updateItem(update -> update.tableName(table)
                            .key(key(run, at))
                            .updateExpression(change.expression())
                            .conditionExpression("#claimant = :claimant AND attribute_not_exists(finished_at)")
                            .expressionAttributeNames(change.names)
                            .expressionAttributeValues(change.values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** Names and values of an update that sets attributes. */
    private static final class Change {
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        Change(Map<String, String> facts, Map<String, AttributeValue> own) {
            facts.forEach((name, value) -> set(name, text(value)));
            own.forEach(this::set);
        }

        private void set(String name, AttributeValue value) {
            String n = "n" + names.size();
            names.put("#" + n, name);
            values.put(":" + n, value);
        }

        String expression() {
            return names.keySet().stream()
                    .filter(name -> !name.equals("#claimant"))
                    .map(name -> name + " = :" + name.substring(1))
                    .collect(Collectors.joining(", ", "SET ", ""));
        }
    }

    /** Writes facts of a run over what is there, keeping its other attributes. Names of facts are ours, never input. */
    public void record(String run, String at, Map<String, String> facts) {
        Change change = new Change(facts, Map.of("ttl", ttl(clock.instant())));
        dynamoDb.get()
                .updateItem(update -> update.tableName(table)
                        .key(key(run, at))
                        .updateExpression(change.expression())
                        .expressionAttributeNames(change.names)
                        .expressionAttributeValues(change.values));
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

    private static Map<String, String> asText(Map<String, AttributeValue> item) {
        Map<String, String> row = new HashMap<>();
        item.forEach((name, value) -> row.put(name, value.s() != null ? value.s() : value.n()));
        return row;
    }
}
