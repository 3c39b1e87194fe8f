package routes.runtime.command;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name days. */
final class DayRange {
    @Option(
            names = "--from",
            paramLabel = "<day>",
            converter = Converters.Day.class,
            description = "First day, such as 2026-11-01; default: yesterday, UTC.")
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "<day>",
            converter = Converters.Day.class,
            description = "Last day, inclusive; default: the first.")
    private @Nullable LocalDate to;

    LocalDate from(Clock clock) {
        if (from == null && to != null) {
            throw CommandFailure.usage("--to is " + to + " and --from is missing, expected both or --from alone");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw CommandFailure.usage("--from is " + from + " and --to is " + to + ", expected --from not after --to");
        }
        return from == null
                ? clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(1)
                : from;
    }

    LocalDate to(Clock clock) {
        LocalDate first = from(clock);
        return to == null ? first : to;
    }
}
