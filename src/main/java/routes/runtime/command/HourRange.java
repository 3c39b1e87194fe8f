package routes.runtime.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name hours. */
final class HourRange {
    @Option(
            names = "--from",
            paramLabel = "<time>",
            converter = Converters.Hours.class,
            description = "First hour, UTC: a day such as 2026-11-19, an hour such as 2026-11-19T07, or a time in it.")
    private @Nullable HourSpan from;

    @Option(
            names = "--to",
            paramLabel = "<time>",
            converter = Converters.Hours.class,
            description = "Last hour, inclusive, in the same words; default: the end of what --from names.")
    private @Nullable HourSpan to;

    /** Nobody has named any. */
    boolean isEmpty() {
        return from == null && to == null;
    }

    /** Beginnings of the hours, the first first; none of them lies in the future. */
    Stream<Instant> hours(Clock clock) {
        if (from == null) {
            throw CommandFailure.usage("--from is missing, expected both --from and --to, or --from alone");
        }
        Instant last = to == null ? from.last() : to.last();
        if (last.isBefore(from.first())) {
            throw CommandFailure.usage(
                    "--from is " + from.first() + " and --to ends at " + last + ", expected --from not after --to");
        }
        Instant now = clock.instant();
        return Stream.iterate(
                from.first(),
                hour -> !hour.isAfter(last) && !hour.isAfter(now),
                hour -> hour.plus(Duration.ofHours(1)));
    }
}
