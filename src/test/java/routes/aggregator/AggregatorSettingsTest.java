package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.BundleFormat;
import routes.settings.Settings;
import routes.settings.SettingsSources;

class AggregatorSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "AGGREGATOR_LANDING_BUCKET", "lake-landing",
            "AGGREGATOR_ARCHIVE_BUCKET", "lake-archive",
            "AGGREGATOR_NIFI_URL", "https://nifi.example.org/contentListener");

    @Test
    void whatIsRequiredIsNamedAllAtOnce() {
        Settings settings = SettingsSources.load(Optional.empty(), Map.of(), new Properties());
        AggregatorSettings.read(settings);
        assertThatThrownBy(settings::check)
                .hasMessageContainingAll(
                        "configuration has 3 faults:",
                        "aggregator.landing-bucket is missing",
                        "aggregator.archive-bucket is missing",
                        "aggregator.nifi-url is missing");
    }

    @Test
    void anObjectThatIsForgottenBeforeItsEventMayComeBackIsAFault() {
        assertFaults(
                Map.of("AGGREGATOR_IDEMPOTENCY_TTL", "17d"),
                "configuration has 1 fault:",
                "aggregator.idempotency-ttl is PT408H, expected at least PT432H",
                "aggregator.events-retention + aggregator.dlq-retention");
        assertThat(read(Map.of("AGGREGATOR_IDEMPOTENCY_TTL", "18d")).kept()).isEqualTo(Duration.ofDays(18));
    }

    @Test
    void retentionsAreNotComparedWithATimeToLiveThatCannotBeRead() {
        assertFaults(
                Map.of("AGGREGATOR_IDEMPOTENCY_TTL", "long"),
                "configuration has 1 fault:",
                "aggregator.idempotency-ttl is 'long'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://nifi.example.org/in", "http://10.0.0.7:9999/in", "http://127.0.0.1.example.org/"})
    void aSecretThatWouldBeToldToEverybodyOnTheWayIsAFault(String url) {
        assertFaults(
                Map.of("AGGREGATOR_NIFI_URL", url, "AGGREGATOR_NIFI_SECRET", "nifi"),
                "configuration has 1 fault:",
                "aggregator.nifi-url is '" + url + "', expected https, or http to this machine",
                "aggregator.nifi-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://nifi.example.org/in", "http://127.0.0.1:9/in", "http://localhost/", "http://[::1]/"})
    void aSecretMayBeToldOverTlsAndToThisMachine(String url) {
        AggregatorSettings read = read(Map.of("AGGREGATOR_NIFI_URL", url, "AGGREGATOR_NIFI_SECRET", "nifi"));
        assertThat(read.nifi().url()).isEqualTo(URI.create(url));
        assertThat(read.nifi().secret()).contains("nifi");
    }

    @Test
    void withoutASecretThereIsNothingToHide() {
        assertThat(read(Map.of("AGGREGATOR_NIFI_URL", "http://nifi.example.org/in"))
                        .nifi()
                        .secret())
                .isEmpty();
    }

    @Test
    void moreFailuresThanTheCircuitRemembersAreAFault() {
        assertFaults(
                Map.of("AGGREGATOR_FAILURE_THRESHOLD", "64"),
                "aggregator.failure-threshold is '64', expected a whole number from 1 to 63");
        assertThat(read(Map.of("AGGREGATOR_FAILURE_THRESHOLD", "63")).circuit().failureThreshold())
                .isEqualTo(63);
    }

    @Test
    void aCooldownCannotGrowToLessThanItBeginsWith() {
        assertFaults(
                Map.of("AGGREGATOR_COOLDOWN", "10m", "AGGREGATOR_COOLDOWN_CAP", "5m"),
                "configuration has 1 fault:",
                "aggregator.cooldown-cap is PT5M, expected at least PT10M (aggregator.cooldown)");
        assertThat(read(Map.of("AGGREGATOR_COOLDOWN_CAP", "5m")).circuit().cooldownCap())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "bundles/", "bundles/2026/"})
    void objectsThatCannotBeToldFromBundlesOfTheSameBucketAreAFault(String prefix) {
        Map<String, String> same = Map.of("AGGREGATOR_ARCHIVE_BUCKET", "lake-landing", "AGGREGATOR_PREFIX", prefix);
        assertFaults(same, "configuration has 1 fault:", "aggregator.prefix is '" + prefix + "'", "bundled again");
        assertThat(read(Map.of("AGGREGATOR_PREFIX", prefix)).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "AGGREGATOR_FORMAT, rar, 'aggregator.format is ''rar'', expected tar.gz, concat or zip'",
        "AGGREGATOR_LANDING_BUCKET, Lake_Landing, aggregator.landing-bucket is 'Lake_Landing'",
        "AGGREGATOR_BATCH_SIZE, 0, aggregator.batch-size is '0'",
        "AGGREGATOR_BATCH_BYTES, 0MiB, aggregator.batch-bytes is '0MiB'",
        "AGGREGATOR_BATCH_TIMEOUT, 1h, aggregator.batch-timeout is '1h'",
        "AGGREGATOR_RETRY_DELAY, 1ms, aggregator.retry-delay is '1ms'",
        "AGGREGATOR_MAX_OBJECT_BYTES, much, aggregator.max-object-bytes is 'much'",
        "AGGREGATOR_EVENTS_RETENTION, 15d, aggregator.events-retention is '15d'",
        "AGGREGATOR_DLQ_RETENTION, 15d, aggregator.dlq-retention is '15d'",
        "AGGREGATOR_NIFI_URL, ftp://nifi, 'aggregator.nifi-url is ''ftp://nifi'''",
        "AGGREGATOR_NIFI_CONNECT_TIMEOUT, 0s, aggregator.nifi-connect-timeout is '0s'",
        "AGGREGATOR_NIFI_TIMEOUT, 2h, aggregator.nifi-timeout is '2h'",
        "AGGREGATOR_COOLDOWN, 13h, aggregator.cooldown is '13h'",
        "AGGREGATOR_COOLDOWN_CAP, 13h, aggregator.cooldown-cap is '13h'",
        "AGGREGATOR_MAX_ATTEMPTS, 0, aggregator.max-attempts is '0'",
        "AGGREGATOR_OVERDUE, 2d, aggregator.overdue is '2d'",
        "AGGREGATOR_PREFIX, ' ', aggregator.prefix is missing",
        "AGGREGATOR_EVENTS_QUEUE, ' ', aggregator.events-queue is missing",
        "AGGREGATOR_DELIVERIES_QUEUE, ' ', aggregator.deliveries-queue is missing",
        "AGGREGATOR_IDEMPOTENCY_TABLE, ' ', aggregator.idempotency-table is missing",
        "AGGREGATOR_TTL_ATTRIBUTE, ' ', aggregator.ttl-attribute is missing",
        "AGGREGATOR_CIRCUIT_TABLE, ' ', aggregator.circuit-table is missing"
    })
    void aValueThatCannotBeIsAFaultThatNamesIt(String variable, String value, String fault) {
        assertFaults(Map.of(variable, value), "configuration has 1 fault:", fault);
    }

    @Test
    void everyDefaultReachesItsSetting() {
        assertThat(read(Map.of()))
                .isEqualTo(new AggregatorSettings(
                        "lake-landing",
                        "data/",
                        "aggregator-events",
                        "aggregator-deliveries",
                        "lake-archive",
                        BundleFormat.TAR_GZ,
                        99,
                        100L << 20,
                        Duration.ofSeconds(5),
                        5L << 30,
                        Duration.ofSeconds(15),
                        "lake-objects",
                        Duration.ofDays(30),
                        new AggregatorSettings.Retention(Duration.ofDays(4), Duration.ofDays(14)),
                        "ttl",
                        new AggregatorSettings.Nifi(
                                URI.create("https://nifi.example.org/contentListener"),
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1)),
                        new AggregatorSettings.Circuit("lake-circuits", 3, Duration.ofMinutes(5), Duration.ofHours(1)),
                        20,
                        Duration.ofHours(1)));
    }

    @Test
    void everySettingCanBeChosen() {
        Map<String, String> own = new HashMap<>(Map.of(
                "AGGREGATOR_PREFIX", "in/",
                "AGGREGATOR_EVENTS_QUEUE", "e",
                "AGGREGATOR_DELIVERIES_QUEUE", "d",
                "AGGREGATOR_BATCH_SIZE", "7",
                "AGGREGATOR_BATCH_BYTES", "1KiB",
                "AGGREGATOR_BATCH_TIMEOUT", "1s",
                "AGGREGATOR_MAX_OBJECT_BYTES", "2KiB",
                "AGGREGATOR_IDEMPOTENCY_TABLE", "objects",
                "AGGREGATOR_IDEMPOTENCY_TTL", "3d",
                "AGGREGATOR_EVENTS_RETENTION", "1d"));
        own.putAll(Map.of(
                "AGGREGATOR_DLQ_RETENTION", "2d",
                "AGGREGATOR_TTL_ATTRIBUTE", "expires",
                "AGGREGATOR_NIFI_SECRET", "nifi",
                "AGGREGATOR_NIFI_CONNECT_TIMEOUT", "2s",
                "AGGREGATOR_NIFI_TIMEOUT", "3s",
                "AGGREGATOR_CIRCUIT_TABLE", "circuits",
                "AGGREGATOR_FAILURE_THRESHOLD", "4",
                "AGGREGATOR_COOLDOWN", "5s",
                "AGGREGATOR_COOLDOWN_CAP", "6s",
                "AGGREGATOR_MAX_ATTEMPTS", "8"));
        own.putAll(Map.of(
                "AGGREGATOR_OVERDUE", "9s",
                "AGGREGATOR_FORMAT", "zip",
                "AGGREGATOR_RETRY_DELAY", "250ms"));
        assertThat(read(own))
                .isEqualTo(new AggregatorSettings(
                        "lake-landing",
                        "in/",
                        "e",
                        "d",
                        "lake-archive",
                        BundleFormat.ZIP,
                        7,
                        1L << 10,
                        Duration.ofSeconds(1),
                        2L << 10,
                        Duration.ofMillis(250),
                        "objects",
                        Duration.ofDays(3),
                        new AggregatorSettings.Retention(Duration.ofDays(1), Duration.ofDays(2)),
                        "expires",
                        new AggregatorSettings.Nifi(
                                URI.create("https://nifi.example.org/contentListener"),
                                Optional.of("nifi"),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3)),
                        new AggregatorSettings.Circuit("circuits", 4, Duration.ofSeconds(5), Duration.ofSeconds(6)),
                        8,
                        Duration.ofSeconds(9)));
    }

    private static AggregatorSettings read(Map<String, String> more) {
        Settings settings = settings(more);
        AggregatorSettings read = AggregatorSettings.read(settings);
        settings.check();
        return read;
    }

    private static void assertFaults(Map<String, String> more, String... faults) {
        Settings settings = settings(more);
        AggregatorSettings.read(settings);
        assertThatThrownBy(settings::check).hasMessageContainingAll(faults);
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return SettingsSources.load(Optional.empty(), environment, new Properties());
    }
}
