package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes JSON as maps, lists, strings, longs, doubles, booleans and null. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(byte[] utf8) {
        return utf8.length == 0 ? Map.of() : (Map<String, Object>) new Json(new String(utf8, UTF_8)).value();
    }

    /** The object of that name within another; an empty one when there is none. */
    static Map<String, Object> map(Map<String, Object> object, String name) {
        return object.get(name) == null ? Map.of() : asMap(object.get(name));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(comma);
                quote(String.valueOf(entry.getKey()), out);
                write(entry.getValue(), out.append(':'));
                comma = ",";
            }
            out.append('}');
        } else if (value instanceof Iterable<?> list) {
            out.append('[');
            String comma = "";
            for (Object element : list) {
                write(element, out.append(comma));
                comma = ",";
            }
            out.append(']');
        } else if (value instanceof String string) {
            quote(string, out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private Object value() {
        char c = peek();
        return switch (c) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            default -> scalar();
        };
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (at++; peek() != '}'; skip(',')) {
            String name = string();
            peek();
            skip(':');
            map.put(name, value());
            peek();
        }
        at++;
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        for (at++; peek() != ']'; skip(',')) {
            list.add(value());
            peek();
        }
        at++;
        return list;
    }

    private String string() {
        int end = ++at;
        while (text.charAt(end) != '"' && text.charAt(end) != '\\') {
            end++;
        }
        if (text.charAt(end) == '"') {
            String plain = text.substring(at, end);
            at = end + 1;
            return plain;
        }
        StringBuilder string = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
            default -> c;
        };
    }

    private Object scalar() {
        int end = at;
        while (end < text.length() && ",]} \t\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String scalar = text.substring(at, end);
        at = end;
        return switch (scalar) {
            case "null" -> null;
            case "true", "false" -> Boolean.valueOf(scalar);
            default -> number(scalar);
        };
    }

    private static Object number(String scalar) {
        return scalar.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))
                ? (Object) Long.valueOf(scalar)
                : (Object) Double.valueOf(scalar);
    }

    /** The next character that is not white space, left where it is. */
    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void skip(char optional) {
        if (peek() == optional) {
            at++;
        }
    }
}
