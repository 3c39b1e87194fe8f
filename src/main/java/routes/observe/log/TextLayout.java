package routes.observe.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line for people, and below it the stack of an error. */
final class TextLayout implements Layout {

    @Override
    public void append(Line line, StringBuilder out) {
        Timestamp.append(line.millis(), out);
        out.append(' ').append(line.level().name());
        out.append(line.level().name().length() < 5 ? "  [" : " [").append(SafeText.oneLine(line.thread()));
        out.append("] ").append(line.logger()).append(": ").append(SafeText.oneLine(line.message()));
        for (Map.Entry<String, @Nullable Object> field : line.fields().entrySet()) {
            out.append(' ')
                    .append(SafeText.oneLine(String.valueOf(field.getKey())))
                    .append('=');
            value(SafeText.oneLine(SafeText.of(SecretNames.mask(field.getKey(), field.getValue()))), out);
        }
        Throwable error = line.error();
        if (error != null) {
            out.append("\n    ").append(ErrorText.title(error));
            for (String frame : ErrorText.stack(error)) {
                out.append("\n    ").append(SafeText.oneLine(frame));
            }
        }
    }

    private static void value(String value, StringBuilder out) {
        if (value.indexOf(' ') < 0) {
            out.append(value);
        } else {
            out.append('"').append(value).append('"');
        }
    }
}
