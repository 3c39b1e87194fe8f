package routes.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A process of its own, because the first line of a process is only written once. */
class EarlyLoggingTest {

    /** What the process runs. */
    public static final class Speaks {
        public static void main(String[] args) {
            LoggerFactory.getLogger("routes.Early").debug("fine");
            LoggerFactory.getLogger("routes.Early").info("early");
            if (args.length > 0) {
                Logging.configure(args[0], args[1]);
            }
            LoggerFactory.getLogger("routes.Early").info("late");
        }
    }

    @Test
    void withoutAnySettingTheFirstLineIsJsonFromInfoOn() throws IOException, InterruptedException {
        assertThat(said(List.of(), Map.of()))
                .hasSize(2)
                .first()
                .asString()
                .matches("\\{\"time\":\"20..-..-..T..:..:..\\....Z\",\"level\":\"INFO\",\"logger\":\"routes.Early\","
                        + "\"message\":\"early\"}");
    }

    @Test
    void theEnvironmentDecidesAboutTheFirstLines() throws IOException, InterruptedException {
        assertThat(said(List.of(), Map.of("LAKE_LOG_LEVEL", "debug", "LAKE_LOG_FORMAT", "text")))
                .hasSize(3)
                .first()
                .asString()
                .endsWith("DEBUG [main] routes.Early: fine");
    }

    @Test
    void aSystemPropertyWinsOverTheEnvironment() throws IOException, InterruptedException {
        assertThat(said(List.of("-Dlake.log-level=ERROR"), Map.of("LAKE_LOG_LEVEL", "DEBUG")))
                .isEmpty();
    }

    @Test
    void aWrongEarlySettingIsLeftToTheCheckOfTheConfiguration() throws IOException, InterruptedException {
        assertThat(said(List.of("-Dlake.log-level=LOUD", "-Dlake.log-format=xml"), Map.of()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("{"));
    }

    @Test
    void theConfigurationDecidesFromThenOn() throws IOException, InterruptedException {
        assertThat(said(List.of(), Map.of(), "INFO", "text"))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("{"))
                .satisfies(lines -> assertThat(lines.get(1)).endsWith("INFO  [main] routes.Early: late"));
    }

    private static List<String> said(List<String> options, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(Speaks.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("LAKE_LOG_LEVEL");
        builder.environment().remove("LAKE_LOG_FORMAT");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }
}
