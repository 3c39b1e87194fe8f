package routes.observe.log;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, for machines: what CloudWatch Logs and every log store can query by field. */
final class JsonLayout implements Layout {

    @Override
    public void append(Line line, StringBuilder out) {
        out.append("{\"time\":\"");
        Timestamp.append(line.millis(), out);
        out.append("\",\"level\":\"").append(line.level().name()).append("\",\"logger\":");
        string(line.logger(), out);
        out.append(",\"message\":");
        string(line.message(), out);
        for (Map.Entry<String, @Nullable Object> field : line.fields().entrySet()) {
            out.append(',');
            name(String.valueOf(field.getKey()), out);
            value(SecretNames.mask(field.getKey(), field.getValue()), out);
        }
        Throwable error = line.error();
        if (error != null) {
            error(error, out);
        }
        out.append('}');
    }

    /** A name of the line's own that a field has, too, gets an underscore: an object must not hold it twice. */
    private static void name(String name, StringBuilder out) {
        boolean taken = name.equals("time")
                || name.equals("level")
                || name.equals("logger")
                || name.equals("message")
                || name.equals("error");
        string(taken ? name.concat("_") : name, out);
        out.append(':');
    }

    private static void value(@Nullable Object value, StringBuilder out) {
        if (value == null || value instanceof Boolean || isNumber(value)) {
            out.append(value);
        } else {
            string(SafeText.of(value), out);
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Double real && Double.isFinite(real)
                || value instanceof Float real && Float.isFinite(real)
                || value.getClass() == BigInteger.class
                || value.getClass() == BigDecimal.class;
    }

    private static void error(Throwable error, StringBuilder out) {
        out.append(",\"error\":{\"class\":");
        string(error.getClass().getName(), out);
        out.append(",\"message\":");
        string(ErrorText.message(error), out);
        out.append(",\"stack\":[");
        boolean first = true;
        for (String frame : ErrorText.stack(error)) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(frame, out);
        }
        out.append("]}");
    }

    private static void string(String text, StringBuilder out) {
        String safe = SafeText.cut(text, SafeText.LIMIT);
        out.append('"');
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (SafeText.isControl(c)) {
                        unicode(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void unicode(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
