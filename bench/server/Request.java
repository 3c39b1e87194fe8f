package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One HTTP request.
 *
 * @param scheme http or https
 * @param path decoded, without the query
 * @param query decoded parameters; one without a value has the empty string
 * @param headers by lower-case name
 * @param body content without transfer or aws-chunked framing
 * @param abandoned whether the client has hung up in the meantime
 */
record Request(
        String scheme,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        BooleanSupplier abandoned) {
    static Request of(
            String scheme,
            String method,
            String target,
            Map<String, String> headers,
            byte[] body,
            BooleanSupplier abandoned) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = mark < 0 ? Map.of() : parameters(target.substring(mark + 1));
        return new Request(scheme, method, decoded(path.replace("+", "%2B")), query, headers, body, abandoned);
    }

    String header(String name) {
        return headers.get(name);
    }

    /** Where it was sent, as in {@code https://127.0.0.1:4566}. */
    String origin() {
        return scheme + "://" + header("host");
    }

    String parameter(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, UTF_8);
    }
}
