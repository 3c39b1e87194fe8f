package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereClauseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "salary > 1",
                "\"salary\" > 1",
                "1 < salary",
                "salary",
                "salary IS NULL",
                "salary IN (1)",
                "salary LIKE 'a'",
                "salary BETWEEN 1 AND 2",
                "lower(salary) = 'a'",
                "region = 'US' OR salary > 1",
                "CURRENT_USER = 'root'"
            })
    void aColumnThatTheTableDoesNotOfferIsForbidden(String clause) {
        assertThat(refusal(clause).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    }

    @Test
    void aForbiddenColumnIsNamedByItsPlaceBecauseItMayBeAValueInWrongQuotes() {
        assertThat(refusal("region = 'US' AND \"Secret\" = 'x'"))
                .hasMessage("names a column at character 19 that table 'dev_customers_silver' does not offer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer_id = 'secret'",
                "customer_id = 1.5",
                "customer_id = 1e3",
                "customer_id = TRUE",
                "customer_id = 9223372036854775808",
                "age = 128",
                "age = -129",
                "visits = 32768",
                "orders = 2147483648",
                "balance = 0.001",
                "balance = 123456789",
                "balance = 1e2",
                "score = 1e999",
                "score = 'secret'",
                "score = 100000000000000000000000000000000000000",
                "weight = 1e1",
                "region = 5",
                "region = TRUE",
                "region = DATE '2024-01-01'",
                "active = 1",
                "active = 'true'",
                "date = '2024-02-30'",
                "date = 'secret'",
                "date = '2024-01-01 10:00:00'",
                "date = TIMESTAMP '2024-01-01 00:00:00'",
                "date = 20240101",
                "date = '0000-01-01'",
                "created = '2024-01-01 25:00'",
                "created = '2024-01-01 10:00:00.1234567'",
                "created = '2024-01-01 10:00:00 Europe/Zurich'",
                "created = '2024-01-01 10:00:00+99:00'",
                "created = '0001-01-01 00:00+01:00'",
                "seen = DATE 'secret'",
                "length(name) = 'secret'"
            })
    void aValueThatIsNoneOfTheColumnsTypeIsRefusedWithTheTypeAndWithoutTheValue(String clause) {
        assertThat(refusal(clause))
                .hasMessageMatching("compares column .+ with a value at character \\d+, expected one of type [a-z].*")
                .hasMessageNotContainingAny("secret", "2024", "128");
    }

    @Test
    void aRefusalNamesTheColumnAsTheTableSpellsIt() {
        assertThat(refusal("region = 'US' AND NAME IN ('a', 5)"))
                .hasMessage("compares column 'Name' with a value at character 33, expected one of type varchar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region = \"                 | has a quoted name at character 10 that is no column's,"
                        + " expected letters, digits and underscores, and text in single quotes",
                "region = `a`               | has a sign at character 10 that is not allowed outside of text",
                "region = 5a                | has a number at character 10 that is not understood",
                "concat(region) > 5         | calls a function at character 1, expected none but lower, upper and length",
                "length(age) > 5            | calls a function of something else than one column of text",
                "age LIKE 5                 | has LIKE on column 'age' of type tinyint, expected a column of text",
                "age                        | has column 'age' of type tinyint alone,"
                        + " expected a comparison or a boolean column",
                "age = = 5                  | has a second comparison at character 7, expected a column or a value",
                "age = 5)                   | closes a parenthesis at character 8 that was not opened",
                "age = 5 region             | is not understood at character 9, expected comparisons of a column and"
                        + " a value, joined by AND, OR, NOT and parentheses"
            })
    void aRefusalSaysWhatIsWrongAndWhere(String clause, String reason) {
        assertThat(refusal(clause)).hasMessage(reason).returns(Refusal.Kind.BAD_REQUEST, Refusal::kind);
    }

    @Test
    void aTextWithoutAnEndIsRefusedWhereItBegins() {
        assertThat(refusal("region = 'US''")).hasMessage("has a text without an end at character 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u0085b", "\u007f", "\ud83d"})
    void aTextWithCharactersThatNobodySeesIsRefused(String text) {
        assertThat(refusal("region = '" + text + "'"))
                .hasMessage("has a text at character 10 with control characters or halves of characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name LIKE 'a' ESCAPE ''",
                "name LIKE 'a' ESCAPE 'ab'",
                "name LIKE 'a\\' ESCAPE '\\'",
                "name LIKE 'a\\b' ESCAPE '\\'",
                "name LIKE '\\\\\\b' ESCAPE '\\'",
                "name LIKE 5",
                "name LIKE region",
                "name LIKE 'a' ESCAPE region"
            })
    void aPatternThatAthenaCouldNotReadIsRefused(String clause) {
        assertThat(refusal(clause).kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
    }

    @Test
    void aClauseHasAtMost4096Characters() {
        String longest = "region = 'US'" + " ".repeat(ClauseReader.LONGEST - 13);
        assertThat(parse(longest).parameters()).containsExactly("'US'");
        assertThat(refusal(longest + " ")).hasMessage("has 4097 characters, expected a condition of at most 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n", "()", "(())", "NULL", "TRUE", "'a'", "1", ",", "AND", "NOT"})
    void nothingIsNoCondition(String clause) {
        assertThat(refusal(clause).kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
    }

    @Test
    void parenthesesAreAtMostTenDeep() {
        assertThat(parse("(".repeat(10) + "age = 5" + ")".repeat(10)).sql()).isEqualTo("\"age\" = CAST(? AS tinyint)");
        assertThat(refusal("(".repeat(11) + "age = 5" + ")".repeat(11)))
                .hasMessage("opens more than 10 parentheses in each other at character 11");
    }

    @Test
    void aClauseHasAtMostAThousandValues() {
        assertThat(parse(list(1000)).parameters()).hasSize(1000);
        assertThat(refusal(list(1001))).hasMessage("has more than 1000 values, expected fewer");
    }

    @Test
    void aTextIsAsLongAsAthenaTakesItInItsQuotes() {
        String longest = "x".repeat(1020) + "''";
        assertThat(parse("name = '" + longest + "'").parameters()).containsExactly("'" + longest + "'");
        assertThat(refusal("name = 'x" + longest + "'"))
                .hasMessage(
                        "has a text at character 8 that is longer than the 1024 characters that Athena takes, with its"
                                + " quotes");
    }

    @Test
    void aHundredAlternativesAreInOnePairOfParentheses() {
        String clause = IntStream.range(0, 100).mapToObj(i -> "age = " + i).collect(Collectors.joining(" OR "));
        String sql = parse(clause).sql();
        assertThat(sql).startsWith("(\"age\" = CAST(? AS tinyint) OR \"age\"").endsWith("tinyint))");
        assertThat(sql.split("\\(\"", -1)).hasSize(2);
    }

    @Test
    void atLeastThirtyHarmlessClausesAreKnown() {
        assertThat(Customers.harmless()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("routes.export.Customers#harmless")
    void aHarmlessClauseIsWrittenAnewWithItsValuesAsParameters(Customers.Harmless clause) {
        assertThat(parse(clause.text())).isEqualTo(new Condition(clause.sql(), clause.parameters()));
    }

    @Test
    void aServerInTurkeyKnowsLikeAndIn() {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(parse("name like 'a' and customer_id in (1)").parameters())
                    .isEqualTo(List.of("'a'", "1"));
        } finally {
            Locale.setDefault(usual);
        }
    }

    private static String list(int values) {
        return IntStream.range(0, values).mapToObj(i -> "1").collect(Collectors.joining(",", "age IN (", ")"));
    }

    private static Condition parse(String clause) {
        return WhereClause.parse(clause, Customers.TABLE);
    }

    private static Refusal refusal(String clause) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> parse(clause));
        assertThat(refusal).as(clause).isNotNull();
        assertThat(refusal.field()).isEqualTo("where_clause");
        return refusal;
    }
}
