package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Backoff;
import routes.settings.Rate;
import routes.settings.Settings;
import routes.settings.SettingsSources;

class ExportSettingsTest {

    @Test
    void whatIsRequiredIsNamedAllAtOnce() {
        Settings settings = SettingsSources.load(Optional.empty(), Map.of(), new Properties());
        ExportSettings.read(settings);
        assertThatThrownBy(settings::check)
                .hasMessageContainingAll(
                        "configuration has 4 faults:",
                        "export.tables is missing",
                        "export.athena-output is missing",
                        "export.bucket is missing",
                        "export.api-hosts is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev_customers_silver,dev_customers_silver",
                "a,,b",
                "a b",
                "Customers",
                "a;b",
                "a\"",
                "../x",
                "{{env:HOME}}"
            })
    void namesOfTablesThatAreTwiceOrNoneAreAFault(String names) {
        assertFaults(
                Map.of("EXPORT_TABLES", names),
                "configuration has 1 fault:",
                "export.tables is '" + names + "', expected names of tables");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer_id",
                "customer_id:",
                ":bigint",
                "a:bigint,",
                "a:bigint,a:varchar",
                "a:bigint,A:bigint",
                "a b:bigint",
                "a\":bigint",
                "a:int:b",
                "a:xml",
                "a:decimal(12"
            })
    void columnsThatAreNoneAreAFaultThatNamesTheirTable(String columns) {
        assertFaults(
                Map.of("EXPORT_TABLES_DEV_CUSTOMERS_SILVER_COLUMNS", columns),
                "configuration has 1 fault:",
                "export.tables.dev_customers_silver.columns is '" + columns + "', expected columns with their types");
    }

    @Test
    void aTableWithoutColumnsIsAFaultAndNotATableOfAllColumns() {
        assertFaults(
                Map.of("EXPORT_TABLES_DEV_CUSTOMERS_SILVER_COLUMNS", ""),
                "configuration has 1 fault:",
                "export.tables.dev_customers_silver.columns is missing");
    }

    @Test
    void aTableThatCannotBeReadIsNotMissedBesides() {
        assertFaults(
                Map.of(
                        "EXPORT_TABLES_DEV_CUSTOMERS_SILVER_COLUMNS", "x",
                        "EXPORT_SCHEDULE_TABLE", "dev_customers_silver"),
                "configuration has 1 fault:",
                "export.tables.dev_customers_silver.columns is 'x'");
    }

    @Test
    void aDateColumnThatATableDoesNotHaveIsAFaultThatNamesBoth() {
        assertFaults(
                Map.of("EXPORT_DATE_COLUMN", "updated_at"),
                "configuration has 2 faults:",
                "export.date-column is 'updated_at', expected a date or timestamp among"
                        + " export.tables.dev_customers_silver.columns",
                "export.tables.dev_orders_gold.columns");
    }

    @Test
    void aDateColumnThatHoldsNoDatesIsAFaultThatNamesBoth() {
        assertFaults(
                Map.of("EXPORT_TABLES_DEV_ORDERS_GOLD_COLUMNS", "processed_timestamp:varchar"),
                "configuration has 1 fault:",
                "export.date-column is 'processed_timestamp', expected a date or timestamp among"
                        + " export.tables.dev_orders_gold.columns");
    }

    @Test
    void aLimitThatStandsForNoneCannotBeMoreThanAnybodyMayAskFor() {
        assertFaults(
                Map.of("EXPORT_DEFAULT_LIMIT", "500", "EXPORT_MAX_RECORDS", "499"),
                "configuration has 1 fault:",
                "export.default-limit is 500, expected at most 499 (export.max-records)");
        Map<String, String> equal = Map.of("EXPORT_DEFAULT_LIMIT", "500", "EXPORT_MAX_RECORDS", "500");
        assertThat(ExportSamples.settings(equal).limits().standard()).isEqualTo(500);
    }

    @Test
    void aWaitCannotGrowToLessThanItBeginsWith() {
        assertFaults(
                Map.of("EXPORT_POLL_DELAY", "2s", "EXPORT_POLL_CAP", "1s"),
                "configuration has 1 fault:",
                "export.poll-cap is PT1S, expected at least PT2S (export.poll-delay)");
        assertFaults(
                Map.of("EXPORT_RETRY_DELAY", "2s", "EXPORT_RETRY_CAP", "1s"),
                "configuration has 1 fault:",
                "export.retry-cap is PT1S, expected at least PT2S (export.retry-delay)");
    }

    @Test
    void waitsThatCannotBeReadAreNotCompared() {
        assertFaults(
                Map.of("EXPORT_POLL_CAP", "x", "EXPORT_RETRY_CAP", "y"),
                "configuration has 2 faults:",
                "export.poll-cap is 'x'",
                "export.retry-cap is 'y'");
    }

    @Test
    void twoServersCannotHaveOnePort() {
        assertFaults(
                Map.of("EXPORT_HTTP_PORT", "9876"),
                "configuration has 1 fault:",
                "export.http-port is 9876, expected another than lake.management-port");
        assertThatCode(() -> ExportSamples.settings(Map.of("EXPORT_HTTP_PORT", "0", "LAKE_MANAGEMENT_PORT", "0")))
                .doesNotThrowAnyException();
    }

    @Test
    void aScheduledTableThatMayNotBeExportedIsAFaultThatNamesBoth() {
        assertFaults(
                Map.of("EXPORT_SCHEDULE_TABLE", "prod_customers_silver"),
                "configuration has 1 fault:",
                "export.schedule-table is 'prod_customers_silver', expected one of export.tables");
    }

    @Test
    void aScheduledConditionWithoutATableIsAFault() {
        assertFaults(
                Map.of("EXPORT_SCHEDULE_WHERE", "region = 'sesame'"),
                "configuration has 1 fault:",
                "export.schedule-where is there without export.schedule-table");
    }

    @Test
    void aScheduledConditionThatDoesNotFitIsAFaultWithoutItsValues() {
        Settings settings = ExportSamples.unchecked(Map.of(
                "EXPORT_SCHEDULE_TABLE", "dev_customers_silver", "EXPORT_SCHEDULE_WHERE", "password = 'sesame'"));
        ExportSettings.read(settings);
        assertThatThrownBy(settings::check)
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "export.schedule-where does not fit export.schedule-table dev_customers_silver: ")
                .hasMessageNotContaining("sesame");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPORT_DATE_COLUMN, 'a b', export.date-column is 'a b'",
        "EXPORT_DATE_COLUMN, ' ', export.date-column is missing",
        "EXPORT_ATHENA_DATABASE, ' ', export.athena-database is missing",
        "EXPORT_ATHENA_WORKGROUP, ' ', export.athena-workgroup is missing",
        "EXPORT_ATHENA_OUTPUT, s3://x/, export.athena-output is 's3://x/'",
        "EXPORT_QUERY_TIMEOUT, 5h, export.query-timeout is '5h'",
        "EXPORT_POLL_DELAY, 1ms, export.poll-delay is '1ms'",
        "EXPORT_POLL_CAP, 2m, export.poll-cap is '2m'",
        "EXPORT_RESULT_REUSE, 30s, 'export.result-reuse is ''30s'', expected 0s or whole minutes up to 7d'",
        "EXPORT_RESULT_REUSE, 8d, export.result-reuse is '8d'",
        "EXPORT_MAX_RECORDS, 0, export.max-records is '0'",
        "EXPORT_DEFAULT_LIMIT, 0, export.default-limit is '0'",
        "EXPORT_CAP, -1, export.cap is '-1'",
        "EXPORT_EVENTS_QUEUE, ' ', export.events-queue is missing",
        "EXPORT_BUCKET, Lake, export.bucket is 'Lake'",
        "EXPORT_OBJECT_DELAY, 0s, export.object-delay is '0s'",
        "EXPORT_SCHEDULE, daily, export.schedule is 'daily'",
        "EXPORT_SCHEDULE_DATE_FILTER, always, 'export.schedule-date-filter is ''always'', expected today, yesterday'",
        "EXPORT_CATCH_UP, 32d, export.catch-up is '32d'",
        "EXPORT_API_SECRET, ' ', export.api-secret is missing",
        "EXPORT_API_HOSTS, https://a, export.api-hosts is 'https://a'",
        "EXPORT_PATH, ../x, export.path is '../x'",
        "EXPORT_PATH, /a/../b, export.path is '/a/../b'",
        "EXPORT_PATH, //evil.org/x, export.path is",
        "EXPORT_PATH, '/{{env:HOME}}', 'export.path is ''/{{env:HOME}}'''",
        "EXPORT_BATCH_SIZE, 0, export.batch-size is '0'",
        "EXPORT_PARALLEL, 65, export.parallel is '65'",
        "EXPORT_MAX_ATTEMPTS, 0, export.max-attempts is '0'",
        "EXPORT_RETRY_DELAY, 6m, export.retry-delay is '6m'",
        "EXPORT_RETRY_CAP, 6m, export.retry-cap is '6m'",
        "EXPORT_RETRY_AFTER_CAP, 16m, export.retry-after-cap is '16m'",
        "EXPORT_CONNECT_TIMEOUT, 0s, export.connect-timeout is '0s'",
        "EXPORT_RESPONSE_TIMEOUT, 0s, export.response-timeout is '0s'",
        "EXPORT_RESULTS_BUCKET, A, export.results-bucket is 'A'",
        "EXPORT_ANSWER_WITHIN, 30s, export.answer-within is '30s'",
        "EXPORT_HTTP_AUTHORISATION, basic, 'export.http-authorisation is ''basic'', expected one of api-key, none'",
        "EXPORT_HTTP_KEY_SECRET, ' ', export.http-key-secret is missing",
        "EXPORT_HTTP_RATE, 10, export.http-rate is '10'",
        "EXPORT_HTTP_MAX_QUERY, 2MiB, export.http-max-query is '2MiB'",
        "EXPORT_HTTP_PORT, 65536, export.http-port is '65536'",
        "EXPORT_HTTP_HOST, ' ', export.http-host is missing",
        "EXPORT_TABLES_DEV_ORDERS_GOLD_ICEBERG, yes, export.tables.dev_orders_gold.iceberg is 'yes'"
    })
    void aValueThatCannotBeIsAFaultThatNamesIt(String variable, String value, String fault) {
        assertFaults(Map.of(variable, value), "configuration has 1 fault:", fault);
    }

    @Test
    void everyDefaultReachesItsSetting() {
        ExportSettings read = ExportSamples.settings(Map.of());
        assertThat(read.environment()).isEqualTo("dev");
        assertThat(read.tables().keySet()).containsExactly("dev_customers_silver", "dev_orders_gold");
        assertThat(read.dateColumn()).isEqualTo("processed_timestamp");
        assertThat(read.queries())
                .isEqualTo(new ExportSettings.Queries(
                        "glue_catalog",
                        "primary",
                        "lake-results",
                        Duration.ofMinutes(10),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(5),
                        Optional.empty()));
        assertThat(read.queries().output()).isEqualTo("s3://lake-results/athena/");
        assertThat(read.limits()).isEqualTo(new ExportSettings.Limits(10_000, 100, OptionalInt.empty()));
        assertThat(read.objects())
                .isEqualTo(new ExportSettings.Objects("export-events", "lake-processed", Duration.ofSeconds(30)));
        assertThat(read.timer().schedule()).hasToString("0 0 9 * * ?");
        assertThat(read.timer())
                .isEqualTo(new ExportSettings.Timer(
                        read.timer().schedule(),
                        Optional.empty(),
                        DateFilter.YESTERDAY,
                        Optional.empty(),
                        Duration.ofDays(7)));
        assertThat(read.api())
                .isEqualTo(new ExportSettings.Api(
                        "dev/api/credentials",
                        new ApiHosts(List.of("api.example.com")),
                        "/api/data/ingest",
                        100,
                        4,
                        new Backoff(
                                3,
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1)),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30)));
        assertThat(read.resultsBucket()).isEqualTo("lake-results");
        assertThat(read.http())
                .isEqualTo(new ExportSettings.Http(
                        Duration.ofSeconds(20),
                        Optional.of("dev/export/api-key"),
                        new Rate(10, Duration.ofSeconds(1)),
                        4L << 10,
                        8080,
                        "127.0.0.1"));
    }

    @Test
    void aTableHasItsColumnsInTheOrderConfigured() {
        assertThat(ExportSamples.settings(Map.of()).tables())
                .containsEntry(
                        "dev_customers_silver",
                        new ExportTable(
                                "dev_customers_silver",
                                List.of(
                                        new Column("customer_id", ColumnType.parse("bigint")),
                                        new Column("region", ColumnType.parse("varchar")),
                                        new Column("balance", ColumnType.parse("decimal(12,2)")),
                                        new Column("processed_timestamp", ColumnType.parse("timestamp"))),
                                false))
                .containsEntry(
                        "dev_orders_gold",
                        new ExportTable(
                                "dev_orders_gold",
                                List.of(
                                        new Column("id", ColumnType.parse("bigint")),
                                        new Column("processed_timestamp", ColumnType.parse("date"))),
                                true));
    }

    @Test
    void noDefaultLeadsToAnotherEnvironment() {
        ExportSettings read = ExportSamples.settings(Map.of("LAKE_ENVIRONMENT", "staging"));
        assertThat(read.api().secret()).isEqualTo("staging/api/credentials");
        assertThat(read.http().keySecret()).contains("staging/export/api-key");
    }

    @Test
    void anybodyMayCallOnlyWhereThatIsSaid() {
        assertThat(ExportSamples.settings(Map.of("EXPORT_HTTP_AUTHORISATION", "none"))
                        .http()
                        .keySecret())
                .isEmpty();
    }

    @Test
    void everySettingCanBeChosen() {
        Map<String, String> own = new HashMap<>(Map.of(
                "EXPORT_TABLES", "t",
                "EXPORT_TABLES_T_COLUMNS", "at:timestamp with time zone",
                "EXPORT_DATE_COLUMN", "at",
                "EXPORT_ATHENA_DATABASE", "db",
                "EXPORT_ATHENA_WORKGROUP", "wg",
                "EXPORT_ATHENA_OUTPUT", "out",
                "EXPORT_QUERY_TIMEOUT", "1m",
                "EXPORT_POLL_DELAY", "10ms",
                "EXPORT_POLL_CAP", "20ms",
                "EXPORT_RESULT_REUSE", "1h"));
        own.putAll(Map.of(
                "EXPORT_MAX_RECORDS", "9",
                "EXPORT_DEFAULT_LIMIT", "8",
                "EXPORT_CAP", "7",
                "EXPORT_EVENTS_QUEUE", "q",
                "EXPORT_BUCKET", "b",
                "EXPORT_OBJECT_DELAY", "6s",
                "EXPORT_SCHEDULE", "0 0 1 * * ?",
                "EXPORT_SCHEDULE_TABLE", "t",
                "EXPORT_SCHEDULE_DATE_FILTER", "last_week",
                "EXPORT_CATCH_UP", "5d"));
        own.putAll(Map.of(
                "EXPORT_API_SECRET", "s",
                "EXPORT_API_HOSTS", "h:1,g",
                "EXPORT_PATH", "/p",
                "EXPORT_BATCH_SIZE", "4",
                "EXPORT_PARALLEL", "3",
                "EXPORT_MAX_ATTEMPTS", "2",
                "EXPORT_RETRY_DELAY", "1s",
                "EXPORT_RETRY_CAP", "2s",
                "EXPORT_RETRY_AFTER_CAP", "3s"));
        own.putAll(Map.of(
                "EXPORT_CONNECT_TIMEOUT", "4s",
                "EXPORT_RESPONSE_TIMEOUT", "5s",
                "EXPORT_RESULTS_BUCKET", "r",
                "EXPORT_ANSWER_WITHIN", "6s",
                "EXPORT_HTTP_KEY_SECRET", "k",
                "EXPORT_HTTP_RATE", "7/m",
                "EXPORT_HTTP_MAX_QUERY", "8B",
                "EXPORT_HTTP_PORT", "9",
                "EXPORT_HTTP_HOST", "0.0.0.0"));
        ExportSettings read = ExportSamples.settings(own);
        ExportTable table =
                new ExportTable("t", List.of(new Column("at", ColumnType.parse("timestamp with time zone"))), false);
        assertThat(read)
                .isEqualTo(new ExportSettings(
                        "dev",
                        Map.of("t", table),
                        "at",
                        new ExportSettings.Queries(
                                "db",
                                "wg",
                                "out",
                                Duration.ofMinutes(1),
                                Duration.ofMillis(10),
                                Duration.ofMillis(20),
                                Optional.of(Duration.ofHours(1))),
                        new ExportSettings.Limits(9, 8, OptionalInt.of(7)),
                        new ExportSettings.Objects("q", "b", Duration.ofSeconds(6)),
                        new ExportSettings.Timer(
                                read.timer().schedule(),
                                Optional.of("t"),
                                DateFilter.LAST_WEEK,
                                Optional.empty(),
                                Duration.ofDays(5)),
                        new ExportSettings.Api(
                                "s",
                                new ApiHosts(List.of("h:1", "g")),
                                "/p",
                                4,
                                3,
                                new Backoff(
                                        2,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(3)),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5)),
                        "r",
                        new ExportSettings.Http(
                                Duration.ofSeconds(6),
                                Optional.of("k"),
                                new Rate(7, Duration.ofMinutes(1)),
                                8,
                                9,
                                "0.0.0.0")));
        assertThat(read.timer().schedule()).hasToString("0 0 1 * * ?");
    }

    private static void assertFaults(Map<String, String> more, String... faults) {
        Settings settings = ExportSamples.unchecked(more);
        ExportSettings.read(settings);
        assertThatThrownBy(settings::check).hasMessageContainingAll(faults);
    }
}
