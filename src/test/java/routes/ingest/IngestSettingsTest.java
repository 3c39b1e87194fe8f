package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Backoff;
import routes.settings.Rate;
import routes.settings.Settings;
import routes.settings.SettingsSources;

class IngestSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "INGEST_SOURCES", "api-a",
            "INGEST_RAW_BUCKET", "lake-raw",
            "INGEST_SOURCES_API_A_URL", "https://example.org/a",
            "INGEST_SOURCES_API_A_QUEUE", "ingest-api-a");

    @Test
    void everyDefaultReachesItsSetting() {
        IngestSettings read = read(Map.of());
        assertThat(read.rawBucket()).isEqualTo("lake-raw");
        assertThat(read.lookbackDays()).isEqualTo(1);
        assertThat(read.schedule()).hasToString("0 0 1 * * ?");
        assertThat(read.catchUp()).isEqualTo(Duration.ofDays(7));
        assertThat(read.backoff()).isEqualTo(new Backoff(5, Duration.ofMillis(500), Duration.ofSeconds(20)));
        assertThat(read.messageBudget()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.responseTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.maxBodyBytes()).isEqualTo(64L << 20);
        assertThat(read.source("api-a"))
                .contains(new Source(
                        "api-a",
                        URI.create("https://example.org/a"),
                        "ingest-api-a",
                        new Paging.Follow(10_000),
                        0,
                        List.of(JsonPointer.compile("/items"), JsonPointer.compile("/data")),
                        new Rate(20, Duration.ofSeconds(1)),
                        4,
                        new Authentication.None()));
    }

    @Test
    void everySettingOfASourceCanBeItsOwn() {
        IngestSettings read = read(Map.of(
                "INGEST_SOURCES_API_A_PAGING", "fixed:10",
                "INGEST_SOURCES_API_A_PAGE_SIZE", "500",
                "INGEST_SOURCES_API_A_RECORDS", ". /page/rows",
                "INGEST_SOURCES_API_A_RATE", "30/m",
                "INGEST_SOURCES_API_A_CONCURRENCY", "1"));
        Source source = read.source("api-a").orElseThrow();
        assertThat(source.paging()).isEqualTo(new Paging.Fixed(10));
        assertThat(source.pageSize()).isEqualTo(500);
        assertThat(source.records()).containsExactly(JsonPointer.empty(), JsonPointer.compile("/page/rows"));
        assertThat(source.rate()).isEqualTo(new Rate(30, Duration.ofMinutes(1)));
        assertThat(source.concurrency()).isEqualTo(1);
    }

    @Test
    void aSourceIdentifiesItselfByAHeaderOrByOAuth2() {
        assertThat(authentication("header", Map.of())).isEqualTo(new Authentication.Header("X-Api-Key", "local/api"));
        assertThat(authentication("oauth2", Map.of("INGEST_SOURCES_API_A_TOKEN_URL", "https://example.org/token")))
                .isEqualTo(new Authentication.ClientCredentials(URI.create("https://example.org/token"), "local/api"));
    }

    @Test
    void aSourceWithoutAnAddressIsAFaultAndNotAMock() {
        assertFaults(Map.of("INGEST_SOURCES_API_A_URL", ""), "ingest.sources.api-a.url is missing");
    }

    @Test
    void aSecretIsAskedForOnlyWhereItIsNeeded() {
        assertFaults(Map.of("INGEST_SOURCES_API_A_AUTHENTICATION", "header"), "ingest.sources.api-a.secret is missing");
    }

    @Test
    void threeFaultsAreNamedAtOnce() {
        Map<String, String> faults = Map.of(
                "INGEST_RAW_BUCKET", "Lake_Raw",
                "INGEST_SCHEDULE", "daily",
                "INGEST_SOURCES_API_A_PAGING", "fixed:0");
        assertFaults(
                faults,
                "configuration has 3 faults:",
                "ingest.raw-bucket is 'Lake_Raw', expected lower-case letters",
                "ingest.schedule is 'daily', expected a Quartz cron expression such as 0 0 1 * * ?",
                "ingest.sources.api-a.paging is 'fixed:0', expected follow or fixed:<pages>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"items", "/items,data data", "$.items"})
    void whatIsNoJsonPointerIsAFault(String records) {
        assertFaults(Map.of("INGEST_SOURCES_API_A_RECORDS", records), "expected JSON pointers separated by spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "${sysenv.PATH}", "{{env:HOME}}", "api-a,api-a"})
    void aSourceWhoseNameIsNotPlainIsAFault(String sources) {
        assertFaults(Map.of("INGEST_SOURCES", sources), "ingest.sources is '" + sources + "'");
    }

    private static Authentication authentication(String kind, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("INGEST_SOURCES_API_A_AUTHENTICATION", kind);
        environment.put("INGEST_SOURCES_API_A_SECRET", "local/api");
        return read(environment).source("api-a").orElseThrow().authentication();
    }

    private static IngestSettings read(Map<String, String> more) {
        Settings settings = settings(more);
        IngestSettings read = IngestSettings.read(settings);
        settings.check();
        return read;
    }

    private static void assertFaults(Map<String, String> more, String... faults) {
        Settings settings = settings(more);
        IngestSettings.read(settings);
        assertThatThrownBy(settings::check).hasMessageContainingAll(faults);
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return SettingsSources.load(Optional.empty(), environment, new Properties());
    }
}
