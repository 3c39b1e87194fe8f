package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.observe.log.HeardLog;

/** What callers over HTTP are answered, at a real port and behind both kinds of gateways. */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "the local cloud's Athena alone can be told what to do")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportHttpIT {
    private static final Map<String, String> KEY = Map.of("x-api-key", ExportDoor.KEY);
    private static final String[] SMALL = {"export.max-records", "500", "export.answer-within", "1s"};

    private final ExportLake lake = new ExportLake();
    private final CountingMeter meter = new CountingMeter();
    private ExportProcess process;

    @BeforeAll
    void start() throws Exception {
        process = new ExportProcess(lake, meter, SMALL);
    }

    @BeforeEach
    void forget() {
        lake.reset();
    }

    @AfterAll
    void close() {
        process.close();
        lake.close();
    }

    private void assertNothingIsAsked(int before) {
        assertThat(lake.queries()).containsEntry("started", before);
        assertThat(lake.exports()).isEmpty();
    }

    private int queries() {
        return (int) lake.queries().get("started");
    }

    private static void assertProblem(ExportDoor.Answer answer, int status, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.json()).containsEntry("status", status);
        assertThat(answer.body()).contains(field);
        assertThat(answer.body().lines()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentIsAnsweredInTheSameWordsThroughEveryDoor(ExportDoor.Kind kind) throws Exception {
        try (ExportDoor door = kind.open(lake, SMALL)) {
            ExportDoor.Answer answer = door.export(
                    "limit",
                    "250",
                    "where_clause",
                    "vip IS NOT NULL AND NOT (region = 'us''east' OR email LIKE '%nobody%')");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
            assertThat(answer.json().keySet())
                    .containsExactly("message", "recordsProcessed", "exportId", "query", "truncated", "apiResult");
            assertThat(answer.json()).containsEntry("recordsProcessed", 250).containsEntry("truncated", false);
            assertThat((String) answer.json().get("query"))
                    .contains("LIMIT 250")
                    .doesNotContain("us''east", "nobody");
            assertThat(answer.apiResult().toString())
                    .isEqualTo("{total_records=250, total_batches=3, successful_batches=3, failed_batches=0,"
                            + " success_rate=100.0}");
            assertThat(lake.records(answer.exportId())).hasSize(250);

            ExportDoor.Answer nothing = door.export("where_clause", "customer_id < 0");
            assertThat(nothing.status()).isEqualTo(204);
            assertThat(nothing.body()).isEmpty();
            assertProblem(door.export("limit", "0"), 400, "limit");
            assertProblem(door.get("/export", Map.of("table", ExportLake.TABLE), Map.of()), 401, "x-api-key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, -1",
        "limit, abc",
        "limit, 1000000000",
        "limit, 501",
        "limit, 1.0",
        "limit, ' 1'",
        "limit, ''",
        "date_filter, tomorrow",
        "dry_run, yes",
        "resume, 0123456789abcdef0123456789abcdef",
        "unknown, 1",
        "Limit, 1"
    })
    void aParameterThatIsWrongIsNamedAndNothingIsAsked(String name, String value) throws Exception {
        int before = queries();
        ExportDoor.Answer answer = process.export(name, value);
        assertProblem(answer, 400, name);
        assertThat(answer.json()).containsEntry("field", name);
        assertNothingIsAsked(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1=1; DROP TABLE local_customers_silver",
                "1=1 UNION SELECT * FROM information_schema.tables",
                "customer_id = (SELECT max(customer_id) FROM local_customers_silver)",
                "customer_id = 1 -- and so on",
                "customer_id = 1 /* and so on */",
                "region = 'x' OR read_csv('/etc/passwd') IS NOT NULL",
                "region = 'x\\' OR 1=1",
                "EXISTS (SELECT 1)",
                "customer_id IN (SELECT 1)",
                "region = ?",
                "region = 'a' LIMIT 1",
                "\uFF07 OR 1=1",
                "region = 'a'\u0000",
                "region = \"a\"\" OR 1=1\"",
                "lower(region) = 'a' OR sleep(10)",
                "region",
                "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1=1"
            })
    void aHostileWhereClauseNeverReachesAthena(String clause) throws Exception {
        int before = queries();
        ExportDoor.Answer answer = process.export("where_clause", clause);
        assertThat(answer.status()).as(answer.body()).isIn(400, 403);
        assertThat(answer.json()).containsEntry("field", "where_clause");
        assertNothingIsAsked(before);
    }

    @Test
    void whatIsNotAllowedIsForbiddenAndWhatIsNotThereIsNotFound() throws Exception {
        int before = queries();
        assertProblem(process.export("table", "local_orders_silver"), 403, "table");
        assertProblem(process.export("table", "information_schema.tables"), 403, "table");
        assertProblem(process.export("where_clause", "password = 'x'"), 403, "where_clause");
        assertProblem(process.get("/export", Map.of(), KEY), 400, "table");
        assertProblem(process.get("/exports", Map.of(), KEY), 404, "path");
        assertProblem(process.get("/export/0123456789abcdef0123456789abcdef", Map.of(), KEY), 404, "no export");
        assertProblem(process.get("/export/x", Map.of(), KEY), 404, "path");
        ExportDoor.Answer post = process.ask("POST", "/export?table=" + ExportLake.TABLE, KEY);
        assertProblem(post, 405, "GET");
        assertThat(post.headers()).containsEntry("allow", "GET");
        assertNothingIsAsked(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "open-sesamf", "open-sesame2", "OPEN-SESAME"})
    void whoHasNotTheKeyIsToldNothing(String key) throws Exception {
        int before = queries();
        for (String path : List.of("/export", "/export/0123456789abcdef0123456789abcdef", "/elsewhere")) {
            ExportDoor.Answer answer = process.get(path, Map.of("table", ExportLake.TABLE), Map.of("x-api-key", key));
            assertProblem(answer, 401, "x-api-key");
        }
        assertProblem(process.get("/export", Map.of("x-api-key", ExportDoor.KEY), Map.of()), 401, "x-api-key");
        assertNothingIsAsked(before);
    }

    @Test
    void theDescriptionOfTheInterfaceIsForEverybody() throws Exception {
        ExportDoor.Answer answer = process.get("/openapi.json", Map.of(), Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsKeys("openapi", "paths");
    }

    @Test
    void aRequestThatIsRepeatedUnderItsKeyIsAnsweredAgainAndAnotherQuestionUnderItIsAConflict() throws Exception {
        Map<String, String> named = Map.of("idempotency-key", "monday's");
        ExportDoor.Answer first = process.export(named, "limit", "5");
        ExportDoor.Answer again = process.export(named, "limit", "5");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(lake.export(first.exportId())).containsEntry("posts", 1);
        assertProblem(process.export(named, "limit", "6"), 409, "Idempotency-Key");
        assertThat(lake.exports()).hasSize(1);
    }

    @Test
    void whatIsCutOffSaysSo() throws Exception {
        ExportDoor.Answer most = process.export("limit", "500");
        assertThat(most.status()).as(most.body()).isEqualTo(200);
        assertThat(most.json()).containsEntry("truncated", true).containsEntry("recordsProcessed", 500);
        assertThat(lake.records(most.exportId())).hasSize(500);
        ExportDoor.Answer unsaid = process.export();
        assertThat(unsaid.json()).containsEntry("truncated", true).containsEntry("recordsProcessed", 100);
        ExportDoor.Answer exactly = process.export("limit", "500", "where_clause", "customer_id <= 500");
        assertThat(exactly.json()).containsEntry("truncated", false).containsEntry("recordsProcessed", 500);
        assertThat(meter.of("Truncated{pipeline=export}")).isEqualTo(2);
    }

    @Test
    void aDryRunTellsTheQuestionAndAsksNothing() throws Exception {
        int before = queries();
        ExportDoor.Answer answer =
                process.export("dry_run", "true", "where_clause", "region = 'nowhere'", "date_filter", "last_week");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat((String) answer.json().get("query"))
                .startsWith("SELECT ")
                .contains("\"region\"", "\"processed_timestamp\"", "?")
                .doesNotContain("nowhere");
        assertNothingIsAsked(before);
    }

    @Test
    void aDateFilterActsOnlyWhereItIsGiven() throws Exception {
        String clause = "customer_id IN (10, 20, 1900)";
        assertThat(process.export("where_clause", clause).json()).containsEntry("recordsProcessed", 3);
        assertThat(process.export("where_clause", clause, "date_filter", "last_week")
                        .json())
                .containsEntry("recordsProcessed", 1);
    }

    @Test
    void anExportThatTakesLongGoesOnBehindTheAnswer() throws Exception {
        lake.arrange("{\"do\":\"slow\",\"seconds\":2.5}");
        ExportDoor.Answer answer = process.export("limit", "250");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers())
                .containsEntry("location", "/export/" + answer.exportId())
                .containsKey("retry-after");
        String location = answer.headers().get("location");
        assertThat(process.get(location, Map.of(), KEY).json().get("state")).isIn("begun", "querying", "sending");
        Map<String, Object> done = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> process.get(location, Map.of(), KEY).json(),
                        standing -> "done".equals(standing.get("state")));
        assertThat(done).containsEntry("status", 200).containsEntry("exportId", answer.exportId());
        assertThat(((Map<?, ?>) done.get("result")).get("recordsProcessed")).isEqualTo(250);
        assertThat(lake.export(answer.exportId())).containsEntry("posts", 3);
    }

    @Test
    void aCallerWhoAsksTooOftenIsToldWhenToComeAgain() throws Exception {
        try (ExportDoor slow = new ExportProcess(lake, meter, "export.http-rate", "1/h")) {
            assertThat(slow.export("dry_run", "true").status()).isEqualTo(200);
            ExportDoor.Answer answer = slow.export("dry_run", "true");
            assertProblem(answer, 429, "too many");
            assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(3_000, 3_601);
        }
    }

    @Test
    void neitherTheLogNorAnyAnswerHoldsWhatIsNobodysBusiness() throws Exception {
        String clientSecret = "hush-7c1e-of-the-client";
        lake.putApiSecret(clientSecret);
        lake.lake().behave("{\"end\":\"api-oauth\",\"set\":{\"client_secret\":\"" + clientSecret + "\"}}");
        StringBuilder said = new StringBuilder();
        List<String> log;
        try (HeardLog heard = new HeardLog();
                ExportProcess one = new ExportProcess(lake, meter, "export.retry-delay", "10ms")) {
            api("'do':'status','status':400,'batch':2,'body':'no: customer17@example.com','times':1");
            api("'do':'status','status':500,'batch':3,'body':'no: customer17@example.com','times':3");
            said.append(one.export("limit", "10000", "where_clause", "email <> 'secret-of-a-clause'"));
            lake.arrange(
                    "{\"do\":\"fail\",\"reason\":\"INVALID_CAST_ARGUMENT: Cannot cast 'secret-of-a-cell' to bigint\"}");
            ExportDoor.Answer failed = one.export("where_clause", "email = 'secret-of-a-clause'");
            said.append(failed).append(one.get("/export/" + failed.exportId(), Map.of(), KEY));
            said.append(one.export("where_clause", "email = 'secret-of-a-clause' AND sleep('secret-of-a-clause')"));
            said.append(one.export("where_clause", "email = 'secret-of-a-clause"));
            said.append(one.export("where_clause", "customer_id = 'secret-of-a-clause'"));
            said.append(one.get("/export", Map.of(), Map.of("x-api-key", "secret-of-a-caller")));
            said.append(one.export(
                    Map.of("idempotency-key", "k"), "limit", "1", "where_clause", "email = 'secret-of-a-clause'"));
            lake.lake().behave("{\"end\":\"api-oauth\",\"do\":\"revoke-all\"}");
            said.append(one.export("limit", "3"));
            lake.lake().behave("{\"end\":\"api-oauth\",\"do\":\"not-json\",\"times\":1}");
            lake.lake().behave("{\"end\":\"api-oauth\",\"do\":\"revoke-all\"}");
            said.append(one.export("limit", "3"));
            lake.send(ExportMessages.schedule("table", ExportLake.TABLE, "where_clause", "x = 'secret-of-a-clause'"));
            lake.send("{\"Records\":[{\"note\":\"secret-of-a-clause\"}]}");
            lake.send("secret-of-a-clause");
            lake.awaitIdle();
            log = heard.lines();
        } finally {
            lake.putApiSecret("local");
        }
        assertThat(log).as("the run was heard").anyMatch(line -> line.contains("batch parked"));
        String all = said + String.join("\n", log);
        assertThat(all).doesNotContain(clientSecret, ExportDoor.KEY, "secret-of-a-", "customer17@example.com");
        assertThat(secretsAndValues()).hasSizeGreaterThan(500).noneMatch(all::contains);
    }

    private void api(String order) {
        lake.lake().behave("{\"end\":\"api\"," + order.replace('\'', '"') + "}");
    }

    /** Tokens that went to the API, and values that are nowhere but in records. */
    private Set<String> secretsAndValues() {
        Set<String> all = new LinkedHashSet<>();
        for (Map<String, Object> request : lake.lake().received("api")) {
            ((Map<?, ?>) request.get("headers")).forEach((name, value) -> {
                if (name.toString().equalsIgnoreCase("authorization")) {
                    all.add(value.toString().replace("Bearer ", ""));
                }
            });
        }
        assertThat(all).as("tokens").hasSizeGreaterThan(1);
        lake.exports().stream()
                .flatMap(id -> lake.records(id).stream())
                .flatMap(record -> Stream.of(record.get("email"), record.get("last_name")))
                .filter(value -> value instanceof String text && text.length() > 4)
                .forEach(value -> all.add((String) value));
        return all;
    }
}
