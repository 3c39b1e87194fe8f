package deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import routes.runtime.Pipeline;

/** What both commands refuse before they ask anybody anything. */
class CommandsTest {
    @TempDir
    Path directory;

    private record Said(int code, String err) {}

    private static Said run(CommandLine line, String... arguments) {
        StringWriter err = new StringWriter();
        int code = line.setErr(new PrintWriter(err, true)).execute(arguments);
        return new Said(code, err.toString());
    }

    @Test
    void productionHasToBeNamedTwice() {
        assertThat(run(LoadCommand.commandLine(), "prod", "--max-objects=1", "--rate=1", "--seconds=1"))
                .isEqualTo(new Said(2, "load: environment is prod, expected another one, or --in-prod as well\n"));
        assertThat(run(SmokeCommand.commandLine(), "prod").err()).contains("--in-prod as well");
        assertThat(run(SmokeCommand.commandLine(), "dev", "--in-prod").err()).contains("prod with --in-prod");
    }

    @Test
    void aLoadNamesAllOfItsBounds() {
        Said said = run(LoadCommand.commandLine(), "dev");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("--max-objects", "--rate", "--seconds");
    }

    @Test
    void outputsOfAnotherEnvironmentAreRefused() throws Exception {
        Path outputs = Files.writeString(directory.resolve("outputs.json"), "{\"lake-dev-storage\":{}}");
        Said said = run(SmokeCommand.commandLine(), "test", "--outputs=" + outputs);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("begin with lake-test-");
        assertThat(run(SmokeCommand.commandLine(), "dev", "--outputs=" + outputs.resolveSibling("none")))
                .matches(none -> none.code() == 2 && none.err().contains("cdk deploy --outputs-file"));
    }

    @Test
    void anOutputThatIsMissingIsNamed() throws Exception {
        Path outputs = Files.writeString(directory.resolve("outputs.json"), "{\"lake-dev-storage\":{}}");
        assertThat(run(
                        LoadCommand.commandLine(),
                        "dev",
                        "--outputs=" + outputs,
                        "--max-objects=1",
                        "--rate=1",
                        "--seconds=1"))
                .isEqualTo(new Said(
                        2,
                        "load: output AggregatorEventsUrl of stack lake-dev-messaging is missing, expected a value\n"));
    }

    @Test
    void whatEveryFunctionMayBeAskedHasBeenThoughtOf() {
        assertThat(Arrays.stream(Pipeline.values())
                        .flatMap(pipeline ->
                                Stream.of(pipeline.eventSteps(), pipeline.queueSteps(), pipeline.httpSteps()))
                        .flatMap(List::stream))
                .allMatch(Probe::knows);
    }
}
