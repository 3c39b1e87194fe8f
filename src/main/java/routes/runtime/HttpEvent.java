package routes.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import routes.policy.HttpQuery;
import routes.policy.HttpReply;
import routes.policy.Poison;

/**
 * The event of an API Gateway proxy or of a function URL: payload 1.0 ({@code httpMethod}, {@code path},
 * {@code multiValueQueryStringParameters}) or 2.0 ({@code rawPath}, {@code rawQueryString}, {@code requestContext.http}).
 */
public final class HttpEvent {
    private final Map<String, Object> event;
    private final Map<String, Object> context;

    private HttpEvent(Map<String, Object> event) {
        this.event = event;
        this.context = object(event, "requestContext");
    }

    /**
     * What whoever sent the event is answered: by the step, or in its place where the request is none that a step may see.
     *
     * @throws Poison when the event has neither shape
     */
    public static Map<String, Object> answered(Map<String, Object> event, HttpEntry.Step step) {
        return answer(HttpEntry.answer(read(event), step));
    }

    /** @throws Poison when the event has neither shape: then it came from a trigger that this handler is not made for */
    static HttpArrival read(Map<String, Object> event) {
        HttpEvent read = new HttpEvent(event);
        return "2.0".equals(event.get("version")) ? read.second() : read.first();
    }

    private HttpArrival first() {
        if (!"1.0".equals(event.getOrDefault("version", "1.0"))) {
            throw unknown("version");
        }
        return new HttpArrival(
                text(event, "httpMethod"),
                text(event, "path"),
                Optional.of(parameters()),
                headersOfMany(),
                hasBody(),
                text(context, "requestId"),
                at("requestTimeEpoch"));
    }

    private HttpArrival second() {
        return new HttpArrival(
                text(object(context, "http"), "method"),
                withoutStage(text(event, "rawPath")),
                HttpQuery.decoded(text(event, "rawQueryString")),
                headers(),
                hasBody(),
                text(context, "requestId"),
                at("timeEpoch"));
    }

    /** The gateway has decoded them. */
    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        optional(event, "multiValueQueryStringParameters").forEach((name, values) -> {
            if (!(values instanceof List<?> many)) {
                throw unknown("multiValueQueryStringParameters");
            }
            parameters.put(name, many.stream().map(String::valueOf).toList());
        });
        return parameters;
    }

    private Map<String, String> headersOfMany() {
        Map<String, String> headers = new LinkedHashMap<>();
        optional(event, "multiValueHeaders").forEach((name, values) -> {
            if (!(values instanceof List<?> many)) {
                throw unknown("multiValueHeaders");
            }
            String joined = many.stream().map(String::valueOf).collect(Collectors.joining(", "));
            headers.merge(name.toLowerCase(Locale.ROOT), joined, (one, other) -> one + ", " + other);
        });
        return headers.isEmpty() ? headers() : headers;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        optional(event, "headers")
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        return headers;
    }

    private boolean hasBody() {
        return event.get("body") instanceof String body && !body.isEmpty();
    }

    /** A stage that has a name stands before the path, and is none of the path's. */
    private String withoutStage(String path) {
        String stage = "/" + context.getOrDefault("stage", "$default");
        return path.startsWith(stage + "/") ? path.substring(stage.length()) : path;
    }

    private Instant at(String name) {
        if (context.get(name) instanceof Number millis) {
            return Instant.ofEpochMilli(millis.longValue());
        }
        throw unknown("requestContext." + name);
    }

    private static String text(Map<String, Object> object, String name) {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw unknown(name);
    }

    private static Map<String, Object> object(Map<String, Object> object, String name) {
        if (!(object.get(name) instanceof Map)) {
            throw unknown(name);
        }
        return optional(object, name);
    }

    private static Map<String, Object> optional(Map<String, Object> object, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (object.get(name) instanceof Map<?, ?> found) {
            found.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
        return members;
    }

    private static Poison unknown(String what) {
        return new Poison("event is no request of an API Gateway proxy (payload 1.0 or 2.0) or function URL: " + what
                + " is missing or of another kind");
    }

    /** The reply as both versions take it; bytes that are no text go as Base64. */
    static Map<String, Object> answer(HttpReply reply) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", reply.status());
        answer.put("headers", reply.headers());
        Optional<String> text = text(reply.body());
        answer.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(reply.body())));
        answer.put("isBase64Encoded", text.isEmpty());
        return answer;
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
