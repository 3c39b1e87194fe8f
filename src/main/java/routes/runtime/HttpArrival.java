package routes.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Problem;

/**
 * A request as a door has it, before anything of it has been believed.
 *
 * @param path not decoded
 * @param query decoded; empty: it could not be
 * @param hasBody whether something follows the head
 */
record HttpArrival(
        String method,
        String path,
        Optional<Map<String, List<String>>> query,
        Map<String, String> headers,
        boolean hasBody,
        String requestId,
        Instant at) {

    /** The only method that steps are asked by; HEAD would cost as much, and nobody asks for it. */
    private static final String METHOD = "GET";

    private static final int LONGEST_PATH = 1_024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9=_-]{1,128}");

    HttpArrival {
        if (!ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException("request id is not 1 to 128 letters, digits, '=', '_' and '-'");
        }
    }

    /** What no step is to see. The connection ends with it where a body may still come that nobody will read. */
    Optional<HttpReply> refusal() {
        if (!method.equals(METHOD)) {
            return refusal(Problem.of(405, "the method is not " + METHOD))
                    .map(reply -> reply.with("Allow", METHOD).with("Connection", "close"));
        }
        if (hasBody) {
            return refusal(Problem.of(400, "the request has a body, expected none"))
                    .map(reply -> reply.with("Connection", "close"));
        }
        if (path.length() > LONGEST_PATH) {
            return refusal(Problem.of(414, "the path is longer than " + LONGEST_PATH + " characters"));
        }
        if (!path.startsWith("/")) {
            return refusal(Problem.of(400, "the path does not begin with a slash"));
        }
        if (query.isEmpty()) {
            return refusal(Problem.of(400, "the query is not percent-encoded UTF-8"));
        }
        return Optional.empty();
    }

    private static Optional<HttpReply> refusal(Problem problem) {
        return Optional.of(HttpReply.problem(problem));
    }

    /** What the step sees, where there is no refusal. */
    HttpCall call() {
        return new HttpCall(method, path, query.orElseThrow(), headers, requestId, at);
    }
}
