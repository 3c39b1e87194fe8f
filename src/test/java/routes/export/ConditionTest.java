package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "'",
                "'a",
                "a'",
                "'a'b'",
                "'a' ",
                "'a', 'b'",
                "'a'; DROP TABLE x",
                "1, 2",
                "1 OR 1=1",
                "-",
                "--1",
                "1e5",
                "0x1F",
                ".5",
                "1.",
                "NULL",
                "true",
                "?",
                "'a\u0000b'",
                "'a\nb'",
                "(SELECT 1)"
            })
    void aParameterIsOneLiteralBecauseAthenaReadsItAsSql(String parameter) {
        assertThatThrownBy(() -> new Condition("\"a\" = ?", List.of(parameter)))
                .hasMessage("parameter 1 of the condition has " + parameter.length()
                        + " characters, expected one SQL literal of at most 1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'a'", "'O''Brien'", "''''", "'\\'", "'--'", "0", "-12.50", "1.5E3", "1.0E-5"})
    void aLiteralIsAParameter(String parameter) {
        assertThat(new Condition("\"a\" = ?", List.of(parameter)).parameters()).containsExactly(parameter);
    }

    @Test
    void aParameterIsNotLongerThanAthenaTakesIt() {
        String longest = "'" + "a".repeat(1022) + "'";
        assertThat(new Condition("\"a\" = ?", List.of(longest)).parameters()).hasSize(1);
        assertThatThrownBy(() -> new Condition("\"a\" = ?", List.of("1" + "0".repeat(1024))))
                .hasMessageContaining("has 1025 characters");
    }

    @Test
    void thereIsAParameterForEachMark() {
        assertThatThrownBy(() -> new Condition("\"a\" = ?", List.of()))
                .hasMessage("condition has 1 marks and 0 parameters, expected as many of both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"a\" = 'x'", "\"a\"; x", "\"a\" -- x", "\"a\" /* x */", "\"ä\"", "\"$path\""})
    void nothingOfACallerIsInTheSql(String sql) {
        assertThatThrownBy(() -> new Condition(sql, List.of()))
                .hasMessage("condition has other characters than names, marks and comparisons need");
    }

    @Test
    void whatIsLoggedHasNoValues() {
        assertThat(new Condition("\"a\" = ?", List.of("'secret'")))
                .hasToString("Condition[sql=\"a\" = ?, 1 parameters]");
        assertThat(new Literal(Literal.Kind.TEXT, "secret", 7)).hasToString("TEXT at 7");
    }
}
