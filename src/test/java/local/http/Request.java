package local.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One request; its body is a stream that may be read once, or held whole with {@link #bytes()}. */
public final class Request {
    /** The length of a body that comes in chunks. */
    public static final long UNKNOWN = -1;

    private final String method;
    private final String target;
    private final Headers headers;
    private final long length;
    private final Connection connection;
    private InputStream body;
    private byte[] bytes;

    Request(String method, String target, Headers headers, long length, InputStream body, Connection connection) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.length = length;
        this.body = body;
        this.connection = connection;
    }

    public String method() {
        return method;
    }

    /** Path and query exactly as they came. */
    public String target() {
        return target;
    }

    /** The path as it came, not decoded. */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** The decoded query; a name without a value has the empty one. */
    public Map<String, String> query() {
        int question = target.indexOf('?');
        return question < 0 ? Map.of() : form(target.substring(question + 1));
    }

    /** What a name stands for in the decoded query, each time that it is there. */
    public List<String> queryValues(String name) {
        int question = target.indexOf('?');
        return Stream.of(target.substring(question < 0 ? target.length() : question + 1)
                        .split("&"))
                .map(Request::form)
                .filter(pair -> pair.containsKey(name))
                .map(pair -> pair.get(name))
                .toList();
    }

    public Headers headers() {
        return headers;
    }

    public String header(String name) {
        return headers.first(name).orElse("");
    }

    /** The number of bytes in the body, or {@link #UNKNOWN}. */
    public long length() {
        return bytes != null ? bytes.length : length;
    }

    public InputStream body() {
        return body;
    }

    /** The whole body; {@link #body()} can still be read afterwards. */
    public byte[] bytes() throws IOException {
        if (bytes == null) {
            bytes = body.readAllBytes();
            body = new ByteArrayInputStream(bytes);
        }
        return bytes;
    }

    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Waits a moment for the caller to hang up, and tells whether it has; the body is read whole first. */
    public boolean callerIsGone() throws IOException {
        bytes();
        return connection.isGone();
    }

    /** Decodes {@code application/x-www-form-urlencoded}. */
    public static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.putIfAbsent(decoded(name), decoded(value));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
