package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void wordsStandToTheLeftAndNumbersToTheRight() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Table("source", "pages", "state")
                .row("api-a", 10, "complete")
                .row("b", "-", "open")
                .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  source  pages  state", //
                        "  api-a      10  complete",
                        "  b           -  open");
    }
}
