package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource({"'', reason, 1", "table, '', 0", "table, ' ', 1", "table, 'two\nlines', 2"})
    void aRefusalHasAFieldAndAReasonOfOneLine(String field, String reason, int lines) {
        assertThatThrownBy(() -> Refusal.badRequest(field, reason))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refusal has field '" + field + "' and a reason of " + lines
                        + " lines, expected a name and one line");
    }

    @Test
    void aRefusalSaysWhetherTheCallerCouldAskBetter() {
        assertThat(Refusal.badRequest("limit", "is 0, expected 1 to 100"))
                .hasMessage("is 0, expected 1 to 100")
                .returns(Refusal.Kind.BAD_REQUEST, Refusal::kind)
                .returns("limit", Refusal::field);
        assertThat(Refusal.forbidden("table", "is not offered")).returns(Refusal.Kind.FORBIDDEN, Refusal::kind);
    }
}
