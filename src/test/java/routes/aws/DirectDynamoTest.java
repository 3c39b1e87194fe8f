package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What is asked past the DynamoDB client, seen on the wire beside what the client itself asks and answers. */
class DirectDynamoTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UUID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
    private static final String ERROR = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",%s}";
    private static final String CONDITION =
            ERROR.formatted("ConditionalCheckFailedException", "\"message\":\"The conditional request failed\"");

    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();
    private final DynamoDbClient client = client(Optional.empty());
    private final DynamoDbClient direct = direct(Optional.empty());

    private DynamoDbClient client(Optional<URI> endpoint) {
        var builder = DynamoDbClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .httpClient(wire);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private DynamoDbClient direct(Optional<URI> endpoint) {
        return DirectDynamo.before(
                () -> client(endpoint), new DirectTable(Region.EU_CENTRAL_1, endpoint, credentials, wire));
    }

    /** Every kind of small call that the house makes; the wire has nothing in any table. */
    private static void work(DynamoDbClient dynamoDb) {
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
        RunLedger ledger = new RunLedger(() -> dynamoDb, "lake-runs", "ü\"\u2028", Duration.ofMinutes(5), clock);
        ledger.claim("run", "at");
        ledger.claim("run", "at", Duration.ofMinutes(30));
        ledger.keep("run", "at", Map.of("pages", "3"));
        ledger.finish("run", "at", Map.of("pages", "4"));
        ledger.release("run", "at", Map.of());
        ledger.record("run", "at", Map.of("batch-1", "{\"a\":[1]}"));
        ledger.recordFirst("run", "at", Map.of("planned", "1"));
        ledger.recordIf("run", "at", "state", "open", Map.of("state", "closed"));
        ledger.count("run", "at", "suppressed");
        ledger.row("run", "at");

        ExecutionTracking tracking = new ExecutionTracking(() -> dynamoDb, "executions", Duration.ofDays(9), clock);
        tracking.started("execution", "step", Map.of("source", "opensky"));
        tracking.succeeded("execution", "step", Map.of("score", 0.125, "records", 7L, "share", new BigDecimal("1.50")));
        tracking.failed("execution", "step", "poison", "no\njson", Map.of());
        tracking.lost("execution", "step", "not heard of");

        ObjectLeases leases = new ObjectLeases(() -> dynamoDb, "lake-objects", "ttl", Duration.ofDays(30), clock);
        leases.claim("g", Map.of("state", "PLANNED"), List.of("b/k/1", "b/k/ü"), Map.entry("state", "GONE"));
        leases.restore("g", Map.of("state", "PENDING"));
        var group = new ObjectLeases.Group("g", 3, Map.of("state", "PENDING", "open", "yes"));
        leases.change(group, Map.of("state", "DELIVERED"), Set.of("open"), List.of());
        leases.change(group, Map.of("state", "FAILED"), Set.of(), List.of("b/k/1"));
        leases.holder("b/k/1");
        leases.group("g");
    }

    @ParameterizedTest
    @CsvSource({",", "http://127.0.0.1:4566"})
    void theSameIsAskedAsByTheDynamoDbClient(URI address) throws IOException {
        Optional<URI> endpoint = Optional.ofNullable(address);
        wire.body = "{}".getBytes(UTF_8);
        work(client(endpoint));
        int calls = wire.requests.size();
        work(direct(endpoint));
        assertThat(calls).isEqualTo(20);
        assertThat(wire.agents()).hasSize(2 * calls);
        assertThat(wire.agents().subList(0, calls)).containsOnly("aws-sdk-java");
        assertThat(wire.agents().subList(calls, 2 * calls)).containsOnly("lake-routes");
        for (int call = 0; call < calls; call++) {
            SdkHttpRequest theirs = wire.requests.get(call);
            SdkHttpRequest ours = wire.requests.get(calls + call);
            assertThat(ours.getUri()).isEqualTo(theirs.getUri());
            for (String header : new String[] {"X-Amz-Target", "Content-Type", "Host"}) {
                assertThat(ours.firstMatchingHeader(header)).isEqualTo(theirs.firstMatchingHeader(header));
            }
            assertThat(tree(wire.sent.get(calls + call))).isEqualTo(tree(wire.sent.get(call)));
        }
    }

    /** Names that are made anew for each call are all one. */
    private static JsonNode tree(String json) throws IOException {
        return JSON.readTree(json.replaceAll(UUID, "unique"));
    }

    @Test
    void valuesOfEveryKindAreSentAndReceivedAsByTheClient() {
        Cases.forAll(cases -> {
            Map<String, AttributeValue> row = row(cases, 3);
            UpdateItemRequest update = UpdateItemRequest.builder()
                    .tableName("lake-runs")
                    .key(row)
                    .expressionAttributeValues(row)
                    .build();
            wire.body = "{}".getBytes(UTF_8);
            client.updateItem(update);
            direct.updateItem(update);
            int calls = wire.sent.size();
            assertThat(wire.sent.get(calls - 1)).isEqualTo(wire.sent.get(calls - 2));

            String key = JSON.readTree(wire.sent.get(calls - 1)).get("Key").toString();
            wire.body = ("{\"Item\":" + key + "}").getBytes(UTF_8);
            assertThat(direct.getItem(get -> get.tableName("lake-runs")).item())
                    .isEqualTo(row)
                    .isEqualTo(client.getItem(get -> get.tableName("lake-runs")).item());
            assertThat(wire.agents())
                    .endsWith("aws-sdk-java", "lake-routes", "lake-routes", "aws-sdk-java")
                    .hasSize(calls + 2);
        });
    }

    private static Map<String, AttributeValue> row(Cases cases, int depth) {
        Map<String, AttributeValue> row = new HashMap<>();
        some(cases, i -> row.put(cases.text(5), value(cases, depth)));
        return row;
    }

    private static AttributeValue value(Cases cases, int depth) {
        return switch (cases.number(0, depth == 0 ? 7 : 9)) {
            case 0 -> AttributeValue.fromS(cases.text(20));
            case 1 -> AttributeValue.fromN(number(cases));
            case 2 -> AttributeValue.fromB(SdkBytes.fromByteArray(cases.bytes(40)));
            case 3 -> AttributeValue.fromBool(cases.random().nextBoolean());
            case 4 -> AttributeValue.fromNul(true);
            case 5 -> AttributeValue.fromSs(some(cases, i -> cases.text(5)));
            case 6 -> AttributeValue.fromNs(some(cases, i -> number(cases)));
            case 7 -> AttributeValue.fromBs(some(cases, i -> SdkBytes.fromByteArray(cases.bytes(9))));
            case 8 -> AttributeValue.fromL(some(cases, i -> value(cases, depth - 1)));
            default -> AttributeValue.fromM(row(cases, depth - 1));
        };
    }

    private static String number(Cases cases) {
        return BigDecimal.valueOf(cases.random().nextLong(), cases.number(-5, 20))
                .toString();
    }

    /** None to three. */
    private static <T> List<T> some(Cases cases, IntFunction<T> make) {
        return new ArrayList<>(
                IntStream.range(0, cases.number(0, 3)).mapToObj(make).toList());
    }

    @Test
    void everythingThatARequestCanSayIsSaidAndAllThatIsAnsweredIsRead() {
        UpdateItemRequest update = UpdateItemRequest.builder()
                .tableName("lake-runs")
                .key(Map.of())
                .returnValues(ReturnValue.ALL_NEW)
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        wire.body =
                ("{\"Attributes\":{\"n\":{\"N\":\"1\"}},\"ConsumedCapacity\":{\"TableName\":\"t\",\"CapacityUnits\":1.5,"
                                + "\"GlobalSecondaryIndexes\":{\"i\":{\"CapacityUnits\":2}}},"
                                + "\"ItemCollectionMetrics\":{\"SizeEstimateRangeGB\":[0.5,1.0]},\"Unheard\":{\"Of\":[1,{}]}}")
                        .getBytes(UTF_8);
        assertThat(direct.updateItem(update).equalsBySdkFields(client.updateItem(update)))
                .isTrue();
        assertThat(wire.sent.get(0)).isEqualTo(wire.sent.get(1)).contains("ALL_NEW", "INDEXES", "SIZE", "\"Key\":{}");
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void aRowThatIsNotThereIsAnEmptyOne() {
        for (String answer : new String[] {"{}", "{\"Item\":null}", "{\"Item\":{}}"}) {
            wire.bodies.addAll(List.of(answer, answer));
            var ours = direct.getItem(get -> get.tableName("t"));
            var theirs = client.getItem(get -> get.tableName("t"));
            assertThat(ours.item()).isEmpty();
            assertThat(ours.hasItem()).isEqualTo(theirs.hasItem());
        }
        assertThat(wire.agents()).hasSize(6).startsWith("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 400, 413, 302, Wire.BREAKS_OFF})
    void whatIsNoSuccessGoesTheWayOfTheClient(int status) {
        wire.answers.add(status);
        wire.body = "{}".getBytes(UTF_8);
        direct.updateItem(update -> update.tableName("t"));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{} {}", "null", "<html></html>", "{\"Item\":[]}", "{\"Item\":{\"a\":\"b\"}}"})
    void anAnswerThatIsNotWholeGoesTheWayOfTheClient(String answer) {
        wire.bodies.addAll(List.of(answer, "{\"Item\":{\"a\":{\"S\":\"b\"}}}"));
        assertThat(direct.getItem(get -> get.tableName("t")).item()).containsOnlyKeys("a");
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void anAnswerThatWasDamagedOnItsWayGoesTheWayOfTheClient() {
        String answer = "{\"Item\":{\"a\":{\"S\":\"b\"}}}";
        CRC32 sum = new CRC32();
        sum.update(answer.getBytes(UTF_8));
        wire.headers.put("x-amz-crc32", Long.toString(sum.getValue()));
        wire.bodies.addAll(List.of(answer, answer.replace("b", "c"), answer));
        assertThat(direct.getItem(get -> get.tableName("t")).item()).containsOnlyKeys("a");
        assertThat(wire.agents()).containsExactly("lake-routes");
        assertThat(direct.getItem(get -> get.tableName("t")).item()).isEqualTo(Map.of("a", AttributeValue.fromS("b")));
        assertThat(wire.agents()).containsExactly("lake-routes", "lake-routes", "aws-sdk-java");
    }

    @Test
    void aTransactionWhoseAnswerIsLostIsAskedForAgainByTheSameToken() throws IOException {
        wire.answers.add(Wire.BREAKS_OFF);
        wire.body = "{}".getBytes(UTF_8);
        direct.transactWriteItems(
                write -> write.transactItems(TransactWriteItem.builder().build()));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
        assertThat(JSON.readTree(wire.sent.get(0)).get("ClientRequestToken").asText())
                .matches(UUID)
                .isEqualTo(JSON.readTree(wire.sent.get(1))
                        .get("ClientRequestToken")
                        .asText());
    }

    @Test
    void everyTransactionHasATokenOfItsOwnOrTheOneThatItWasGiven() throws IOException {
        wire.body = "{}".getBytes(UTF_8);
        direct.transactWriteItems(write -> write.transactItems(List.of()));
        direct.transactWriteItems(write -> write.transactItems(List.of()));
        direct.transactWriteItems(write -> write.clientRequestToken("given"));
        List<String> tokens = new ArrayList<>();
        for (String sent : wire.sent) {
            tokens.add(JSON.readTree(sent).get("ClientRequestToken").asText());
        }
        assertThat(tokens).hasSize(3).doesNotHaveDuplicates().endsWith("given");
    }

    private <E extends DynamoDbException> E refused(Class<E> kind, Function<DynamoDbClient, ?> call, String error) {
        wire.headers.put("x-amzn-RequestId", "REQUEST");
        wire.answers.addAll(List.of(400, 400));
        wire.bodies.addAll(List.of(error, error));
        E ours = catchThrowableOfType(kind, () -> call.apply(direct));
        E theirs = catchThrowableOfType(kind, () -> call.apply(client));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
        assertThat(ours).isExactlyInstanceOf(theirs.getClass()).hasMessage(theirs.getMessage());
        assertThat(ours.requestId()).isEqualTo(theirs.requestId()).isEqualTo("REQUEST");
        assertThat(ours.statusCode()).isEqualTo(theirs.statusCode()).isEqualTo(400);
        assertThat(ours.awsErrorDetails().errorCode())
                .isEqualTo(theirs.awsErrorDetails().errorCode());
        assertThat(ours.awsErrorDetails().errorMessage())
                .isEqualTo(theirs.awsErrorDetails().errorMessage());
        assertThat(Refusal.of(ours)).isEqualTo(Refusal.of(theirs)).isPresent();
        return ours;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"Item\":{\"owner\":{\"S\":\"ü\"},\"n\":{\"N\":\"1\"}}"})
    void aConditionThatDoesNotHoldIsToldByOneCallAsTheClientTellsIt(String item) {
        String error = CONDITION.replace("}", item + "}");
        ConditionalCheckFailedException refused = refused(
                ConditionalCheckFailedException.class,
                dynamoDb -> dynamoDb.updateItem(update -> update.tableName("t")),
                error);
        assertThat(refused.hasItem()).isEqualTo(!item.isEmpty());
        assertThat(refused.item().getOrDefault("owner", AttributeValue.fromS("ü")))
                .isEqualTo(AttributeValue.fromS("ü"));
    }

    @Test
    void aCancelledTransactionIsToldByOneCallWithItsReasons() {
        String error = ERROR.formatted(
                "TransactionCanceledException",
                "\"Message\":\"Transaction cancelled\",\"CancellationReasons\":[{\"Code\":\"None\"},"
                        + "{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"failed\",\"Item\":{\"group\":{\"S\":\"g\"}}}]");
        TransactionCanceledException refused = refused(
                TransactionCanceledException.class,
                dynamoDb -> dynamoDb.transactWriteItems(TransactWriteItemsRequest.builder()
                        .transactItems(List.of())
                        .build()),
                error);
        assertThat(new Cancelled(refused).holders("h", List.of("b/k/1"))).isEqualTo(Map.of("b/k/1", "g"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"ConditionalCheckFailedException\"}",
                "{\"__type\":null}",
                "{\"__type\":{\"__type\":\"a#ConditionalCheckFailedException\"}}",
                "{\"Item\":{\"__type\":\"a#ConditionalCheckFailedException\"}}",
                "{\"__type\":\"a#ConditionalCheckFailedException\",\"message\":\"cut",
                "{\"__type\":\"a#ConditionalCheckFailedException\",\"Item\":[]}",
                "{\"__type\":\"a#ConditionalCheckFailed\"}",
                "{\"__type\":\"a#ConditionalCheckFailedException#b\"}",
                "{\"__type\":\"a#ThrottlingException\"}",
                "{\"__type\":\"a#ConditionalCheckFailedException\"}<html>",
                "[]",
                ""
            })
    void aRefusalThatIsNotPlainlyAConditionGoesTheWayOfTheClient(String error) {
        wire.answers.add(400);
        wire.bodies.addAll(List.of(error, "{}"));
        direct.updateItem(update -> update.tableName("t"));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void aConditionIsNotBelievedWithAnotherStatusNorWhenItWasDamagedOnItsWay() {
        wire.answers.add(500);
        wire.bodies.addAll(List.of(CONDITION, "{}"));
        direct.updateItem(update -> update.tableName("t"));
        wire.headers.put("x-amz-crc32", "2745614147");
        wire.answers.add(400);
        wire.bodies.addAll(List.of(CONDITION, "{}"));
        direct.updateItem(update -> update.tableName("t"));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java", "lake-routes", "aws-sdk-java");
    }

    @Test
    void aCallThatAsksForPatienceOfItsOwnIsTheClients() {
        wire.body = "{}".getBytes(UTF_8);
        direct.getItem(
                get -> get.tableName("t").overrideConfiguration(call -> call.apiCallTimeout(Duration.ofSeconds(5))));
        direct.transactWriteItems(write -> write.transactItems(List.of())
                .overrideConfiguration(call -> call.apiCallTimeout(Duration.ofSeconds(5))));
        assertThat(wire.agents()).containsExactly("aws-sdk-java", "aws-sdk-java");
    }

    @Test
    void whatCannotBeSaidDirectlyIsSaidByTheClient() {
        wire.body = "{}".getBytes(UTF_8);
        List<AttributeValue> values = new ArrayList<>();
        values.add(null);
        direct.getItem(GetItemRequest.builder()
                .tableName("t")
                .key(Map.of("a", AttributeValue.fromL(values)))
                .build());
        assertThat(wire.agents()).containsExactly("aws-sdk-java");
    }

    @Test
    void everyOtherCallIsTheClientsAndSoAreItsErrors() {
        wire.body = "{\"Items\":[{\"id\":{\"S\":\"g\"}}]}".getBytes(UTF_8);
        assertThat(direct.query(query -> query.tableName("t")).items()).hasSize(1);
        assertThat(direct.queryPaginator(query -> query.tableName("t")).items()).hasSize(1);
        wire.answers.addAll(List.of(400, 400));
        wire.body = ERROR.formatted("ResourceNotFoundException", "\"message\":\"none\"")
                .getBytes(UTF_8);
        assertThatThrownBy(() -> direct.getItem(get -> get.tableName("t")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(direct.serviceName()).isEqualTo("dynamodb");
        assertThat(wire.agents()).containsExactly("aws-sdk-java", "aws-sdk-java", "lake-routes", "aws-sdk-java");
    }
}
