package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "'a' OR 1 = 1",
                "1; DROP TABLE t",
                "'open",
                "'a' 'b'",
                "(SELECT 1)",
                "1 2",
                "- 'a'",
                "cast 'a'",
                "1)",
                "?"
            })
    void whatIsNoSingleLiteralIsRefusedAndNotRepeated(String parameter) {
        assertThatThrownBy(() -> SqlText.bound("SELECT ?", List.of(parameter)))
                .isInstanceOf(QueryFailedException.class)
                .hasMessage("SYNTAX_ERROR: execution parameter 1 is not a SQL literal");
    }

    @Test
    void tooFewAndTooManyParametersAreRefused() {
        assertThatThrownBy(() -> SqlText.bound("SELECT ?, ?", List.of("1")))
                .hasMessage("INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected 2 but found 1");
        assertThatThrownBy(() -> SqlText.bound("SELECT 1", List.of("1")))
                .hasMessageContaining("expected 0 but found 1");
    }

    @Test
    void questionMarksInTextsNamesAndCommentsAreNoPlaceholders() throws Exception {
        assertThat(SqlText.bound("SELECT '?''?', \"?\" /* ? */, ? -- ?\n", List.of("7")))
                .isEqualTo("SELECT '?''?', \"?\" /* ? */, 7 -- ?\n");
    }

    @Test
    void literalsOfEachKindTakeTheirPlacesInOrder() throws Exception {
        List<String> parameters =
                List.of("'O''Brien'", "-1", "1.50", "1e3", "true", "NULL", "DATE '2024-02-29'", "DECIMAL '0.10'");
        assertThat(SqlText.bound("?,?,?,?,?,?,?,?", parameters))
                .isEqualTo("'O''Brien',(-1),1.50,1e3,true,NULL,date '2024-02-29',decimal '0.10'");
    }

    @Test
    void aTextOfAnyCharactersStaysOneLiteral() {
        Cases.forAll(cases -> {
            String literal = SqlText.quotedText(cases.text(20));
            assertThat(SqlText.bound("SELECT ? AS a, '?' AS b", List.of(literal)))
                    .isEqualTo("SELECT " + literal + " AS a, '?' AS b");
        });
    }

    @Test
    void aVersionOfATableBecomesPartOfItsName() {
        assertThat(SqlText.inDuckDb("SELECT a FROM d.t FOR VERSION AS OF 12 AS x, \"u\" for  version as of 3"))
                .isEqualTo("SELECT a FROM d.\"t@12\" AS x, \"u@3\"");
        assertThat(SqlText.inDuckDb("SELECT 't FOR VERSION AS OF 12'")).isEqualTo("SELECT 't FOR VERSION AS OF 12'");
    }

    @Test
    void aDecimalLiteralKeepsAllItsDigits() {
        assertThat(SqlText.inDuckDb("a = DECIMAL '-0.123456' OR b < decimal\n'12' OR c = 'decimal ''1''x'"))
                .isEqualTo("a = (-0.123456) OR b < (12) OR c = 'decimal ''1''x'");
    }
}
