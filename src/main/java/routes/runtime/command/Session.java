package routes.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import routes.observe.Meter;
import routes.observe.MicrometerMeter;
import routes.observe.Telemetry;
import routes.observe.log.Logging;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;
import routes.settings.Settings;
import routes.settings.SettingsSources;

/** What all commands share: the global options, the configuration that they lead to, and the way to answer. */
final class Session {
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "<file>",
            description = "Properties over those in the jar; otherwise the file that LAKE_CONFIG names.")
    private @Nullable Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer with one JSON document.")
    private boolean json;

    private final Console console;

    Session(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    /** The configuration, not yet checked; {@code overrides} come over everything else. */
    Settings settings(Map<String, String> overrides) {
        Properties system = new Properties();
        system.putAll(console.system());
        system.putAll(overrides);
        Optional<Path> file = Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(console.environment().get("LAKE_CONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of));
        try {
            return SettingsSources.load(file, console.environment(), system);
        } catch (UncheckedIOException e) {
            throw CommandFailure.usage(e.getMessage() + ", expected a properties file");
        }
    }

    /**
     * The parts of all configured pipelines, for a command that ends soon: its logs leave standard output alone.
     *
     * @throws routes.settings.InvalidSettings naming every fault
     */
    Assembly assembly() {
        return assembly(settings(Map.of()), new MicrometerMeter(new SimpleMeterRegistry()), true);
    }

    /** The parts of one pipeline, whether or not it is configured to run. */
    Assembly assembly(Pipeline pipeline) {
        Map<String, String> alone = Map.of("lake.pipelines", pipeline.title());
        return assembly(settings(alone), new MicrometerMeter(new SimpleMeterRegistry()), true);
    }

    /** The parts of the pipelines that {@code settings} name. */
    Assembly assembly(Settings settings, Meter meter, boolean logsAside) {
        Assembly assembly = Assembly.of(settings, List.of(), meter, telemetry(), console.clock());
        if (logsAside) {
            Logging.toStandardError();
        }
        String level = settings.text("lake.log-level");
        // A command tells its progress and its answer itself: of the log, it shows what is not as it should be.
        Logging.configure(logsAside && level.equals("INFO") ? "WARN" : level, settings.text("lake.log-format"));
        return assembly;
    }

    private Telemetry telemetry() {
        try {
            return Telemetry.from(console.environment());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage());
        }
    }

    /** Answers, in the form that was asked for. */
    void answer(Object document, Consumer<PrintStream> text) {
        if (json) {
            answer(document);
        } else {
            text.accept(console.out());
            console.out().flush();
        }
    }

    /** Answers with a JSON document whatever was asked for. */
    void answer(Object document) {
        try {
            console.out().println(PRETTY.asString(document));
            console.out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("answer cannot be written as JSON", e);
        }
    }

    /** Whether text may be written as it becomes known. */
    boolean isText() {
        return !json;
    }
}
