package routes.policy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a step answers to an {@link HttpCall}.
 *
 * @param status from 200 to 599
 * @param headers by name, each with one value of printable ASCII; the length is told by the door
 * @param body empty where the status has none
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

    public HttpReply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", expected one from 200 to 599");
        }
        if ((status == 204 || status == 304) && body.length > 0) {
            throw new IllegalArgumentException("status is " + status + " and has a body, expected none");
        }
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("a header of the reply is no token with printable ASCII behind it");
            }
        });
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** An answer in JSON. */
    public static HttpReply json(int status, Map<String, ?> content) {
        return new HttpReply(status, Map.of("Content-Type", "application/json"), bytes(content));
    }

    /** An answer that tells what was wrong; its status is the problem's. */
    public static HttpReply problem(Problem problem) {
        return new HttpReply(
            problem.status(), Map.of("Content-Type", "application/problem+json"), bytes(problem.content()));
    }

    /** An answer without a body. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), new byte[0]);
    }

    /** The same answer with one more header. */
    public HttpReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** Tells how long the body is, and not what is in it. */
    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }

    private static byte[] bytes(Map<String, ?> content) {
        try {
            return JSON.std.asBytes(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
