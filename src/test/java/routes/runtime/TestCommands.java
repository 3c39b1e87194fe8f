package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import routes.runtime.command.Console;
import routes.runtime.command.LakeRoutes;

/** Runs commands in this process, on the lake of a test. */
final class TestCommands {
    private final Map<String, String> settings;
    private final Clock clock;

    TestCommands(Map<String, String> settings) {
        this(settings, Clock.systemUTC());
    }

    TestCommands(Map<String, String> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** How a command ended, what it answered and what it said beside. */
    record Ended(int code, String out, String err) {
        Map<String, Object> json() {
            try {
                return JSON.std.mapFrom(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    Ended run(String... arguments) {
        return runReading("", arguments);
    }

    Ended runReading(String in, String... arguments) {
        Properties system = new Properties();
        system.putAll(settings);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                Map.of(),
                system,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                clock);
        int code = LakeRoutes.execute(console, arguments);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
