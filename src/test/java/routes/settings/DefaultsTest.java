package routes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** What each key reads as: in the type that its reader asks for, or as text that is none. */
    private record Default(Object value, BiFunction<Settings, String, Object> read) {}

    @Test
    void everyKeyHasItsDefaultAndItsMapping() throws IOException {
        Map<String, Default> defaults = new LinkedHashMap<>();
        defaults.put("lake.pipelines", new Default(List.of("ingest"), Settings::names));
        defaults.put("lake.environment", name("local"));
        defaults.put("lake.region", text("us-east-1"));
        defaults.put("lake.log-level", word("INFO", "DEBUG", "INFO", "WARN", "ERROR"));
        defaults.put("lake.log-format", word("json", "json", "text"));
        defaults.put("lake.runs-table", name("lake-runs"));
        defaults.put("lake.lease", duration("PT5M"));
        defaults.put("lake.secret-ttl", duration("PT10M"));
        defaults.put("lake.dlq-suffix", text("-dlq"));
        defaults.put("lake.max-receives", number(5));
        defaults.put("lake.visibility", duration("PT2M"));
        defaults.put("lake.batch-size", number(10));
        defaults.put("lake.batch-timeout", duration("PT0.1S"));
        defaults.put("lake.batches", number(2));
        defaults.put("lake.poll-wait", duration("PT10S"));
        defaults.put("lake.workers", number(16));
        defaults.put("lake.aws-endpoint-url", required());
        defaults.put("lake.lambda-reserve", duration("PT30S"));
        defaults.put("lake.shutdown-timeout", duration("PT45S"));
        defaults.put("lake.management-port", number(9876));
        defaults.put("lake.management-host", text("0.0.0.0"));
        defaults.put("lake.spool-directory", text("${java.io.tmpdir}"));
        defaults.put("ingest.sources", required());
        defaults.put("ingest.raw-bucket", required());
        defaults.put("ingest.schedule", text("0 0 1 * * ?"));
        defaults.put("ingest.lookback-days", number(1));
        defaults.put("ingest.catch-up", duration("P7D"));
        defaults.put("ingest.max-attempts", number(5));
        defaults.put("ingest.retry-delay", duration("PT0.5S"));
        defaults.put("ingest.retry-cap", duration("PT20S"));
        defaults.put("ingest.message-budget", duration("PT90S"));
        defaults.put("ingest.connect-timeout", duration("PT5S"));
        defaults.put("ingest.response-timeout", duration("PT20S"));
        defaults.put("ingest.max-body-bytes", size(64L << 20));
        defaults.put("ingest.source-default.url", required());
        defaults.put("ingest.source-default.queue", required());
        defaults.put("ingest.source-default.paging", text("follow"));
        defaults.put("ingest.source-default.max-pages", number(10_000));
        defaults.put("ingest.source-default.page-size", number(0));
        defaults.put("ingest.source-default.records", text("/items /data"));
        defaults.put("ingest.source-default.rate", new Default(new Rate(20, Duration.ofSeconds(1)), Settings::rate));
        defaults.put("ingest.source-default.concurrency", number(4));
        defaults.put("ingest.source-default.authentication", word("none", "none", "header", "oauth2"));
        defaults.put("ingest.source-default.authentication-header", text("X-Api-Key"));
        defaults.put("ingest.source-default.secret", required());
        defaults.put("ingest.source-default.token-url", required());
        defaults.put("aggregator.landing-bucket", required());
        defaults.put("aggregator.prefix", text("data/"));
        defaults.put("aggregator.events-queue", text("aggregator-events"));
        defaults.put("aggregator.deliveries-queue", text("aggregator-deliveries"));
        defaults.put("aggregator.archive-bucket", required());
        defaults.put("aggregator.format", text("tar.gz"));
        defaults.put("aggregator.batch-size", number(99));
        defaults.put("aggregator.batch-bytes", size(100L << 20));
        defaults.put("aggregator.batch-timeout", duration("PT5S"));
        defaults.put("aggregator.max-object-bytes", size(5L << 30));
        defaults.put("aggregator.retry-delay", duration("PT15S"));
        defaults.put("aggregator.idempotency-table", text("lake-objects"));
        defaults.put("aggregator.idempotency-ttl", duration("P30D"));
        defaults.put("aggregator.events-retention", duration("P4D"));
        defaults.put("aggregator.dlq-retention", duration("P14D"));
        defaults.put("aggregator.ttl-attribute", text("ttl"));
        defaults.put("aggregator.nifi-url", required());
        defaults.put("aggregator.nifi-secret", required());
        defaults.put("aggregator.nifi-connect-timeout", duration("PT5S"));
        defaults.put("aggregator.nifi-timeout", duration("PT1M"));
        defaults.put("aggregator.circuit-table", text("lake-circuits"));
        defaults.put("aggregator.failure-threshold", number(3));
        defaults.put("aggregator.cooldown", duration("PT5M"));
        defaults.put("aggregator.cooldown-cap", duration("PT1H"));
        defaults.put("aggregator.max-attempts", number(20));
        defaults.put("aggregator.overdue", duration("PT1H"));
        defaults.put("export.tables", required());
        defaults.put("export.date-column", text("processed_timestamp"));
        defaults.put("export.athena-database", text("glue_catalog"));
        defaults.put("export.athena-workgroup", text("primary"));
        defaults.put("export.athena-output", required());
        defaults.put("export.query-timeout", duration("PT10M"));
        defaults.put("export.poll-delay", duration("PT0.25S"));
        defaults.put("export.poll-cap", duration("PT5S"));
        defaults.put("export.result-reuse", duration("PT0S"));
        defaults.put("export.max-records", number(10_000));
        defaults.put("export.default-limit", number(100));
        defaults.put("export.cap", number(0));
        defaults.put("export.events-queue", text("export-events"));
        defaults.put("export.bucket", required());
        defaults.put("export.object-delay", duration("PT30S"));
        defaults.put("export.schedule", text("0 0 9 * * ?"));
        defaults.put("export.schedule-table", required());
        defaults.put("export.schedule-date-filter", word("yesterday", "today", "yesterday", "last_week"));
        defaults.put("export.schedule-where", required());
        defaults.put("export.catch-up", duration("P7D"));
        defaults.put("export.api-secret", text("${lake.environment}/api/credentials"));
        defaults.put("export.api-hosts", required());
        defaults.put("export.path", text("/api/data/ingest"));
        defaults.put("export.batch-size", number(100));
        defaults.put("export.parallel", number(4));
        defaults.put("export.max-attempts", number(3));
        defaults.put("export.retry-delay", duration("PT4S"));
        defaults.put("export.retry-cap", duration("PT10S"));
        defaults.put("export.retry-after-cap", duration("PT1M"));
        defaults.put("export.connect-timeout", duration("PT5S"));
        defaults.put("export.response-timeout", duration("PT30S"));
        defaults.put("export.results-bucket", required());
        defaults.put("export.answer-within", duration("PT20S"));
        defaults.put("export.http-authorisation", word("api-key", "api-key", "none"));
        defaults.put("export.http-key-secret", text("${lake.environment}/export/api-key"));
        defaults.put("export.http-rate", new Default(new Rate(10, Duration.ofSeconds(1)), Settings::rate));
        defaults.put("export.http-max-query", size(4L << 10));
        defaults.put("export.http-port", number(8080));
        defaults.put("export.http-host", text("127.0.0.1"));
        defaults.put("export.table-default.columns", required());
        defaults.put("export.table-default.iceberg", new Default(false, Settings::flag));
        defaults.put("eventlog.source-bucket", required());
        defaults.put("eventlog.prefix", required());
        defaults.put("eventlog.checkpoint-bucket", required());
        defaults.put("eventlog.checkpoint-key", text("checkpoints/{study}/{datatype}/events.parquet"));
        defaults.put("eventlog.quarantine-prefix", text("quarantine/eventlog/"));
        defaults.put("eventlog.events-queue", text("eventlog-events"));
        defaults.put("eventlog.batch-size", number(1000));
        defaults.put("eventlog.batch-timeout", duration("PT5M"));
        defaults.put("eventlog.table", text("lake-objects"));
        defaults.put("eventlog.unknown-fields", word("forbid", "forbid", "ignore", "keep"));
        defaults.put("eventlog.largest-file", size(1L << 20));
        defaults.put("eventlog.readers", number(50));
        defaults.put("eventlog.sweep-files", number(50_000));
        defaults.put("eventlog.row-group-rows", number(100_000));
        defaults.put("eventlog.sweep-schedule", text("0 0 3 * * ?"));
        defaults.put("eventlog.catch-up", duration("P1D"));
        defaults.put("eventlog.retry-delay", duration("PT15S"));
        defaults.put("flights.base-url", text("https://opensky-network.org/api"));
        defaults.put("flights.area", required());
        defaults.put("flights.icao24", required());
        defaults.put("flights.extended", new Default(true, Settings::flag));
        defaults.put("flights.secret", text("${lake.environment}/opensky/credentials"));
        defaults.put(
                "flights.token-url",
                text("https://auth.opensky-network.org/auth/realms/opensky-network/protocol/openid-connect/token"));
        defaults.put("flights.daily-credits", number(4000));
        defaults.put("flights.schedule", text("0 0/5 * * * ?"));
        defaults.put("flights.catch-up", duration("PT4M"));
        defaults.put("flights.fetch-budget", duration("PT2M"));
        defaults.put("flights.max-attempts", number(3));
        defaults.put("flights.fetch-retry-delay", duration("PT1S"));
        defaults.put("flights.fetch-retry-cap", duration("PT10S"));
        defaults.put("flights.connect-timeout", duration("PT5S"));
        defaults.put("flights.response-timeout", duration("PT30S"));
        defaults.put("flights.max-body-bytes", size(64L << 20));
        defaults.put("flights.circuit-table", text("lake-circuits"));
        defaults.put("flights.circuit-error-rate", text("0.5"));
        defaults.put("flights.circuit-calls", number(20));
        defaults.put("flights.cooldown", duration("PT5M"));
        defaults.put("flights.cooldown-cap", duration("PT1H"));
        defaults.put("flights.raw-bucket", required());
        defaults.put("flights.processed-bucket", required());
        defaults.put("flights.raw-events-queue", text("flights-raw-events"));
        defaults.put("flights.processed-events-queue", text("flights-processed-events"));
        defaults.put("flights.parallel", number(4));
        defaults.put("flights.row-group-rows", number(100_000));
        defaults.put("flights.checks", number(16));
        defaults.put("flights.check-thresholds", required());
        defaults.put("flights.check-weights", required());
        defaults.put("flights.strict", new Default(false, Settings::flag));
        defaults.put("flights.quality-threshold", text("0.8"));
        defaults.put("flights.min-completeness", text("0.7"));
        defaults.put("flights.max-rejected-rate", text("0.05"));
        defaults.put("flights.quarantine-threshold", text("0.3"));
        defaults.put("flights.alerts-topic", required());
        defaults.put("flights.alert-window", duration("PT30M"));
        defaults.put("flights.executions-table", text("flight-data-execution-tracking"));
        defaults.put("flights.executions-kept", duration("P90D"));
        defaults.put("flights.retry-delay", duration("PT15S"));

        assertThat(new TreeSet<>(defaults.keySet())).isEqualTo(keysOfTheFile());
        Settings settings = SettingsSources.load(Optional.empty(), Map.of(), new Properties());
        List<Object> read = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        defaults.forEach((key, standard) -> {
            read.add(Map.entry(key, standard.read().apply(settings, key)));
            expected.add(Map.entry(key, standard.value()));
        });
        assertThat(read).isEqualTo(expected);
        settings.check();
    }

    private static TreeSet<String> keysOfTheFile() throws IOException {
        Properties file = new Properties();
        try (Reader reader = new InputStreamReader(
                DefaultsTest.class.getResourceAsStream("/application.properties"), StandardCharsets.UTF_8)) {
            file.load(reader);
        }
        return new TreeSet<>(file.stringPropertyNames());
    }

    private static Default text(String value) {
        return new Default(value, Settings::text);
    }

    private static Default name(String value) {
        return new Default(value, Settings::name);
    }

    private static Default required() {
        return new Default(Optional.empty(), Settings::optionalText);
    }

    private static Default number(int value) {
        return new Default(value, (settings, key) -> settings.number(key, 0, 1_000_000));
    }

    private static Default size(long value) {
        return new Default(value, (settings, key) -> settings.size(key, 1, 1L << 40));
    }

    private static Default duration(String value) {
        return new Default(Duration.parse(value), (settings, key) -> settings.duration(key, Duration.ZERO, LONGEST));
    }

    private static Default word(String value, String... words) {
        return new Default(value, (settings, key) -> settings.oneOf(key, words));
    }
}
