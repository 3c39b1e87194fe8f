package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import local.http.AbandonedException;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/**
 * One way in which an end spoils the answers that it would have given, for as long as the order says: {@code end},
 * optionally {@code date} and {@code page}, or {@code bundle}, or {@code export} and {@code batch}, {@code nth} (the first
 * request of these to which it happens: 1), {@code times} (for ever when left out), {@code probability} (1), and
 * {@code do}, which names what happens:
 *
 * <table>
 * <caption>what can be done</caption>
 * <tr><td>status</td><td>answers {@code status}, with {@code body} and {@code retry_after} (seconds) or
 *     {@code retry_after_date} (seconds from now, told as a date)</td></tr>
 * <tr><td>slow</td><td>waits {@code delay_ms} before the answer</td></tr>
 * <tr><td>drip</td><td>sends the body in pieces of {@code bytes}, {@code delay_ms} apart</td></tr>
 * <tr><td>close</td><td>ends the connection without an answer</td></tr>
 * <tr><td>cut</td><td>ends the connection in the middle of the body; {@code chunked} or of stated length</td></tr>
 * <tr><td>not-json</td><td>answers 200 with a page of HTML</td></tr>
 * <tr><td>truncated</td><td>answers 200 with half of the JSON, and ends it in good order</td></tr>
 * <tr><td>large</td><td>pads the JSON with spaces to {@code bytes}</td></tr>
 * <tr><td>gzip</td><td>answers with content encoding gzip</td></tr>
 * <tr><td>no-content</td><td>answers 204</td></tr>
 * <tr><td>error-object</td><td>answers 200 with an object that tells of an error</td></tr>
 * <tr><td>empty</td><td>answers with a page without records, as if the day ended before it</td></tr>
 * <tr><td>redirect</td><td>answers 302 to {@code location}</td></tr>
 * </table>
 *
 * <p>Of an end that takes large bodies, {@code early} says that this happens before the body is read. It knows some more, of
 * which {@code hold} is also known by an end that takes batches:
 *
 * <table>
 * <caption>what can be done to a body that comes in</caption>
 * <tr><td>down</td><td>ends the connection at once, as if nobody listened</td></tr>
 * <tr><td>sip</td><td>reads the body in pieces of {@code bytes}, {@code delay_ms} apart</td></tr>
 * <tr><td>hold</td><td>takes the body, then keeps the caller waiting until it is told to {@code release}, or for
 *     {@code delay_ms}</td></tr>
 * </table>
 */
final class Conduct {
    private static final Set<String> KNOWN = Set.of(
            "status",
            "slow",
            "drip",
            "close",
            "cut",
            "not-json",
            "truncated",
            "large",
            "gzip",
            "no-content",
            "error-object",
            "redirect",
            "empty");

    private static final Set<String> KNOWN_OF_BODIES = Set.of("down", "sip", "hold");

    private static final Set<String> KNOWN_OF_BATCHES = Set.of("hold");

    private final JsonNode order;
    private int before;
    private int left;

    private Conduct(JsonNode order) {
        this.order = order;
        this.before = order.path("nth").asInt(1) - 1;
        this.left = order.path("times").asInt(Integer.MAX_VALUE);
    }

    static Conduct of(JsonNode order) {
        return of(order, KNOWN);
    }

    /** For an end that takes large bodies. */
    static Conduct ofBodies(JsonNode order) {
        return of(order, both(KNOWN, KNOWN_OF_BODIES));
    }

    /** For an end that takes batches. */
    static Conduct ofBatches(JsonNode order) {
        return of(order, both(KNOWN, KNOWN_OF_BATCHES));
    }

    /** For an end whose answers can be spoilt in ways of its own. */
    static Conduct ofMore(JsonNode order, Set<String> more) {
        return of(order, both(KNOWN, more));
    }

    private static Set<String> both(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    private static Conduct of(JsonNode order, Set<String> known) {
        String what = order.path("do").asText();
        if (!known.contains(what)) {
            throw new IllegalArgumentException("do: '" + what + "' is not known here; expected one of " + known);
        }
        return new Conduct(order);
    }

    /**
     * @param item the day, the bundle or the export that a request is about
     * @param page or batch
     */
    boolean appliesTo(String end, String item, int page) {
        return left > 0
                && order.path("end").asText().equals(end)
                && order.path("date").asText(item).equals(item)
                && order.path("bundle").asText(item).equals(item)
                && order.path("export").asText(item).equals(item)
                && order.path("page").asInt(page) == page
                && order.path("batch").asInt(page) == page;
    }

    /** Whether its turn has not come yet: a request to which it applies has come before. */
    boolean waits() {
        return before > 0 && before-- > 0;
    }

    JsonNode order() {
        return order;
    }

    double probability() {
        return order.path("probability").asDouble(1);
    }

    void use() {
        left--;
    }

    boolean does(String what) {
        return order.path("do").asText().equals(what);
    }

    /** It happens before the body is read. */
    boolean isEarly() {
        return order.path("early").asBoolean() || does("down");
    }

    /** @param answer what the end would have said; its body is in memory */
    Response spoil(Response answer, Entry entry) throws IOException, InterruptedException {
        byte[] body = answer.body().readAllBytes();
        Response spoilt = spoilt(answer.status(), answer.headers(), body);
        if (spoilt.body() instanceof ByteArrayInputStream sent && !does("gzip")) {
            entry.sent(sent.readAllBytes());
            sent.reset();
        }
        if (does("cut")) {
            entry.brokenOff();
        }
        return spoilt;
    }

    void pause() throws InterruptedException {
        Thread.sleep(delay());
    }

    private Response spoilt(int status, Headers headers, byte[] body) throws IOException, InterruptedException {
        return switch (order.path("do").asText()) {
            case "status" -> status();
            case "slow" -> {
                pause();
                yield Response.of(status, headers, body);
            }
            case "drip" ->
                new Response(status, headers, body.length, new Drip(new ByteArrayInputStream(body), bytes(), delay()));
            case "close", "down" -> throw new AbandonedException("told to end the connection without an answer");
            case "cut" -> cut(status, headers, body);
            case "not-json" -> Response.of(200, "text/html", "<html><body>Please log in.</body></html>");
            case "truncated" -> Response.of(200, headers, half(body));
            case "large" -> Response.of(200, headers, padded(body));
            case "gzip" -> Response.of(200, headers.add("Content-Encoding", "gzip"), zipped(body));
            case "no-content" -> Response.empty(204);
            case "error-object" -> Response.json(200, "{\"error\":{\"code\":\"E17\",\"message\":\"try later\"}}");
            case "redirect" ->
                Response.empty(302).with("Location", order.path("location").asText("http://elsewhere.invalid/"));
            default -> Response.of(status, headers, body);
        };
    }

    private Response status() {
        int status = order.path("status").asInt(500);
        Response response = Response.json(status, order.path("body").asText("{\"error\":\"told to\"}"));
        if (order.has("retry_after")) {
            return response.with("Retry-After", order.get("retry_after").asText());
        } else if (order.has("retry_after_date")) {
            ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC)
                    .plusSeconds(order.get("retry_after_date").asLong());
            return response.with("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
        }
        return response;
    }

    private Response cut(int status, Headers headers, byte[] body) {
        if (order.path("chunked").asBoolean()) {
            return new Response(status, headers, Request.UNKNOWN, new BrokenStream(half(body)));
        }
        return new Response(status, headers, body.length, new ByteArrayInputStream(half(body)));
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    private byte[] padded(byte[] body) {
        byte[] padded = " ".repeat(bytes()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(body, 0, padded, 0, Math.min(body.length, padded.length));
        return padded;
    }

    static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    int bytes() {
        return order.path("bytes").asInt(1_024);
    }

    long delay() {
        return delay(100);
    }

    long delay(long unsaid) {
        return order.path("delay_ms").asLong(unsaid);
    }
}
