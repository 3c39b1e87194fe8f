package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import local.EventFile.Fate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Event files for eventlog, and what has become of them, read back from S3 and the queue. */
final class LocalEvents {
    static final String TABLE = "local_events";
    /** Bucket and prefix of the checkpoints, which are that table. */
    static final String FOLDER = "lake-processed/checkpoints/";

    /** Names and types of its columns, as the catalog has them. */
    static final List<Map<String, String>> COLUMNS = Stream.of(
                    "action string",
                    "study string",
                    "pipeline_adcid int",
                    "project_label string",
                    "center_label string",
                    "gear_name string",
                    "ptid string",
                    "visit_date string",
                    "visit_number string",
                    "datatype string",
                    "module string",
                    "packet string",
                    "timestamp timestamp",
                    "source_key string",
                    "source_etag string")
            .map(column -> column.split(" "))
            .map(column -> Customers.column(column[0], column[1]))
            .toList();

    private static final String BUCKET = "lake-events";
    private static final String PREFIX = "local/";
    private static final String OUT = "lake-processed";
    private static final String CHECKPOINTS = "checkpoints/";
    private static final String FILE = "/events.parquet";
    private static final String QUARANTINE = "quarantine/eventlog/";
    private static final String REPORT = ".report.json";
    private static final String QUEUE = "eventlog-events";
    private static final long SEED = 20_261_121;
    private static final int LOT = 24;

    private final LocalState state;
    private final EventLogs logs = new EventLogs(SEED);
    private final Map<String, String> eTags = new LinkedHashMap<>();
    private final List<EventFile> files = new ArrayList<>();

    LocalEvents(LocalState state) {
        this.state = state;
    }

    /** Puts two dozen files, as gears do; each lot has another few that are none as they should be. */
    void putLot() {
        List<EventFile> lot = new ArrayList<>(logs.files(LOT));
        List<EventFile> bad = EventFaults.all(logs);
        int lots = files.size() / LOT;
        for (int i = 0; i < 3; i++) {
            lot.add(bad.get((17 + 41 * (3 * lots + i)) % bad.size()));
        }
        lot.add(EventFaults.misnamed(logs).get(lots));
        lot.forEach(file -> eTags.put(
                file.name(),
                state.clients()
                        .s3()
                        .putObject(
                                put -> put.bucket(BUCKET).key(PREFIX + file.name()),
                                RequestBody.fromBytes(file.content()))
                        .eTag()
                        .replace("\"", "")));
        files.addAll(lot);
    }

    /** Whether everything that was put has arrived, or lies in quarantine. */
    boolean areDone() {
        return state.depth(QUEUE) == 0
                && keys(CHECKPOINTS, FILE).stream()
                                .mapToLong(key -> checkpoint(key).rows())
                                .sum()
                        >= count(Fate.STORED)
                && keys(QUARANTINE, REPORT).size() >= count(Fate.QUARANTINED);
    }

    void print(PrintStream out) {
        Map<String, LocalCheckpoint> checkpoints = new TreeMap<>();
        keys(CHECKPOINTS, FILE).forEach(key -> checkpoints.put(key, checkpoint(key)));
        out.printf("%neventlog: what came in and what lies in the checkpoints, read back%n%n");
        out.printf("  %-30s %6s %7s  %-19s  %-19s%n", "checkpoint", "rows", "sorted", "first event", "last event");
        checkpoints.forEach((key, checkpoint) -> out.printf(
                "  %-30s %6d %7s  %-19s  %-19s%n",
                key.substring(CHECKPOINTS.length(), key.length() - FILE.length()),
                checkpoint.rows(),
                checkpoint.sorted() ? "yes" : "NO",
                checkpoint.first(),
                checkpoint.last()));
        out.printf(
                "%n  put %d files; %d rows in %d checkpoints, %d of them with exactly the fields that were put, of %d"
                        + " events;%n  quarantined %d of %d bad files; left out %d of sandbox projects and %d of other"
                        + " names; parked %d%n",
                files.size(),
                checkpoints.values().stream().mapToLong(LocalCheckpoint::rows).sum(),
                checkpoints.size(),
                files.stream().filter(file -> isAsPut(file, checkpoints)).count(),
                count(Fate.STORED),
                keys(QUARANTINE, REPORT).size(),
                count(Fate.QUARANTINED),
                leftOut(Fate.SANDBOX, checkpoints),
                leftOut(Fate.IGNORED, checkpoints),
                state.depth(QUEUE + "-dlq"));
        out.println("  quarantined: " + reason());
        out.println();
        checkpoints.keySet().forEach(key -> out.printf("  s3://%s/%s%n", OUT, key));
    }

    /** How to look at all this, a line each. */
    List<String> commands() {
        return List.of(
                state.aws() + " s3 ls --recursive s3://" + OUT + "/" + QUARANTINE,
                state.aws() + " s3 cp s3://" + OUT + "/"
                        + keys(QUARANTINE, REPORT).get(0) + " -",
                state.aws() + " athena start-query-execution --query-execution-context Database=glue_catalog"
                        + " --result-configuration OutputLocation=s3://lake-results/mine/ --query-string"
                        + " 'SELECT study, datatype, action, count(*) FROM " + TABLE + " GROUP BY 1, 2, 3'");
    }

    private boolean isAsPut(EventFile file, Map<String, LocalCheckpoint> checkpoints) {
        LocalCheckpoint checkpoint = checkpoints.get(CHECKPOINTS + file.group() + FILE);
        return file.fate() == Fate.STORED
                && checkpoint != null
                && LocalCheckpoint.of(file, eTags.get(file.name()))
                        .equals(checkpoint.events().get(PREFIX + file.name()));
    }

    private long leftOut(Fate fate, Map<String, LocalCheckpoint> checkpoints) {
        return files.stream()
                .filter(file -> file.fate() == fate)
                .filter(file -> checkpoints.values().stream()
                        .noneMatch(checkpoint -> checkpoint.events().containsKey(PREFIX + file.name())))
                .count();
    }

    private long count(Fate fate) {
        return files.stream().filter(file -> file.fate() == fate).count();
    }

    private String reason() {
        List<String> reports = keys(QUARANTINE, REPORT);
        if (reports.isEmpty()) {
            return "nothing";
        }
        try {
            JsonNode report = new ObjectMapper().readTree(bytes(reports.get(0)));
            List<String> reasons = new ArrayList<>();
            report.path("violations")
                    .forEach(violation -> reasons.add((violation.path("field").asText() + " "
                                    + violation.path("rule").asText())
                            .strip()));
            return report.path("key").asText() + ": " + String.join("; ", reasons);
        } catch (IOException broken) {
            throw new UncheckedIOException(reports.get(0) + " is no report", broken);
        }
    }

    private LocalCheckpoint checkpoint(String key) {
        return LocalCheckpoint.of(bytes(key));
    }

    private byte[] bytes(String key) {
        return state.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(OUT).key(key))
                .asByteArray();
    }

    private List<String> keys(String prefix, String suffix) {
        return state
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(OUT).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(suffix))
                .toList();
    }
}
