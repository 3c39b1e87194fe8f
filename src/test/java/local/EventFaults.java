package local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be wrong with an event file: one file for each rule of the specification and each field. */
public final class EventFaults {
    private static final List<String> REQUIRED = List.of(
            "action",
            "pipeline_adcid",
            "project_label",
            "center_label",
            "gear_name",
            "ptid",
            "visit_date",
            "datatype",
            "timestamp");
    private static final List<String> TEXTS = List.of(
            "action",
            "study",
            "project_label",
            "center_label",
            "gear_name",
            "ptid",
            "visit_date",
            "visit_number",
            "datatype",
            "module",
            "packet",
            "timestamp");
    private static final List<String> NOT_EMPTY = List.of(
            "action",
            "study",
            "project_label",
            "center_label",
            "gear_name",
            "ptid",
            "visit_date",
            "datatype",
            "timestamp");

    private final EventLogs logs;
    private final List<EventFile> files = new ArrayList<>();

    private EventFaults(EventLogs logs) {
        this.logs = logs;
    }

    /** One file for each, all to be quarantined; their names are as they should be. */
    public static List<EventFile> all(EventLogs logs) {
        EventFaults faults = new EventFaults(logs);
        faults.types();
        faults.absences();
        faults.values();
        faults.modules();
        faults.bytes();
        return List.copyOf(faults.files);
    }

    /** A good event longer than so many bytes, to be quarantined for that. */
    public static EventFile longerThan(int bytes, EventLogs logs) {
        EventFile good = logs.submitted("apoe");
        Map<String, Object> fields = new LinkedHashMap<>(good.fields());
        fields.put("center_label", "x".repeat(bytes));
        return bad(good, EventJson.utf8(EventJson.of(fields)), "", "size");
    }

    /** Good events under names that are none of an event file: nobody may read them. */
    public static List<EventFile> misnamed(EventLogs logs) {
        EventFile good = logs.submitted("apoe");
        return List.of(
                        "log-",
                        "log.json",
                        "notes.txt",
                        "log-approve-" + good.name().substring(11),
                        good.name() + ".bak",
                        good.name().replace(".json", ".JSON"),
                        good.name().replaceFirst("-\\d{6}-", "-"),
                        "x" + good.name())
                .stream()
                .map(name -> new EventFile(name, good.content(), good.fields(), EventFile.Fate.IGNORED, "", ""))
                .toList();
    }

    private void types() {
        for (String field : TEXTS) {
            changed(field, "type", 7);
            changed(field, "type", true);
            changed(field, "type", List.of("x"));
        }
        for (Object value : List.of("12", 12.5, true, Map.of("x", 1), List.of(12))) {
            changed("pipeline_adcid", "type", value);
        }
        changed("pipeline_adcid", "range", Integer.MAX_VALUE + 1L);
        changed("pipeline_adcid", "range", Integer.MIN_VALUE - 1L);
        changed("pipeline_adcid", "range", Long.MAX_VALUE);
    }

    private void absences() {
        for (String field : REQUIRED) {
            changed(field, "null", null);
            EventFile good = logs.submitted("form");
            Map<String, Object> fields = new LinkedHashMap<>(good.fields());
            fields.remove(field);
            add(good, fields, field, "missing");
        }
        NOT_EMPTY.forEach(field -> changed(field, "empty", ""));
        changed("study", "null", null);
    }

    private void values() {
        each("action", "value", "approve", "SUBMIT", "pass_qc", " submit");
        each("study", "value", "ADRC", "-adrc", "a_b", "adrc ", "ädrc", "a/b", "..");
        each("ptid", "length", "12345678901");
        each("ptid", "characters", "tab\there", "é", "del\u007f", "nul\u0000", "東京");
        each(
                "visit_date",
                "value",
                "2023-02-29",
                "2024-02-30",
                "2024-13-01",
                "2024-1-5",
                "20240105",
                "05/01/2024",
                "2024-01-05T00:00:00");
        each("datatype", "value", "forms", "FORM", "mri");
        each(
                "timestamp",
                "value",
                "yesterday",
                "2024-02-30T10:00:00Z",
                "2024-01-05T25:00:00Z",
                "1704412800",
                "2024-01-05T10:00:00+99:00",
                "05.01.2024 10:00");
        changed("visit_time", "unknown", "10:00");
        changed("Action", "unknown", "submit");
    }

    private void modules() {
        for (String datatype : EventLogs.DATATYPES) {
            boolean form = datatype.equals("form");
            EventFile good = logs.submitted(datatype);
            Map<String, Object> fields = new LinkedHashMap<>(good.fields());
            fields.put("module", form ? null : "UDS");
            add(good, fields, "module", form ? "required" : "forbidden");
        }
    }

    private void bytes() {
        for (String text :
                List.of("", " ", "[]", "null", "\"text\"", "7", "{", "{}}", "not JSON", "{'a': 1}", "\u0000")) {
            files.add(bad(logs.submitted("apoe"), EventJson.utf8(text), "", text.isBlank() ? "empty" : "object"));
        }
        EventFile latin = logs.submitted("form");
        String json = EventJson.of(latin.fields()).replaceFirst("(\"center_label\": \")[^\"]*", "$1Universit\u00e9");
        files.add(bad(latin, json.getBytes(ISO_8859_1), "", "UTF-8"));
        EventFile cut = logs.submitted("form");
        files.add(bad(cut, Arrays.copyOf(cut.content(), cut.content().length / 2), "", "truncated"));
        EventFile twice = logs.submitted("form");
        String both = EventJson.of(twice.fields()).repeat(2);
        files.add(bad(twice, EventJson.utf8(both), "", "trailing"));
        files.add(
                bad(logs.submitted("form"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80}, "", "UTF-8"));
    }

    private void each(String field, String rule, String... values) {
        for (String value : values) {
            changed(field, rule, value);
        }
    }

    private void changed(String field, String rule, Object value) {
        EventFile good = logs.submitted("form");
        Map<String, Object> fields = new LinkedHashMap<>(good.fields());
        fields.put(field, value);
        add(good, fields, field, rule);
    }

    private void add(EventFile good, Map<String, Object> fields, String field, String rule) {
        files.add(bad(good, EventJson.utf8(EventJson.of(fields)), field, rule));
    }

    private static EventFile bad(EventFile good, byte[] content, String field, String rule) {
        return new EventFile(good.name(), content, good.fields(), EventFile.Fate.QUARANTINED, field, rule);
    }
}
