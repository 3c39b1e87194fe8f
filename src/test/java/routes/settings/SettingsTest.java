package routes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void everyKindOfValueIsReadInItsType() {
        Settings settings = new Settings(Map.of(
                "text", " a b ",
                "name", "api-a",
                "names", "api-a, api-b",
                "number", "7",
                "duration", "5m",
                "size", "64KiB",
                "rate", "20/s",
                "url", "https://example.org/pages",
                "flag", "true",
                "word", "oauth2"));
        assertThat(settings.text("text")).isEqualTo("a b");
        assertThat(settings.optionalText("text")).contains("a b");
        assertThat(settings.optionalText("absent")).isEmpty();
        assertThat(settings.name("name")).isEqualTo("api-a");
        assertThat(settings.names("names")).containsExactly("api-a", "api-b");
        assertThat(settings.number("number", 1, 7)).isEqualTo(7);
        assertThat(settings.duration("duration", Duration.ZERO, Duration.ofMinutes(5)))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.size("size", 1, 65_536)).isEqualTo(65_536);
        assertThat(settings.rate("rate")).isEqualTo(new Rate(20, Duration.ofSeconds(1)));
        assertThat(settings.url("url")).isEqualTo(URI.create("https://example.org/pages"));
        assertThat(settings.flag("flag")).isTrue();
        assertThat(settings.oneOf("word", "none", "oauth2")).isEqualTo("oauth2");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void threeFaultsAreNamedAtOnceWithKeyValueAndExpectation() {
        Settings settings = new Settings(Map.of("lake.batch-size", "many", "lake.lease", "5"));
        settings.number("lake.batch-size", 1, 10);
        settings.duration("lake.lease", Duration.ofSeconds(1), Duration.ofHours(1));
        settings.name("ingest.raw-bucket");
        assertThatThrownBy(settings::check)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("configuration has 3 faults:")
                .satisfies(
                        thrown -> assertThat(((InvalidSettings) thrown).faults())
                                .containsExactly(
                                        "ingest.raw-bucket is missing, expected lower-case letters, digits and dashes, at most 63"
                                                + " (environment: INGEST_RAW_BUCKET)",
                                        "lake.batch-size is 'many', expected a whole number from 1 to 10",
                                        "lake.lease is '5', expected a duration such as 500ms, 30s, 5m or 2d, from PT1S to PT1H"));
    }

    @Test
    void aBlankValueIsAMissingOne() {
        Settings settings = new Settings(Map.of("lake.region", "  "));
        settings.text("lake.region");
        assertThatThrownBy(settings::check).hasMessageContaining("lake.region is missing, expected a text");
    }

    @Test
    void aFaultyKeyReadsAsAStandInSoThatReadingGoesOn() {
        Settings settings = new Settings(Map.of());
        assertThat(settings.number("a", 3, 7)).isEqualTo(3);
        assertThat(settings.names("b")).isEmpty();
        assertThat(settings.url("c")).isNotNull();
        assertThat(settings.rate("d").count()).isOne();
        assertThatThrownBy(settings::check).hasMessageStartingWith("configuration has 4 faults:");
    }

    @Test
    void aStandInIsNotTakenForARightValueByThoseWhoCompareKeys() {
        Settings settings = new Settings(Map.of("number", "many", "other", "3"));
        settings.number("number", 1, 7);
        settings.number("other", 1, 7);
        settings.text("absent");
        assertThat(settings.areRight("other", "number")).isFalse();
        assertThat(settings.areRight("absent")).isFalse();
        assertThat(settings.areRight("other")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "8", "7.5", "99999999999", "seven"})
    void aNumberOutsideItsRangeIsAFault(String value) {
        Settings settings = new Settings(Map.of("number", value));
        settings.number("number", 1, 7);
        assertThatThrownBy(settings::check).hasMessageContaining("expected a whole number from 1 to 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-a,api-a", "api-a,,api-b", "../x", "${sysenv.PATH}", "{{env:HOME}}", "API"})
    void namesThatAreTwiceOrNotPlainAreAFault(String value) {
        Settings settings = new Settings(Map.of("names", value));
        assertThat(settings.names("names")).isEmpty();
        assertThatThrownBy(settings::check).hasMessageContaining("names is '" + value + "', expected names of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org", "/pages", "ftp://example.org", "file:///etc/passwd", "https://user@example.org",
                "https://example.org?x=1", "https://example.org#x", "https://", "https://{{env:HOME}}/", "http://a b"
            })
    void anAddressThatIsNotPlainHttpIsAFault(String value) {
        Settings settings = new Settings(Map.of("url", value));
        settings.url("url");
        assertThatThrownBy(settings::check).hasMessageContaining("expected an absolute http or https URL");
    }

    @Test
    void aFlagOrAWordThatIsNoneIsAFault() {
        Settings settings = new Settings(Map.of("flag", "yes", "word", "basic"));
        settings.flag("flag");
        settings.oneOf("word", "none", "oauth2");
        assertThatThrownBy(settings::check)
                .hasMessageContaining("flag is 'yes', expected true or false")
                .hasMessageContaining("word is 'basic', expected one of none, oauth2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.password", "x.token", "aws.credentials", "x.api-key", "x.apikey"})
    void theValueOfAKeyThatLooksLikeASecretIsNotShown(String key) {
        Settings settings = new Settings(Map.of(key, "open sesame"));
        settings.number(key, 1, 2);
        assertThatThrownBy(settings::check)
                .hasMessageContaining(key + " is '***'")
                .hasMessageNotContaining("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:sesame@example.org/x", "https://example.org/x?key=sesame&page=1"})
    void whatAnAddressMustNotHoldIsNotShownEither(String value) {
        Settings settings = new Settings(Map.of("url", value));
        settings.url("url");
        assertThatThrownBy(settings::check)
                .hasMessageContaining("example.org/x")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aValueCannotForgeALineOfTheMessage() {
        Settings settings = new Settings(Map.of("number", "1\n  - all is well"));
        settings.number("number", 1, 7);
        assertThatThrownBy(settings::check).hasMessageContaining("number is '1?  - all is well'");
    }

    @Test
    void aFaultOfSeveralKeysStandsWithTheOthers() {
        Settings settings = new Settings(Map.of());
        settings.fault("a and b contradict each other");
        assertThatThrownBy(settings::check).hasMessage("configuration has 1 fault:\n  - a and b contradict each other");
    }

    @Test
    void theFaultsOfAListAreCopied() {
        assertThat(new InvalidSettings(List.of("x")).faults()).containsExactly("x");
    }
}
