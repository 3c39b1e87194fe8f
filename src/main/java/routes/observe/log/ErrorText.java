package routes.observe.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A throwable in lines: at most 30 frames each of itself and of its causes. */
final class ErrorText {
    private static final int FRAMES = 30;
    private static final int CAUSES = 8;
    private static final int MESSAGE_LIMIT = 2 * 1024;

    private ErrorText() {}

    /** Its own message on one line; short, because some clients put a whole response into it. */
    static String message(Throwable error) {
        String message;
        try {
            message = error.getMessage();
        } catch (RuntimeException e) {
            message = "(getMessage failed with ".concat(e.getClass().getName()).concat(")");
        }
        return message == null ? "" : SafeText.oneLine(SafeText.cut(message, MESSAGE_LIMIT));
    }

    static String title(Throwable error) {
        String message = message(error);
        String name = error.getClass().getName();
        return message.isEmpty() ? name : name.concat(": ").concat(message);
    }

    static List<String> stack(Throwable error) {
        List<String> lines = new ArrayList<>();
        frames(error, lines);
        Throwable cause = causeOf(error);
        // Counted, because causes can form a circle.
        for (int i = 0; i < CAUSES && cause != null; i++) {
            lines.add("caused by ".concat(title(cause)));
            frames(cause, lines);
            cause = causeOf(cause);
        }
        return lines;
    }

    private static void frames(Throwable error, List<String> lines) {
        StackTraceElement[] frames = error.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            lines.add("at ".concat(frames[i].toString()));
        }
        if (frames.length > FRAMES) {
            lines.add("... ".concat(Integer.toString(frames.length - FRAMES)).concat(" more"));
        }
    }

    private static @Nullable Throwable causeOf(Throwable error) {
        Throwable cause = error.getCause();
        return cause == error ? null : cause;
    }
}
