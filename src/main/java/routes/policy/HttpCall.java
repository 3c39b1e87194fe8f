package routes.policy;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One HTTP request as a step sees it, whatever door it came by. It has no body: steps are asked, not given.
 *
 * @param method such as {@code GET}
 * @param path as it came, not decoded; it begins with a slash
 * @param query decoded values by decoded name, in the order in which they came; a name may come more than once
 * @param headers by lower-case name; what came more than once is joined by commas
 * @param requestId the door's own name for it, no caller can choose it
 * @param at when it came
 */
public record HttpCall(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String requestId,
    Instant at) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9=_-]{1,128}");

    public HttpCall {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("method is no token of capital letters, expected one such as GET");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path does not begin with '/', expected one such as /export");
        }
        if (!ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException("request id is not 1 to 128 letters, digits, '=', '_' and '-'");
        }
        for (String name : headers.keySet()) {
            if (!HEADER.matcher(name).matches()) {
                throw new IllegalArgumentException("a header's name is no token in lower case, expected one such as accept");
            }
        }
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        query.forEach((name, values) -> ordered.put(name, List.copyOf(values)));
        query = Collections.unmodifiableMap(ordered);
        headers = Map.copyOf(headers);
    }

    /** The value of a header, by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Names the request, and holds nothing that a caller would not want to see in a log: no query, no headers. */
    @Override
    public String toString() {
        return method + " " + requestId;
    }
}
