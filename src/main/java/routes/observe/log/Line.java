package routes.observe.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One thing that happened, before it is written.
 *
 * @param millis when, since 1970
 * @param level how grave
 * @param logger who says it
 * @param thread where
 * @param message what
 * @param fields to which, by name
 * @param error why, for a failure
 */
record Line(
        long millis,
        Level level,
        String logger,
        String thread,
        String message,
        Map<String, @Nullable Object> fields,
        @Nullable Throwable error) {}
