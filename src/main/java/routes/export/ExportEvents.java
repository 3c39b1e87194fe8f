package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.lake.Names;

/**
 * The border: which exports an event asks for. An event is a schedule's, one of S3, an HTTP request, or
 * {@code {"resume":"<export id>"}}; anything else is a {@link Refusal}, never guessed.
 */
final class ExportEvents {
    private static final String EXPECTED =
            "expected a scheduled event, an event of S3, or {\"resume\":\"<export id>\"} alone";

    private final ScheduleEvents schedules;
    private final ObjectEvents objects;
    private final HttpQuery http;

    ExportEvents(ExportSettings settings) {
        this.schedules = new ScheduleEvents(settings);
        this.objects = new ObjectEvents(settings);
        this.http = new HttpQuery(settings);
    }

    /**
     * What a queue's message asks for: the same exports however often it is received.
     *
     * @param body its text
     * @param id by which the queue names it
     * @param at when it is received: the time of what does not say its own
     */
    List<Told> read(String body, String id, Instant at) {
        return read(object(body), at, Optional.of(id));
    }

    /**
     * What an event asks for: one thing, or for each record of a message about objects one; messages within SQS's or
     * SNS's records are taken out.
     *
     * @param at when it happened, if it does not say so itself
     */
    List<Told> read(Map<String, Object> event, Instant at) {
        return read(event, at, Optional.empty());
    }

    private List<Told> read(Map<String, Object> event, Instant at, Optional<String> message) {
        Optional<List<String>> wrapped = Wrapping.messages(event);
        return wrapped.isPresent() ? unwrapped(wrapped.get(), at, message) : plain(event, at, message);
    }

    /** What the process exports by its own clock, at a scheduled time; nothing where no table is configured. */
    Optional<ExportRequest> timer(Instant at) {
        return schedules.timer(at);
    }

    /**
     * What a caller over HTTP asks for.
     *
     * @param query parameters, decoded
     * @param idempotencyKey with which the caller names its request, so that it can be repeated
     * @param requestId by which whoever received the request names it
     * @param at when it came
     */
    ExportRequest http(Map<String, List<String>> query, Optional<String> idempotencyKey, String requestId, Instant at) {
        return http.read(query, idempotencyKey, requestId, at);
    }

    /** The table of that name, if it may be exported. */
    static ExportTable allowed(ExportSettings settings, String field, String name) {
        ExportTable table = settings.tables().get(name);
        if (table == null) {
            throw Refusal.forbidden(
                    field, field + " asks for table '" + Names.oneLine(name, 60) + "', expected one that is allowed");
        }
        return table;
    }

    private List<Told> plain(Map<String, Object> event, Instant at, Optional<String> message) {
        if (isOfS3(event)) {
            return objects.read(text(event));
        }
        if (ScheduleEvents.claims(event)) {
            return List.of(Told.of(schedules.read(event, at, message)));
        }
        if (event.size() == 1 && event.containsKey("resume")) {
            return List.of(Told.of(new Resume(event.get("resume") instanceof String id ? id : "")));
        }
        throw Refusal.badRequest("event", "event is none that is known, " + EXPECTED);
    }

    private List<Told> unwrapped(List<String> texts, Instant at, Optional<String> message) {
        List<Told> told = new ArrayList<>();
        for (String text : texts) {
            try {
                told.addAll(plain(object(text), at, message));
            } catch (Refusal e) {
                told.add(Told.refused(e));
            }
        }
        return List.copyOf(told);
    }

    private static boolean isOfS3(Map<String, Object> event) {
        return event.containsKey("Records")
                || event.containsKey("Type")
                || "s3:TestEvent".equals(event.get("Event"))
                || "aws.s3".equals(event.get("source"));
    }

    private static Map<String, Object> object(String json) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(json);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw Refusal.badRequest("event", "event is no JSON object, " + EXPECTED);
        }
        if (fields == null) {
            throw Refusal.badRequest("event", "event is null, " + EXPECTED);
        }
        return fields;
    }

    private static String text(Map<String, Object> event) {
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
