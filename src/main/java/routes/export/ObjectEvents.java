package routes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import routes.lake.Names;
import routes.lake.ObjectVersion;
import routes.lake.S3Event;
import routes.lake.S3Events;
import routes.lake.S3Record;
import routes.lake.UnreadableEvent;

/**
 * Reads what S3 tells of the lake's objects. The key {@code silver/customers/…} leads to the table
 * {@code <environment>_customers_silver}, and the export is of the rows of that object alone.
 */
final class ObjectEvents {
    /** Without underscores: {@code b_c/a} and {@code c/a_b} would be one table. */
    private static final Pattern ZONE = Pattern.compile("[a-z0-9]+");

    private static final int SHOWN = 60;

    private final ExportSettings settings;

    ObjectEvents(ExportSettings settings) {
        this.settings = settings;
    }

    /** What a message tells, in its order, record by record: plain, or within EventBridge's or SNS's wrapping. */
    List<Told> read(String message) {
        List<S3Record> records;
        try {
            records = S3Events.records(message);
        } catch (UnreadableEvent e) {
            throw Refusal.badRequest("event", String.valueOf(e.getMessage()));
        }
        if (records.isEmpty()) {
            return List.of(Told.of(new Nothing("test event of S3: it holds no objects")));
        }
        List<Told> told = new ArrayList<>();
        for (S3Record record : records) {
            told.add(told(record));
        }
        return List.copyOf(told);
    }

    private Told told(S3Record record) {
        try {
            S3Event event = record.event().orElseThrow(() -> Refusal.badRequest("Records", record.reason()));
            return Told.of(asked(event), record);
        } catch (Refusal e) {
            return Told.refused(e, record);
        } catch (UnreadableEvent e) {
            return Told.refused(Refusal.badRequest("Records", String.valueOf(e.getMessage())), record);
        }
    }

    private Asked asked(S3Event event) {
        if (event.kind() != S3Event.Kind.CREATED) {
            return new Nothing("no new content: the event is " + event.kind());
        }
        String welcome = settings.objects().bucket();
        if (!event.bucket().equals(welcome)) {
            throw Refusal.forbidden("bucket", "bucket is '" + shown(event.bucket()) + "', expected " + welcome);
        }
        if (event.key().endsWith("/")) {
            return new Nothing("the object is a folder");
        }
        String[] parts = event.key().split("/", -1);
        ExportTable table = table(event.key(), parts);
        if (table.iceberg() && parts.length > 3 && parts[2].equals("metadata")) {
            return new Nothing("the object is Iceberg's metadata: it holds no rows");
        }
        if (event.size().orElse(1) == 0) {
            return new Nothing("the object is empty");
        }
        return request(ObjectVersion.of(event), table);
    }

    private ExportTable table(String key, String[] parts) {
        if (parts.length < 3 || !ZONE.matcher(parts[0]).matches() || !ExportTables.isName(parts[1])) {
            throw Refusal.forbidden("key", "key is '" + shown(key) + "', expected <zone>/<name>/… of a table");
        }
        return ExportEvents.allowed(settings, "key", settings.environment() + "_" + parts[1] + "_" + parts[0]);
    }

    private ExportRequest request(ObjectVersion version, ExportTable table) {
        ObjectName object = new ObjectName(version.bucket(), version.key());
        int length = ExportQuery.literal(object.uri()).length();
        if (length > ExportQuery.LONGEST_PARAMETER) {
            throw Refusal.badRequest(
                    "key",
                    "key is '" + shown(object.key()) + "', " + length + " characters as a parameter, expected at most "
                            + ExportQuery.LONGEST_PARAMETER + ": Athena takes no longer ones");
        }
        String id = ExportId.ofObject(version);
        return new ExportRequest(
                id,
                Origin.OBJECT,
                table.name(),
                Optional.of(object),
                Optional.empty(),
                Optional.empty(),
                settings.limits().cap(),
                false,
                false,
                ExportId.digest("object", table.name(), id));
    }

    private static String shown(String text) {
        return Names.oneLine(text, SHOWN);
    }
}
