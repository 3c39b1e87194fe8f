package routes.runtime.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;

/**
 * What surrounds a command: where it is told, where it reads and answers.
 *
 * @param environment variables
 * @param system system properties
 * @param in where an event is read that is not in a file
 * @param out the answer
 * @param err progress, logs and what went wrong
 * @param clock the time
 */
public record Console(
        Map<String, String> environment,
        Properties system,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Clock clock) {

    /** That of this process. */
    static Console ofProcess() {
        return new Console(
                System.getenv(), System.getProperties(), System.in, System.out, System.err, Clock.systemUTC());
    }
}
