package routes.eventlog;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Events and files to begin with. */
final class Events {
    private Events() {}

    /** Fields of a valid event, with others in their place: name, value, name, value. */
    static Map<String, Object> fields(Object... other) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("action", "submit");
        fields.put("study", "adrc");
        fields.put("pipeline_adcid", 42);
        fields.put("project_label", "ingest-form");
        fields.put("center_label", "alpha");
        fields.put("gear_name", "form-scheduler");
        fields.put("ptid", "NA0001");
        fields.put("visit_date", "2024-02-29");
        fields.put("visit_number", "01");
        fields.put("datatype", "form");
        fields.put("module", "UDS");
        fields.put("packet", "I");
        fields.put("timestamp", "2024-02-29T13:45:00Z");
        for (int i = 0; i < other.length; i += 2) {
            fields.put((String) other[i], other[i + 1]);
        }
        return fields;
    }

    static byte[] json(Map<String, Object> fields) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a valid file, with other fields. */
    static byte[] file(Object... other) {
        return json(fields(other));
    }

    /** A valid event, with other fields. */
    static LogEvent event(Object... other) {
        return ((EventReader.Valid) new EventReader(UnknownFields.FORBID).read(file(other))).event();
    }

    static Found.Event found(String key, String eTag, Object... other) {
        return new Found.Event(new SourceFile(key, eTag), event(other), Optional.empty());
    }

    /** The name of an event file, each number another one. */
    static String name(int number) {
        return "log-submit-20240229-%06d-42-ingest-form-NA0001-2024-02-29.json".formatted(number);
    }
}
