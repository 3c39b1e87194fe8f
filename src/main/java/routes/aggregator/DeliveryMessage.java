package routes.aggregator;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import routes.lake.Names;
import routes.policy.Poison;
import routes.policy.RunId;

/**
 * "This bundle is to be sent": {@code {"bundle_id","planned_at","run_id"}}. Where the bundle lies and how it stands is
 * read from its row, never from here.
 *
 * @param bundleId of the bundle
 * @param plannedAt when it was planned: older ones are sent first
 * @param runId of the batch that planned it
 */
record DeliveryMessage(String bundleId, Instant plannedAt, String runId) {

    DeliveryMessage {
        if (!Bundle.isId(bundleId)) {
            throw new Poison("bundle_id is '" + shown(bundleId) + "', expected bundle- and 32 hexadecimal digits");
        }
        if (!RunId.isSafe(runId)) {
            throw new Poison("run_id is '" + shown(runId) + "', expected letters, digits and dashes");
        }
    }

    static DeliveryMessage of(Bundle bundle) {
        return new DeliveryMessage(bundle.id(), bundle.plannedAt(), bundle.runId());
    }

    /** Reads a message; what is none is {@link Poison}. */
    static DeliveryMessage parse(String body) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(body);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new Poison("message is not a JSON object");
        }
        if (fields == null) {
            throw new Poison("message is null, expected a JSON object");
        }
        String at = text(fields, "planned_at");
        try {
            return new DeliveryMessage(text(fields, "bundle_id"), Instant.parse(at), text(fields, "run_id"));
        } catch (DateTimeParseException e) {
            throw new Poison("planned_at is '" + shown(at) + "', expected a time such as 2026-11-20T01:00:00Z");
        }
    }

    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bundle_id", bundleId);
        fields.put("planned_at", plannedAt.toString());
        fields.put("run_id", runId);
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    private static String text(Map<String, Object> fields, String name) {
        if (!(fields.get(name) instanceof String text)) {
            throw new Poison(name + " is missing or no text");
        }
        return text;
    }

    private static String shown(String text) {
        return Names.oneLine(text, 60);
    }
}
