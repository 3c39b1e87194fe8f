package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line understands, and how it says that it does not. */
class LakeRoutesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            Map.of(),
            new Properties(),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.fixed(Instant.parse("2026-11-20T00:30:00Z"), ZoneOffset.UTC));

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return LakeRoutes.execute(console, arguments);
    }

    private Path config(String... lines) throws IOException {
        return Files.write(directory.resolve("own.properties"), List.of(lines));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ingest",
                "aggregator",
                "config",
                "nonsense",
                "run --until-idle soon",
                "run --until-idle 0s",
                "ingest plan --from yesterday",
                "ingest plan --to 2026-11-19",
                "ingest plan --from 2026-11-19 --to 2026-11-18",
                "replay",
                "replay --queue api-a --rate fast",
                "replay --queue api-a --kind sad",
                "replay --queue api-a --max 0",
                "replay --queue api-a --max many",
                "invoke ingest-fetch",
                "invoke --event -",
                "trace",
                "status --from 2026-13-01",
                "aggregator redeliver",
                "aggregator redeliver --dry-run",
                "aggregator redeliver --to 2026-11-19",
                "aggregator redeliver --from 2026-11-19T07:30",
                "aggregator redeliver --from 2026-11-19T07 --to 2026-11-19T06",
                "aggregator redeliver --from 2026-11-19 --to 2026-11-18T23",
                "aggregator redeliver --from 2026-11-19 --bundle bundle-3f9a1c073f9a1c073f9a1c073f9a1c07",
                "aggregator redeliver --bundle"
            })
    void wrongUsageEndsWithTwoAndALineThatSaysWhy(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("lake-routes: ")
                .doesNotContain("\tat ");
        assertThat(err.toString(StandardCharsets.UTF_8).lines().count()).isLessThanOrEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void aWrongValueIsNamedWithItsOptionAndTheExpectation() {
        run("replay", "--queue", "api-a", "--rate", "fast");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--rate", "'fast'", "expected a rate such as 20/s");
    }

    @Test
    void everyCommandHasHelpWithItsExitCodesAndEveryLeafAnExample() {
        CommandLine root = LakeRoutes.commandLine(new Session(console));
        for (CommandLine command : List.of(
                root,
                root.getSubcommands().get("run"),
                root.getSubcommands().get("status"),
                root.getSubcommands().get("replay"),
                root.getSubcommands().get("trace"),
                root.getSubcommands().get("invoke"),
                root.getSubcommands().get("doctor"),
                root.getSubcommands().get("ingest").getSubcommands().get("plan"),
                root.getSubcommands().get("aggregator").getSubcommands().get("redeliver"),
                root.getSubcommands().get("aggregator").getSubcommands().get("sweep"),
                root.getSubcommands().get("config").getSubcommands().get("check"))) {
            String help = command.getUsageMessage();
            assertThat(help)
                    .contains("Exit codes:", "2   wrong usage or configuration", "--json", "--config", "--help");
            assertThat(help).matches(text -> command == root || text.contains("Example"));
        }
    }

    @Test
    void helpAndVersionEndWithZero() {
        assertThat(run("--help")).isZero();
        assertThat(run("ingest", "plan", "--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("lake-routes ingest plan --from", "lake-routes (");
    }

    @Test
    void configCheckNamesEveryFaultAtOnce() throws IOException {
        Path config = config(
                "ingest.sources=api-a",
                "ingest.sources.api-a.url=ftp://somewhere",
                "ingest.sources.api-a.queue=queue-a",
                "lake.lease=soon",
                "ingest.raw-bukket=raw");
        assertThat(run("config", "check", "--config", config.toString(), "--json"))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "ingest.sources.api-a.url is 'ftp://somewhere'",
                        "lake.lease is 'soon'",
                        "ingest.raw-bucket is missing")
                .contains("ingest.raw-bukket");
        assertThat((List<?>) JSON.std.mapFrom(out.toByteArray()).get("faults")).hasSize(4);
    }

    @Test
    void configCheckSaysWhenAllIsRight() throws IOException {
        Path config = config(
                "ingest.sources=api-a",
                "ingest.sources.api-a.url=https://api-a.example.com/data",
                "ingest.sources.api-a.queue=queue-a",
                "ingest.raw-bucket=raw");
        assertThat(run("config", "check", "--config", config.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("configuration is right" + System.lineSeparator());
    }

    @Test
    void aConfigurationFileThatIsNotThereIsNamed() {
        assertThat(run("--config", "/no/such/file", "config", "check")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("/no/such/file");
    }

    @Test
    void aCommandThatNeedsTheConfigurationNamesItsFaultsToo() {
        assertThat(run("status")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("ingest.sources is missing", "ingest.raw-bucket is missing");
    }

    @Test
    void aCommandOfOnePipelineNeedsTheSettingsOfThatOneAlone() {
        assertThat(run("aggregator", "redeliver", "--from", "2026-11-19")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("aggregator.archive-bucket is missing", "aggregator.nifi-url is missing")
                .doesNotContain("ingest.");
    }

    @Test
    void whatIsNoBundleIsNamedWithTheExpectation() throws IOException {
        Path config = config(
                "aggregator.landing-bucket=landing",
                "aggregator.archive-bucket=archive",
                "aggregator.nifi-url=https://nifi.example.com/in");
        assertThat(run("aggregator", "redeliver", "--bundle", "bundle-1", "--config", config.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--bundle is 'bundle-1', expected bundle- and 32 hexadecimal digits");
    }

    @Test
    void aRunMayNotWaitLongerForQuietThanItsOwnTimers() throws IOException {
        Path config = config(
                "ingest.sources=api-a",
                "ingest.sources.api-a.url=https://api-a.example.com/data",
                "ingest.sources.api-a.queue=queue-a",
                "ingest.raw-bucket=raw");
        assertThat(run("run", "--until-idle", "5m", "--config", config.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--until-idle is PT5M", "lake.lease");
    }

    @Test
    void aRunOfAnUnknownPipelineNamesTheKnownOnes() throws IOException {
        Path config = config("ingest.raw-bucket=raw");
        assertThat(run("run", "--pipelines", "digest", "--config", config.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'digest'", "ingest");
    }
}
