package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;

@ExtendWith(SharedCloud.class)
class AthenaIT {
    private final AthenaWorld world;
    private final String token = UUID.randomUUID().toString();

    AthenaIT(LocalCloud cloud) {
        world = new AthenaWorld(cloud);
    }

    @BeforeEach
    void createTable() {
        world.table("numbers", "parquet", Map.of("n", "bigint"));
    }

    private void putNumbers(int count) {
        world.putParquet("numbers/n.parquet", "SELECT i AS n FROM range(" + count + ") AS r(i)");
    }

    @Test
    void oneTokenStartsOneQuery() {
        StartQueryExecutionRequest request =
                world.request("SELECT ?", "1").clientRequestToken(token).build();
        String id = world.athena.startQueryExecution(request).queryExecutionId();

        assertThat(world.athena.startQueryExecution(request).queryExecutionId()).isEqualTo(id);
        assertThatThrownBy(() -> world.athena.startQueryExecution(
                        request.toBuilder().executionParameters("2").build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Idempotent parameters do not match");
    }

    @Test
    void aWorkGroupMaySayWhereResultsGo() {
        world.athena.createWorkGroup(create -> create.name(world.name)
                .configuration(group -> group.resultConfiguration(
                        results -> results.outputLocation("s3://" + world.bucket + "/group"))));
        String id = world.athena
                .startQueryExecution(start -> start.queryString("SELECT 1").workGroup(world.name))
                .queryExecutionId();

        assertThat(world.ended(id).resultConfiguration().outputLocation())
                .isEqualTo("s3://" + world.bucket + "/group/" + id + ".csv");
        assertThat(world.athena
                        .getWorkGroup(get -> get.workGroup("primary"))
                        .workGroup()
                        .stateAsString())
                .isEqualTo("ENABLED");
        assertThat(world.athena
                        .listQueryExecutions(list -> list.workGroup(world.name))
                        .queryExecutionIds())
                .containsExactly(id);
    }

    @Test
    void parametersAreValuesWhateverIsInThem() {
        String evil = "' OR 1 = 1 -- \"; DROP TABLE numbers; ?\n";
        String literal = "'" + evil.replace("'", "''") + "'";
        assertThat(world.csv("SELECT ? AS a, length(?) AS b, ? AS c", literal, "'O''Brien'", "-5"))
                .isEqualTo("\"a\",\"b\",\"c\"\n\"" + evil.replace("\"", "\"\"") + "\",\"7\",\"-5\"\n");
        assertThat(world.failure("SELECT ?", "1 OR 1 = 1")).contains("execution parameter 1 is not a SQL literal");
        assertThat(world.failure("SELECT ?, ?", "1")).contains("expected 2 but found 1");
    }

    @Test
    void nullIsNothingAndEmptyTextIsQuoted() {
        assertThat(world.csv("SELECT CAST(NULL AS varchar) AS a, '' AS b, 'x\"y' AS c, 'one\ntwo, three' AS d"))
                .isEqualTo("\"a\",\"b\",\"c\",\"d\"\n,\"\",\"x\"\"y\",\"one\ntwo, three\"\n");
    }

    @Test
    void resultsComeTypedAndExactly() {
        String id = world.succeeded("""
                SELECT CAST('1234567890.10' AS decimal(12, 2)) AS amount, 9007199254740993 AS big, true AS yes,
                    DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 12:34:56.789' AS at,
                    from_iso8601_timestamp('2024-02-29T12:34:56+02:00') AS zoned, 1e10 AS rough,
                    CAST(0.1 AS real) AS real, 'Grüße 東京 🙂' AS text, CAST(7 AS tinyint) AS tiny, 1, count(*)
                FROM numbers""");
        GetQueryResultsResponse results = world.athena.getQueryResults(get -> get.queryExecutionId(id));

        assertThat(results.resultSet().rows().get(1).data())
                .extracting(Datum::varCharValue)
                .containsExactly(
                        "1234567890.10",
                        "9007199254740993",
                        "true",
                        "2024-02-29",
                        "2024-02-29 12:34:56.789",
                        "2024-02-29 10:34:56.000 UTC",
                        "1.0E10",
                        "0.1",
                        "Grüße 東京 🙂",
                        "7",
                        "1",
                        "0");
        List<ColumnInfo> columns = results.resultSet().resultSetMetadata().columnInfo();
        assertThat(columns)
                .extracting(ColumnInfo::type)
                .containsExactly(
                        "decimal",
                        "bigint",
                        "boolean",
                        "date",
                        "timestamp",
                        "timestamp with time zone",
                        "double",
                        "float",
                        "varchar",
                        "tinyint",
                        "integer",
                        "bigint");
        assertThat(columns).extracting(ColumnInfo::name).endsWith("tiny", "_col10", "_col11");
        assertThat(columns.get(0).precision()).isEqualTo(12);
        assertThat(columns.get(0).scale()).isEqualTo(2);
    }

    @Test
    void aQuarterOfAMillionRowsComeWholeInFileAndPages() {
        putNumbers(250_000);
        String id = world.succeeded("SELECT n, 'row ' || CAST(n AS varchar) AS text FROM numbers ORDER BY n");
        long rows = world.athena.getQueryResultsPaginator(get -> get.queryExecutionId(id)).stream()
                .mapToLong(page -> page.resultSet().rows().size())
                .sum();
        List<Row> first = world.athena
                .getQueryResults(get -> get.queryExecutionId(id))
                .resultSet()
                .rows();

        assertThat(rows).isEqualTo(250_001);
        assertThat(first).hasSize(1_000);
        assertThat(first.get(0).data()).extracting(Datum::varCharValue).containsExactly("n", "text");
        assertThat(world.s3
                        .getObjectAsBytes(get -> get.bucket(world.bucket).key("results/" + id + ".csv"))
                        .asUtf8String())
                .startsWith("\"n\",\"text\"\n\"0\",\"row 0\"\n")
                .endsWith("\"249999\",\"row 249999\"\n");
        assertThat(world.athena
                        .getQueryRuntimeStatistics(get -> get.queryExecutionId(id))
                        .queryRuntimeStatistics()
                        .rows()
                        .outputRows())
                .isEqualTo(250_000);
    }

    @Test
    void anExecutionTellsWhatItWasAskedAndWhatItCost() {
        putNumbers(10);
        QueryExecution query = world.ended(world.succeeded("SELECT n FROM numbers WHERE n = ?", "3"));

        assertThat(query.query()).isEqualTo("SELECT n FROM numbers WHERE n = ?");
        assertThat(query.executionParameters()).containsExactly("3");
        assertThat(query.queryExecutionContext().database()).isEqualTo(world.name);
        assertThat(query.workGroup()).isEqualTo("primary");
        assertThat(query.statistics().dataScannedInBytes()).isPositive();
        assertThat(world.athena.batchGetQueryExecution(
                        get -> get.queryExecutionIds(query.queryExecutionId(), "absent")))
                .satisfies(batch -> {
                    assertThat(batch.queryExecutions()).hasSize(1);
                    assertThat(batch.unprocessedQueryExecutionIds()).hasSize(1);
                });
    }

    @Test
    void functionsThatAthenaHasUnderOtherNamesAreThere() {
        assertThat(world.csv("""
                SELECT date_format(TIMESTAMP '2024-02-29 12:34:56', '%Y/%m/%d %H:%i:%s') AS a,
                    date_parse('29.02.2024', '%d.%m.%Y') AS b, json_extract_scalar('{"x":{"y":"z"}}', '$.x.y') AS c,
                    regexp_like('abc', 'b') AS d, 7 / 2 AS e, date_add('day', 1, DATE '2024-02-29') AS f"""))
                .isEqualTo("\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"\n\"2024/02/29 12:34:56\",\"2024-02-29 00:00:00.000\","
                        + "\"z\",\"true\",\"3\",\"2024-03-01 00:00:00.000\"\n");
    }
}
