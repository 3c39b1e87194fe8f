package routes.eventlog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import routes.lake.Names;

/** The rules of an event's fields. Each that is broken becomes a {@link Violation}, without the value that breaks it. */
final class EventRules {
    /** JSON's null. */
    static final Object NULL = new Object();
    /** A whole number of more than 32 bits. */
    static final Object LARGE = new Object();
    /** Whatever is neither text, whole number nor null. */
    static final Object OTHER = new Object();

    private static final int LONGEST_NAME = 60;
    private static final String CUT = "has half a character";

    private final @Nullable Object[] values = new Object[EventFields.NAMES.size()];
    private final TreeSet<Violation> violations = new TreeSet<>();
    private final TreeMap<String, String> extra = new TreeMap<>();

    void found(int field, Object value) {
        values[field] = value;
    }

    void keep(String name, String json) {
        extra.put(name, json);
    }

    void unknown(String name) {
        violations.add(new Violation(Names.oneLine(name, LONGEST_NAME), "is not known"));
    }

    /** The event, if no rule is broken. */
    EventReader.Read judge() {
        String action = text("action", EventFields::isAction, "is no action");
        String study =
                value("study") == null ? EventFields.DEFAULT_STUDY : text("study", EventFields::isStudy, "is no study");
        int adcid = number("pipeline_adcid");
        String project = present("project_label");
        String center = present("center_label");
        String gear = present("gear_name");
        String ptid = text("ptid", EventFields::isPtid, "is not 1 to 10 printable ASCII characters");
        String visitDate = text("visit_date", EventFields::isDate, "is no date YYYY-MM-DD");
        String visitNumber = optional("visit_number");
        String datatype = text("datatype", EventFields::isDatatype, "is no datatype");
        String module = optional("module");
        String packet = optional("packet");
        long timestamp = timestamp();
        if (datatype.equals("form") && absent("module")) {
            breaks("module", "is missing, which a form must have");
        }
        if (EventFields.isDatatype(datatype) && !datatype.equals("form") && module != null) {
            breaks("module", "is there, which a form alone may have");
        }
        if (!violations.isEmpty()) {
            return new EventReader.Invalid(List.copyOf(violations));
        }
        return new EventReader.Valid(new LogEvent(
                action,
                study,
                adcid,
                project,
                center,
                gear,
                ptid,
                visitDate,
                visitNumber,
                datatype,
                module,
                packet,
                timestamp,
                extra.isEmpty() ? Map.of() : extra));
    }

    private String present(String field) {
        return text(field, text -> !text.isEmpty(), "is empty");
    }

    /** Empty for what is none. */
    private String text(String field, Predicate<String> right, String otherwise) {
        Object value = value(field);
        if (value == null) {
            breaks(field, "is missing");
        } else if (!(value instanceof String text)) {
            breaks(field, "is no text");
        } else if (!right.test(text)) {
            breaks(field, otherwise);
        } else if (isCut(text)) {
            breaks(field, CUT);
        } else {
            return text;
        }
        return "";
    }

    private @Nullable String optional(String field) {
        Object value = value(field);
        if (absent(field)) {
            return null;
        }
        if (value instanceof String text && !isCut(text)) {
            return text;
        }
        breaks(field, value instanceof String ? CUT : "is neither text nor null");
        return null;
    }

    /** JSON can write half of a character beyond U+FFFF, which UTF-8 cannot: it would be stored as something else. */
    private static boolean isCut(String text) {
        return text.codePoints()
                .anyMatch(letter -> letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE);
    }

    private int number(String field) {
        Object value = value(field);
        if (value instanceof Integer number) {
            return number;
        }
        if (value == null) {
            breaks(field, "is missing");
        } else {
            breaks(field, value == LARGE ? "has more than 32 bits" : "is no whole number");
        }
        return 0;
    }

    private long timestamp() {
        String text = text("timestamp", any -> true, "");
        OptionalLong micros = Timestamp.micros(text);
        if (micros.isEmpty() && value("timestamp") instanceof String) {
            breaks("timestamp", "is no time such as 2024-02-29T13:45:00Z");
        }
        return micros.orElse(0);
    }

    private boolean absent(String field) {
        Object value = value(field);
        return value == null || value == NULL;
    }

    private @Nullable Object value(String field) {
        return values[EventFields.NAMES.indexOf(field)];
    }

    private void breaks(String field, String rule) {
        violations.add(new Violation(field, rule));
    }
}
