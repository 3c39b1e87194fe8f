package routes.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.policy.Poison;

class SampleRowTest {

    @Test
    void aRowIsReadAsItIsWritten() {
        assertThat(SampleRow.parse("{\"name\":\"visits\",\"count\":7}".getBytes(UTF_8)))
                .isEqualTo(new SampleRow("visits", 7));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "no json             | file is no JSON object",
                "{'count':7}         | name is missing or no text",
                "{'name':'','count':7} | name is empty",
                "{'name':'a'}        | count is missing or no whole number",
                "{'name':'a','count':7.5} | count is missing or no whole number",
                "{'name':'a','count':-1} | count is negative"
            })
    void whatIsNoRowIsRefusedWithTheRuleAndNotTheValue(String file, String reason) {
        assertThatThrownBy(() -> SampleRow.parse(file.replace('\'', '"').getBytes(UTF_8)))
                .isInstanceOf(Poison.class)
                .hasMessage(reason);
    }
}
