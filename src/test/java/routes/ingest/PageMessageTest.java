package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.policy.Poison;

class PageMessageTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 19);
    private static final PageMessage PAGE = new PageMessage("api-a", DAY, 7, Optional.empty());

    @Test
    void aMessageNamesItsPage() {
        assertThat(PageMessage.parse("{\"endpoint\":\"api-a\",\"ingestion_date\":\"2026-11-19\",\"page\":7}"))
                .isEqualTo(PAGE);
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(PageMessage.parse("{\"endpoint\":\"api-a\",\"ingestion_date\":\"2026-11-19\",\"page\":7,"
                        + "\"CamelHttpUri\":\"http://evil.example\",\"more\":{\"page\":[8]}}"))
                .isEqualTo(PAGE);
    }

    @Test
    void aRunIdIsKeptWhereItIsSafe() {
        assertThat(parsed("\"api-a\"", "\"2026-11-19\"", "7,\"run_id\":\"ingest-1\"")
                        .runId())
                .contains("ingest-1");
        assertThat(parsed("\"api-a\"", "\"2026-11-19\"", "7,\"run_id\":\"a\\nb\"")
                        .runId())
                .isEmpty();
        assertThat(parsed("\"api-a\"", "\"2026-11-19\"", "7,\"run_id\":7").runId())
                .isEmpty();
        assertThat(parsed("\"api-a\"", "\"2026-11-19\"", "7,\"run_id\":null").runId())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "7", "[]", "\"text\"", "{", "{\"endpoint\":", "not json", "<a/>"})
    void whatIsNoJsonObjectIsPoison(String body) {
        assertPoison(body, "message is not a JSON object");
    }

    @Test
    void nestingWithoutEndIsPoison() {
        assertPoison("{\"endpoint\":" + "[".repeat(100_000), "message is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[\"api-a\"]", "{}", "true"})
    void anEndpointThatIsNoTextIsPoison(String endpoint) {
        assertPoison(message(endpoint, "\"2026-11-19\"", "7"), "endpoint is missing or no text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "../x",
                "..",
                "a/b",
                "${sysenv.PATH}",
                "{{env:HOME}}",
                "API-A",
                "api_a",
                "api-a ",
                "api-a\\n",
                "api-\\u0661",
                "a%2fb",
                "a?b=c"
            })
    void anEndpointThatIsNoPlainNameIsPoison(String endpoint) {
        assertPoison(message("\"" + endpoint + "\"", "\"2026-11-19\"", "7"), "endpoint is not a name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "20261119",
                "\"\"",
                "\"2026-2-3\"",
                "\"2026-11-19T00:00:00Z\"",
                "\" 2026-11-19\"",
                "\"19.11.2026\"",
                "\"\\u0662\\u0660\\u0662\\u0666-11-19\"",
                "\"+2026-11-19\"",
                "\"+12026-11-19\"",
                "\"-2026-11-19\"",
                "\"2026-11-19\\n\""
            })
    void aDateThatIsNotWrittenAsOneIsPoison(String date) {
        assertPoison(message("\"api-a\"", date, "7"), "ingestion_date is missing or not a date such as 2026-11-19");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-13-01", "2025-02-29", "2026-00-10", "2026-11-31"})
    void aDayThatIsNotInTheCalendarIsPoison(String date) {
        assertPoison(message("\"api-a\"", "\"" + date + "\"", "7"), "ingestion_date is no day of the calendar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01", "1969-12-31"})
    void aDayOfAnotherAgeIsPoison(String date) {
        assertPoison(message("\"api-a\"", "\"" + date + "\"", "7"), "expected the years 1970 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "1e3", "\"1\"", "null", "[1]", "true", "99999999999", "99999999999999999999"})
    void aPageThatIsNoWholeNumberIsPoison(String page) {
        assertPoison(message("\"api-a\"", "\"2026-11-19\"", page), "page is missing or no whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000", "1000000000"})
    void aPageOutsideItsRangeIsPoison(String page) {
        assertPoison(message("\"api-a\"", "\"2026-11-19\"", page), "page is " + page + ", expected 1 to 999999");
    }

    @Test
    void aReasonDoesNotRepeatWhatTheMessageHolds() {
        assertThatThrownBy(() -> parsed("\"open sesame\"", "\"2026-11-19\"", "7"))
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> PageMessage.parse("{\"open\": sesame}"))
                .hasNoCause()
                .hasMessageNotContaining("sesame");
    }

    @Test
    void theKeyHasItsPartitionsAndSixDigits() {
        assertThat(PAGE.prefix()).isEqualTo("raw/source=api-a/ingestion_date=2026-11-19/");
        assertThat(PAGE.key()).isEqualTo("raw/source=api-a/ingestion_date=2026-11-19/page=000007.json.gz");
        assertThat(new PageMessage("api-a", DAY, 999_999, Optional.empty()).key())
                .endsWith("/page=999999.json.gz");
    }

    @Test
    void theKeyIsTheSameWhereOtherDigitsAreUsed() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(PAGE.key()).isEqualTo("raw/source=api-a/ingestion_date=2026-11-19/page=000007.json.gz");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theNextPageBelongsToTheSameRun() {
        assertThat(new PageMessage("api-a", DAY, 7, Optional.of("r")).next())
                .isEqualTo(new PageMessage("api-a", DAY, 8, Optional.of("r")));
    }

    @Test
    void anyMessageIsReadAsItWasWrittenAndItsKeySortsAsItsPage() {
        Cases.forAll(generator -> {
            PageMessage one = any(generator);
            assertThat(PageMessage.parse(one.json())).isEqualTo(one);
            PageMessage other =
                    new PageMessage(one.endpoint(), one.date(), generator.number(1, 999_999), Optional.empty());
            assertThat(Integer.signum(one.key().compareTo(other.key())))
                    .isEqualTo(Integer.compare(one.page(), other.page()));
        });
    }

    private static PageMessage any(Cases generator) {
        Optional<String> run =
                generator.random().nextBoolean() ? Optional.of("run-" + generator.number(1, 9)) : Optional.empty();
        return new PageMessage(
                "api-" + generator.number(0, 999),
                LocalDate.ofEpochDay(generator.number(0, 2_000_000)),
                generator.number(1, 999_999),
                run);
    }

    private static void assertPoison(String body, String reason) {
        assertThatThrownBy(() -> PageMessage.parse(body))
                .isInstanceOf(Poison.class)
                .hasMessageContaining(reason);
    }

    private static PageMessage parsed(String endpoint, String date, String page) {
        return PageMessage.parse(message(endpoint, date, page));
    }

    private static String message(String endpoint, String date, String page) {
        return "{\"endpoint\":" + endpoint + ",\"ingestion_date\":" + date + ",\"page\":" + page + "}";
    }
}
