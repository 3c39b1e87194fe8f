package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aws.TripRule;
import routes.settings.Settings;
import routes.settings.SettingsSources;

class FlightsSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "FLIGHTS_RAW_BUCKET", "lake-raw",
            "FLIGHTS_PROCESSED_BUCKET", "lake-processed",
            "FLIGHTS_ALERTS_TOPIC", "arn:aws:sns:us-east-1:000000000000:lake-alerts");

    /** Every key that may be chosen, as its variable and a value that is not its default. */
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("FLIGHTS_BASE_URL", "http://127.0.0.1:4570/opensky/api/"),
            Map.entry("FLIGHTS_AREA", "45.8,5.9,47.8,10.5"),
            Map.entry("FLIGHTS_ICAO24", "4B1814, 3c6444"),
            Map.entry("FLIGHTS_EXTENDED", "false"),
            Map.entry("FLIGHTS_SECRET", "own/secret"),
            Map.entry("FLIGHTS_TOKEN_URL", "http://127.0.0.1:4570/token"),
            Map.entry("FLIGHTS_DAILY_CREDITS", "5000"),
            Map.entry("FLIGHTS_SCHEDULE", "0 0/1 * * * ?"),
            Map.entry("FLIGHTS_CATCH_UP", "2m"),
            Map.entry("FLIGHTS_FETCH_BUDGET", "3m"),
            Map.entry("FLIGHTS_MAX_ATTEMPTS", "4"),
            Map.entry("FLIGHTS_FETCH_RETRY_DELAY", "5s"),
            Map.entry("FLIGHTS_FETCH_RETRY_CAP", "6s"),
            Map.entry("FLIGHTS_CONNECT_TIMEOUT", "7s"),
            Map.entry("FLIGHTS_RESPONSE_TIMEOUT", "8s"),
            Map.entry("FLIGHTS_MAX_BODY_BYTES", "9MiB"),
            Map.entry("FLIGHTS_CIRCUIT_TABLE", "circuits"),
            Map.entry("FLIGHTS_CIRCUIT_ERROR_RATE", "0.25"),
            Map.entry("FLIGHTS_CIRCUIT_CALLS", "10"),
            Map.entry("FLIGHTS_COOLDOWN", "11s"),
            Map.entry("FLIGHTS_COOLDOWN_CAP", "12s"),
            Map.entry("FLIGHTS_RAW_BUCKET", "own-raw"),
            Map.entry("FLIGHTS_PROCESSED_BUCKET", "own-processed"),
            Map.entry("FLIGHTS_RAW_EVENTS_QUEUE", "raw-queue"),
            Map.entry("FLIGHTS_PROCESSED_EVENTS_QUEUE", "processed-queue"),
            Map.entry("FLIGHTS_PARALLEL", "13"),
            Map.entry("FLIGHTS_ROW_GROUP_ROWS", "1400"),
            Map.entry("FLIGHTS_CHECKS", "15"),
            Map.entry("FLIGHTS_CHECK_THRESHOLDS", "completeness:0.9, uniqueness:1"),
            Map.entry("FLIGHTS_CHECK_WEIGHTS", "timeliness:0,accuracy:2.5"),
            Map.entry("FLIGHTS_STRICT", "true"),
            Map.entry("FLIGHTS_QUALITY_THRESHOLD", "0.16"),
            Map.entry("FLIGHTS_MIN_COMPLETENESS", "0.17"),
            Map.entry("FLIGHTS_MAX_REJECTED_RATE", "0.18"),
            Map.entry("FLIGHTS_QUARANTINE_THRESHOLD", "0.19"),
            Map.entry("FLIGHTS_ALERTS_TOPIC", "arn:aws-cn:sns:cn-north-1:123456789012:own_topic"),
            Map.entry("FLIGHTS_ALERT_WINDOW", "20m"),
            Map.entry("FLIGHTS_EXECUTIONS_TABLE", "executions"),
            Map.entry("FLIGHTS_EXECUTIONS_KEPT", "21d"),
            Map.entry("FLIGHTS_RETRY_DELAY", "22s"));

    @Test
    void whatIsRequiredIsNamedAllAtOnce() {
        assertThatThrownBy(() -> check(Map.of()))
                .hasMessageContainingAll(
                        "configuration has 3 faults:",
                        "flights.raw-bucket is missing",
                        "flights.processed-bucket is missing",
                        "flights.alerts-topic is missing, expected the ARN of an SNS topic");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLIGHTS_BASE_URL | opensky | flights.base-url is 'opensky', expected an absolute http or https URL",
                "FLIGHTS_AREA | 1,2,3 | flights.area is '1,2,3', expected south,west,north,east in degrees",
                "FLIGHTS_AREA | NaN,0,1,1 | flights.area is 'NaN,0,1,1', expected south,west,north,east in degrees",
                "FLIGHTS_ICAO24 | 4b1814,,3c6444 | flights.icao24 is '4b1814,,3c6444', expected addresses of six",
                "FLIGHTS_ICAO24 | swiss | flights.icao24 is 'swiss', expected addresses of six hexadecimal digits",
                "FLIGHTS_EXTENDED | 1 | flights.extended is '1', expected true or false",
                "FLIGHTS_TOKEN_URL | /token | flights.token-url is '***', expected an absolute http or https URL",
                "FLIGHTS_DAILY_CREDITS | -1 | flights.daily-credits is '-1', expected a whole number from 0 to 10000000",
                "FLIGHTS_SCHEDULE | every 5 minutes | flights.schedule is 'every 5 minutes', expected a Quartz cron",
                "FLIGHTS_CATCH_UP | 61m | flights.catch-up is '61m', expected a duration",
                "FLIGHTS_FETCH_BUDGET | 16m | flights.fetch-budget is '16m', expected a duration",
                "FLIGHTS_MAX_ATTEMPTS | 0 | flights.max-attempts is '0', expected a whole number from 1 to 10",
                "FLIGHTS_FETCH_RETRY_DELAY | 0ms | flights.fetch-retry-delay is '0ms', expected a duration",
                "FLIGHTS_FETCH_RETRY_CAP | soon | flights.fetch-retry-cap is 'soon', expected a duration",
                "FLIGHTS_CONNECT_TIMEOUT | 61s | flights.connect-timeout is '61s', expected a duration",
                "FLIGHTS_RESPONSE_TIMEOUT | 6m | flights.response-timeout is '6m', expected a duration",
                "FLIGHTS_MAX_BODY_BYTES | 2GiB | flights.max-body-bytes is '2GiB', expected a size",
                "FLIGHTS_CIRCUIT_ERROR_RATE | 1 | flights.circuit-error-rate is '1', expected a number from 0 to less",
                "FLIGHTS_CIRCUIT_ERROR_RATE | NaN | flights.circuit-error-rate is 'NaN', expected a number from 0",
                "FLIGHTS_CIRCUIT_CALLS | 64 | flights.circuit-calls is '64', expected a whole number from 1 to 63",
                "FLIGHTS_COOLDOWN | 13h | flights.cooldown is '13h', expected a duration",
                "FLIGHTS_COOLDOWN_CAP | 13h | flights.cooldown-cap is '13h', expected a duration",
                "FLIGHTS_RAW_BUCKET | s3://raw | flights.raw-bucket is 's3://raw', expected lower-case letters",
                "FLIGHTS_PROCESSED_BUCKET | Files | flights.processed-bucket is 'Files', expected lower-case letters",
                "FLIGHTS_PARALLEL | 0 | flights.parallel is '0', expected a whole number from 1 to 100",
                "FLIGHTS_ROW_GROUP_ROWS | 131073 | flights.row-group-rows is '131073', expected a whole number",
                "FLIGHTS_CHECKS | 17 | flights.checks is '17', expected a whole number from 1 to 16",
                "FLIGHTS_CHECK_THRESHOLDS | speed | flights.check-thresholds is 'speed', expected checks with a number",
                "FLIGHTS_CHECK_THRESHOLDS | speed:1 | flights.check-thresholds is 'speed:1', expected checks with",
                "FLIGHTS_CHECK_THRESHOLDS | validity:1.1 | flights.check-thresholds is 'validity:1.1', expected checks",
                "FLIGHTS_CHECK_THRESHOLDS | validity:NaN | flights.check-thresholds is 'validity:NaN', expected checks",
                "FLIGHTS_CHECK_THRESHOLDS | validity:1,validity:1 | flights.check-thresholds is 'validity:1,validity:1'",
                "FLIGHTS_CHECK_WEIGHTS | validity:-1 | flights.check-weights is 'validity:-1', expected checks with",
                "FLIGHTS_CHECK_WEIGHTS | validity:1000001 | flights.check-weights is 'validity:1000001', expected",
                "FLIGHTS_STRICT | yes | flights.strict is 'yes', expected true or false",
                "FLIGHTS_QUALITY_THRESHOLD | 80 | flights.quality-threshold is '80', expected a number from 0 to 1",
                "FLIGHTS_MIN_COMPLETENESS | -0.1 | flights.min-completeness is '-0.1', expected a number from 0 to 1",
                "FLIGHTS_MAX_REJECTED_RATE | NaN | flights.max-rejected-rate is 'NaN', expected a number from 0 to 1",
                "FLIGHTS_QUARANTINE_THRESHOLD | 1.1 | flights.quarantine-threshold is '1.1', expected a number from 0",
                "FLIGHTS_ALERTS_TOPIC | lake-alerts | flights.alerts-topic is 'lake-alerts', expected the ARN of an SNS",
                "FLIGHTS_ALERT_WINDOW | 0s | flights.alert-window is '0s', expected a duration",
                "FLIGHTS_EXECUTIONS_KEPT | 23h | flights.executions-kept is '23h', expected a duration",
                "FLIGHTS_RETRY_DELAY | 1ms | flights.retry-delay is '1ms', expected a duration",
            })
    void whatIsWrongIsAFaultThatNamesItAndWhatIsExpected(String variable, String value, String fault) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .hasMessageContainingAll("configuration has 1 fault:", fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLIGHTS_RAW_EVENTS_QUEUE", "FLIGHTS_CIRCUIT_TABLE", "FLIGHTS_EXECUTIONS_TABLE"})
    void aNameThatIsEmptyIsMissing(String variable) {
        String key = variable.toLowerCase(java.util.Locale.ROOT)
                .replaceFirst("_", ".")
                .replace('_', '-');
        assertThatThrownBy(() -> read(Map.of(variable, " ")))
                .hasMessageContainingAll("configuration has 1 fault:", key + " is missing, expected a text");
    }

    @Test
    void oneBucketForBothWouldConvertWhatWasConverted() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_PROCESSED_BUCKET", "lake-raw")))
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "flights.processed-bucket is 'lake-raw', expected another than flights.raw-bucket");
    }

    @Test
    void weightsThatAreAllZeroLeaveNothingToJudgeBy() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_CHECKS", "1", "FLIGHTS_CHECK_WEIGHTS", "completeness:0")))
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "flights.check-weights: weights of the first 1 checks are all 0, expected one above");
    }

    @Test
    void aBudgetThatIsShorterThanOneTryMayTakeIsAFault() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_FETCH_BUDGET", "34s")))
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "flights.fetch-budget is PT34S, expected at least PT35S, as long as one try may take"
                                + " (flights.connect-timeout and flights.response-timeout): else others ask");
        assertThat(read(Map.of("FLIGHTS_FETCH_BUDGET", "35s")).fetchBudget()).isEqualTo(Duration.ofSeconds(35));
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_RESPONSE_TIMEOUT", "2m")))
                .hasMessageContaining("flights.fetch-budget is PT2M, expected at least PT2M5S");
    }

    @Test
    void aScheduleThatItsCreditsCannotPayIsAFault() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_SCHEDULE", "0 * * * * ?")))
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "flights.schedule is '0 * * * * ?', 1440 calls a day of 4 credits each, 5760 in all, expected"
                                + " at most 4000 (flights.daily-credits)");
    }

    @Test
    void anonymousTheStandardScheduleIsAFault() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_SECRET", "")))
                .hasMessageContainingAll(
                        "configuration has 1 fault:",
                        "flights.schedule is '0 0/5 * * * ?', 288 calls a day of 4 credits each, 1152 in all, expected"
                                + " at most 400: without flights.secret the API gives no more than 400, which is enough"
                                + " for every 15 minutes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 * * ? * MON", "0 * * 1 * ?", "0 * * ? * SAT,SUN"})
    void theDayThatCostsMostIsTheOneThatCounts(String schedule) {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_SCHEDULE", schedule)))
                .hasMessageContaining("1440 calls a day of 4 credits each");
    }

    @Test
    void creditsBelowTheAnonymousOnesAreTheLimitOfSomebodyAnonymous() {
        Map<String, String> anonymous = Map.of("FLIGHTS_SECRET", "", "FLIGHTS_SCHEDULE", "0 0/15 * * * ?");
        assertThat(read(anonymous).source().secret()).isEmpty();
        Map<String, String> poor = new HashMap<>(anonymous);
        poor.put("FLIGHTS_DAILY_CREDITS", "383");
        assertThatThrownBy(() -> read(poor)).hasMessageContaining("96 calls a day of 4 credits each, 384 in all");
        poor.put("FLIGHTS_DAILY_CREDITS", "384");
        assertThat(read(poor).source().dailyCredits()).isEqualTo(384);
    }

    @Test
    void aSmallAreaMayBeAskedForMoreOften() {
        Map<String, String> alps =
                Map.of("FLIGHTS_SECRET", "", "FLIGHTS_AREA", "45.8,5.9,47.8,10.5", "FLIGHTS_SCHEDULE", "0 0/5 * * * ?");
        assertThat(read(alps).source().query().credits()).isEqualTo(1);
    }

    @Test
    void withoutALimitAnyScheduleIsRight() {
        assertThat(read(Map.of("FLIGHTS_DAILY_CREDITS", "0", "FLIGHTS_SCHEDULE", "* * * * * ?"))
                        .schedule()
                        .toString())
                .isEqualTo("* * * * * ?");
    }

    @Test
    void aScheduleIsNotHeldAgainstCreditsThatAreWrongThemselves() {
        assertThatThrownBy(() -> read(Map.of("FLIGHTS_SCHEDULE", "0 * * * * ?", "FLIGHTS_DAILY_CREDITS", "many")))
                .hasMessageContaining("configuration has 1 fault:");
    }

    @Test
    void aCapBelowWhatItCapsIsRaisedToIt() {
        FlightsSettings read = read(Map.of("FLIGHTS_FETCH_RETRY_CAP", "1ms", "FLIGHTS_COOLDOWN_CAP", "1s"));
        assertThat(read.backoff().cap()).isEqualTo(Duration.ofSeconds(1));
        assertThat(read.circuit().longestCooldown()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anAddressWithOrWithoutASlashIsTheSame() {
        assertThat(read(Map.of()).source().url()).hasToString("https://opensky-network.org/api/states/all");
        assertThat(read(Map.of("FLIGHTS_BASE_URL", "http://127.0.0.1:4570/api/"))
                        .source()
                        .url())
                .hasToString("http://127.0.0.1:4570/api/states/all");
    }

    @Test
    void theSecretIsThatOfTheEnvironment() {
        assertThat(read(Map.of("LAKE_ENVIRONMENT", "prod")).source().secret()).contains("prod/opensky/credentials");
    }

    @Test
    void everyDefaultReachesItsSetting() {
        assertThat(facts(read(Map.of())))
                .isEqualTo(List.of(
                        "https://opensky-network.org/api",
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.of("local/opensky/credentials"),
                        "https://auth.opensky-network.org/auth/realms/opensky-network/protocol/openid-connect/token",
                        4000,
                        "0 0/5 * * * ?",
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(2),
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        64L << 20,
                        "lake-circuits",
                        new TripRule.Rate(0.5, 20),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofMinutes(2),
                        "lake-raw",
                        "lake-processed",
                        "flights-raw-events",
                        "flights-processed-events",
                        4,
                        100_000,
                        new QualityRules(16, Map.of(), Map.of(), 0.8, 0.7, 0.05, false),
                        0.3,
                        "arn:aws:sns:us-east-1:000000000000:lake-alerts",
                        Duration.ofMinutes(30),
                        "flight-data-execution-tracking",
                        Duration.ofDays(90),
                        Duration.ofSeconds(15)));
    }

    @Test
    void everySettingCanBeChosen() {
        assertThat(facts(read(OWN)))
                .isEqualTo(List.of(
                        "http://127.0.0.1:4570/opensky/api/",
                        Optional.of(new Area(45.8, 5.9, 47.8, 10.5)),
                        List.of("4b1814", "3c6444"),
                        false,
                        Optional.of("own/secret"),
                        "http://127.0.0.1:4570/token",
                        5000,
                        "0 0/1 * * * ?",
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(3),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        9L << 20,
                        "circuits",
                        new TripRule.Rate(0.25, 10),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofMinutes(3),
                        "own-raw",
                        "own-processed",
                        "raw-queue",
                        "processed-queue",
                        13,
                        1400,
                        new QualityRules(
                                15,
                                Map.of(QualityCheck.COMPLETENESS, 0.9, QualityCheck.UNIQUENESS, 1.0),
                                Map.of(QualityCheck.TIMELINESS, 0.0, QualityCheck.ACCURACY, 2.5),
                                0.16,
                                0.17,
                                0.18,
                                true),
                        0.19,
                        "arn:aws-cn:sns:cn-north-1:123456789012:own_topic",
                        Duration.ofMinutes(20),
                        "executions",
                        Duration.ofDays(21),
                        Duration.ofSeconds(22)));
    }

    @Test
    void everyKeyOfTheFileIsOneThatCanBeChosen() throws IOException {
        Properties file = new Properties();
        try (InputStream in = FlightsSettingsTest.class.getResourceAsStream("/application.properties")) {
            file.load(in);
        }
        Set<String> variables = new TreeSet<>();
        file.stringPropertyNames().stream()
                .filter(key -> key.startsWith("flights."))
                .map(key -> key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"))
                .forEach(variables::add);
        assertThat(variables).isEqualTo(new TreeSet<>(OWN.keySet()));
    }

    @Test
    void theApiIsReadWithItsTimeOuts() {
        assertThat(read(OWN).contact())
                .isEqualTo(routes.policy.HttpContact.reading(
                        "flights-http", Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    private static List<Object> facts(FlightsSettings read) {
        List<Object> facts = new ArrayList<>();
        SourceSettings source = read.source();
        Collections.addAll(
                facts,
                source.baseUrl().toString(),
                source.query().area(),
                source.query().icao24(),
                source.query().extended(),
                source.secret(),
                source.tokenUrl().toString(),
                source.dailyCredits(),
                read.schedule().toString(),
                read.catchUp(),
                read.fetchBudget(),
                read.backoff().attempts(),
                read.backoff().first(),
                read.backoff().cap(),
                source.connectTimeout(),
                source.responseTimeout(),
                source.mostBytes());
        Collections.addAll(
                facts,
                read.circuitTable(),
                read.circuit().trip(),
                read.circuit().cooldown(),
                read.circuit().longestCooldown(),
                read.circuit().lease(),
                read.rawBucket(),
                read.processedBucket(),
                read.rawQueue(),
                read.processedQueue(),
                read.parallel(),
                read.rowGroupRows(),
                read.rules(),
                read.quarantineThreshold(),
                read.alertsTopic(),
                read.alertWindow(),
                read.executionsTable(),
                read.executionsKept(),
                read.retryDelay());
        return facts;
    }

    private static FlightsSettings read(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return check(environment);
    }

    private static FlightsSettings check(Map<String, String> environment) {
        Settings settings = SettingsSources.load(Optional.empty(), environment, new Properties());
        FlightsSettings read = FlightsSettings.read(settings);
        settings.check();
        return read;
    }
}
