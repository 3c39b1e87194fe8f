package routes.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import routes.lake.Names;

/**
 * What was wrong with a request or with its answer, as RFC 9457 tells it: of type {@code about:blank}, so that the title
 * is that of the status.
 *
 * @param status one of those that have a title here
 * @param detail one line for whoever called, without values of theirs
 * @param field the parameter or header that is wrong, if it is one
 */
public record Problem(int status, String detail, Optional<String> field) {
    private static final int LONGEST_DETAIL = 500;
    private static final Map<Integer, String> TITLES = Map.ofEntries(
        Map.entry(400, "Bad Request"),
        Map.entry(401, "Unauthorized"),
        Map.entry(403, "Forbidden"),
        Map.entry(404, "Not Found"),
        Map.entry(405, "Method Not Allowed"),
        Map.entry(409, "Conflict"),
        Map.entry(413, "Content Too Large"),
        Map.entry(414, "URI Too Long"),
        Map.entry(422, "Unprocessable Content"),
        Map.entry(429, "Too Many Requests"),
        Map.entry(500, "Internal Server Error"),
        Map.entry(502, "Bad Gateway"),
        Map.entry(503, "Service Unavailable"),
        Map.entry(504, "Gateway Timeout"));

    public Problem {
        if (!TITLES.containsKey(status)) {
            throw new IllegalArgumentException("status is " + status + ", expected one of " + TITLES.keySet());
        }
        if (detail.isBlank()) {
            throw new IllegalArgumentException("detail is blank, expected a line");
        }
        detail = Names.oneLine(detail, LONGEST_DETAIL);
    }

    /** A problem of the whole request. */
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Optional.empty());
    }

    /** A problem of one parameter or header. */
    public static Problem of(int status, String field, String detail) {
        return new Problem(status, detail, Optional.of(field));
    }

    /** The title of the status. */
    public String title() {
        return TITLES.getOrDefault(status, "");
    }

    /** As it goes out: {@code type}, {@code title}, {@code status}, {@code detail} and, where there is one, {@code field}. */
    Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", "about:blank");
        content.put("title", title());
        content.put("status", status);
        content.put("detail", detail);
        field.ifPresent(name -> content.put("field", name));
        return content;
    }
}
