package local;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Event files as research centers leave them, one after the other: visits are submitted, pass the quality check or do not,
 * are submitted again, and now and then deleted. Among them are other studies and sandbox projects, events of one second,
 * events that come days late, times with offsets and times without. The same seed gives the same files; the benchmark
 * compiles this without any library.
 */
public final class EventLogs {
    /** All datatypes of the specification. */
    public static final List<String> DATATYPES = List.of(
            "apoe",
            "biomarker",
            "dicom",
            "enrollment",
            "form",
            "genetic-availability",
            "gwas",
            "imputation",
            "scan-analysis");

    private static final List<String> STUDIES = List.of("adrc", "adrc", "adrc", "dvcid", "clariti");
    private static final List<String> MODULES = List.of("UDS", "FTLD", "LBD", "NP", "MDS");
    private static final List<String> PACKETS = List.of("I", "I4", "F", "T");
    private static final List<String> CENTERS =
            List.of("alpha", "beta", "gamma-center", "Université", "東京", "O'Neill & \"Sons\"");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int OPEN_VISITS = 30;

    private final Random random;
    private final List<Visit> open = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Instant clock;
    private int visits;

    /** Events that begin on a Monday of 2025. */
    public EventLogs(long seed) {
        this(seed, Instant.parse("2025-01-06T08:00:00Z"));
    }

    /** @param start when the first of them happens */
    public EventLogs(long seed, Instant start) {
        this.random = new Random(seed);
        this.clock = start;
    }

    /** One visit: what all of its events have in common, and how far it has come. */
    private record Visit(Map<String, Object> fields, String action, Instant time) {}

    /** So many good files. */
    public List<EventFile> files(int count) {
        List<EventFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(next());
        }
        return files;
    }

    /** The next good file. */
    public EventFile next() {
        if (random.nextInt(5) > 0) {
            clock = clock.plusSeconds(1 + random.nextInt(90));
        }
        boolean goesOn = !open.isEmpty() && (open.size() >= OPEN_VISITS || random.nextBoolean());
        return goesOn ? further(open.remove(random.nextInt(open.size()))) : first(fields());
    }

    /** The next good file, submitted for a new visit of that datatype of a project that is no sandbox. */
    public EventFile submitted(String datatype) {
        Map<String, Object> fields = fields();
        fields.put("datatype", datatype);
        fields.put("module", datatype.equals("form") ? oneOf(MODULES) : null);
        fields.put("project_label", "ingest-" + datatype);
        return first(fields);
    }

    private EventFile first(Map<String, Object> fields) {
        Instant time = random.nextInt(12) == 0 ? clock.minus(Duration.ofHours(1 + random.nextInt(700))) : clock;
        return file(new Visit(fields, "submit", fraction(time)));
    }

    private EventFile further(Visit visit) {
        String action =
                switch (visit.action()) {
                    case "submit" -> random.nextInt(3) == 0 ? "not-pass-qc" : "pass-qc";
                    case "not-pass-qc" -> "submit";
                    default -> "delete";
                };
        Instant time = fraction(visit.time().isAfter(clock) ? visit.time().plusSeconds(1) : clock);
        return file(new Visit(visit.fields(), action, time));
    }

    private EventFile file(Visit wanted) {
        Visit visit = wanted;
        while (!names.add(name(visit))) {
            visit = new Visit(visit.fields(), visit.action(), visit.time().plusSeconds(1));
        }
        if (!visit.action().equals("delete") && (!visit.action().equals("pass-qc") || random.nextInt(8) == 0)) {
            open.add(visit);
        }
        Map<String, Object> fields = new LinkedHashMap<>(visit.fields());
        fields.put("action", visit.action());
        fields.put("timestamp", written(visit.time()));
        return EventFile.good(name(visit), EventJson.of(leftOut(fields)), fields);
    }

    private static String name(Visit visit) {
        Map<String, Object> fields = visit.fields();
        return "log-" + visit.action() + "-" + SECOND.format(visit.time()) + "-" + fields.get("pipeline_adcid") + "-"
                + fields.get("project_label") + "-" + fields.get("ptid") + "-" + fields.get("visit_date") + ".json";
    }

    /** A new visit, in the order of the specification. */
    private Map<String, Object> fields() {
        visits++;
        String datatype = random.nextInt(3) == 0 ? oneOf(DATATYPES) : "form";
        boolean form = datatype.equals("form");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("action", "submit");
        fields.put("study", oneOf(STUDIES));
        fields.put("pipeline_adcid", random.nextInt(40) == 0 ? Integer.MAX_VALUE : random.nextInt(60));
        fields.put("project_label", (random.nextInt(10) == 0 ? EventFile.SANDBOX : "ingest-") + datatype);
        fields.put("center_label", oneOf(CENTERS));
        fields.put("gear_name", form ? "form-scheduler" : "identifier-lookup");
        fields.put("ptid", ptid());
        fields.put("visit_date", visitDate().toString());
        fields.put("visit_number", random.nextInt(4) == 0 ? null : "%02d".formatted(1 + random.nextInt(9)));
        fields.put("datatype", datatype);
        fields.put("module", form ? oneOf(MODULES) : null);
        fields.put("packet", form && random.nextInt(3) > 0 ? oneOf(PACKETS) : null);
        fields.put("timestamp", "");
        return fields;
    }

    /** A number of the visit, at times with characters that an address gives a meaning. */
    private String ptid() {
        String number = "%06d".formatted(visits);
        return random.nextInt(40) == 0 ? "P +" + number + "%" : "NA" + number;
    }

    private LocalDate visitDate() {
        return random.nextInt(50) == 0
                ? LocalDate.of(2024, 2, 29)
                : clock.atZone(ZoneOffset.UTC).toLocalDate().minusDays(random.nextInt(400));
    }

    private Instant fraction(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return random.nextInt(3) == 0 ? second.plusNanos(1_000L * random.nextInt(1_000_000)) : second;
    }

    /** In one of the ways that ISO 8601 has. */
    private String written(Instant time) {
        return switch (random.nextInt(5)) {
            case 0 -> time.atOffset(ZoneOffset.ofHours(-5)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            case 1 -> time.atOffset(ZoneOffset.ofHoursMinutes(5, 30)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            case 2 -> time.atOffset(ZoneOffset.UTC).toLocalDateTime().format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            case 3 ->
                time.atOffset(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .replace("Z", "+00:00");
            default -> time.toString();
        };
    }

    /** What may be left out of a file is left out at times. */
    private Map<String, Object> leftOut(Map<String, Object> fields) {
        Map<String, Object> written = new LinkedHashMap<>(fields);
        written.entrySet().removeIf(field -> field.getValue() == null && random.nextBoolean());
        if ("adrc".equals(fields.get("study")) && random.nextInt(4) == 0) {
            written.remove("study");
        }
        return written;
    }

    private String oneOf(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
