package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import local.EventFile.Fate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the local run prints of eventlog is read back, with this test in the pipeline's place. */
class LocalEventsIT {
    private static final String COLUMNS = "action, study, CAST(pipeline_adcid AS INTEGER) AS pipeline_adcid,"
            + " project_label, center_label, gear_name, ptid, visit_date, visit_number, datatype, module, packet,"
            + " make_timestamptz(micros) AS timestamp, source_key, source_etag";

    private static LocalCloud cloud;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start();
        cloud.furnish();
        s3 = Clients.s3(cloud.endpoint());
    }

    @AfterAll
    static void end() {
        cloud.close();
    }

    @Test
    void whatIsMissingIsSeenAndWhatIsThereIsCountedAndCompared() {
        try (LocalState state = new LocalState(cloud)) {
            LocalEvents events = new LocalEvents(state);
            empty("eventlog-events"); // of the message that announces the notifications themselves
            events.putLot();
            events.putLot();
            assertThat(s3.listObjectsV2(list -> list.bucket("lake-events")).contents())
                    .extracting(S3Object::key)
                    .hasSize(56)
                    .allMatch(key -> key.startsWith("local/"));
            assertThat(events.areDone()).isFalse();
            assertThat(printed(events))
                    .contains("put 56 files; 0 rows in 0 checkpoints, 0 of them")
                    .contains("quarantined: nothing");

            List<EventFile> files = sameFiles();
            int announced = (int) files.stream()
                    .filter(file -> file.name().matches("log-.*\\.json"))
                    .count();
            await().atMost(Duration.ofSeconds(20)).until(() -> state.depth("eventlog-events") == announced);
            Map<String, List<EventFile>> groups = files.stream()
                    .filter(file -> file.fate() == Fate.STORED)
                    .collect(Collectors.groupingBy(EventFile::group, TreeMap::new, Collectors.toList()));
            groups.forEach(this::putCheckpoint);
            files.stream().filter(file -> file.fate() == Fate.QUARANTINED).forEach(this::putReport);
            assertThat(events.areDone()).as("while messages wait").isFalse();
            empty("eventlog-events");
            assertThat(events.areDone()).isTrue();

            long stored =
                    files.stream().filter(file -> file.fate() == Fate.STORED).count();
            long sandboxes =
                    files.stream().filter(file -> file.fate() == Fate.SANDBOX).count();
            assertThat(printed(events))
                    .contains(stored + " rows in " + groups.size() + " checkpoints, " + stored
                            + " of them with exactly the fields that were put, of " + stored + " events")
                    .contains("quarantined 6 of 6 bad files; left out " + sandboxes
                            + " of sandbox projects and 2 of other names")
                    .containsPattern("quarantined: local/log-\\S.*\\.json: ptid is wrong")
                    .contains("s3://lake-processed/checkpoints/adrc/form/events.parquet")
                    .doesNotContain(" NO ");
            assertThat(events.commands())
                    .allMatch(command -> command.startsWith("aws --endpoint-url http://127.0.0.1:"));
            assertThat(countedByAthena()).isEqualTo(Long.toString(stored));

            List<EventFile> form = groups.get("adrc/form");
            putRows("adrc/form", form, "DESC", "another center");
            assertThat(printed(events)).contains(" NO ").contains((stored - form.size()) + " of them with exactly");
        }
    }

    /** The same seed, the same lots. */
    private static List<EventFile> sameFiles() {
        EventLogs logs = new EventLogs(20_261_121);
        List<EventFile> files = new ArrayList<>();
        for (int lot = 0; lot < 2; lot++) {
            files.addAll(logs.files(24));
            List<EventFile> bad = EventFaults.all(logs);
            for (int i = 0; i < 3; i++) {
                files.add(bad.get((17 + 41 * (3 * lot + i)) % bad.size()));
            }
            files.add(EventFaults.misnamed(logs).get(lot));
        }
        return files;
    }

    private static String printed(LocalEvents events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        events.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void putCheckpoint(String group, List<EventFile> files) {
        putRows(group, files, "ASC", "");
    }

    /** @param center instead of each event's own, unless it is empty */
    private void putRows(String group, List<EventFile> files, String order, String center) {
        String rows = files.stream()
                .map(file -> file.fields().entrySet().stream()
                        .filter(field -> !field.getKey().equals("timestamp"))
                        .map(field -> literal(
                                        field.getKey().equals("center_label") && !center.isEmpty()
                                                ? center
                                                : field.getValue())
                                + " AS " + field.getKey())
                        .collect(Collectors.joining(
                                ", ",
                                "SELECT ",
                                ", " + micros(file) + " AS micros, "
                                        + literal("local/" + file.name()) + " AS source_key, "
                                        + literal(eTag(file)) + " AS source_etag")))
                .collect(Collectors.joining(" UNION ALL "));
        byte[] parquet = ParquetFile.of(
                        "SELECT " + COLUMNS + " FROM (" + rows + ") ORDER BY micros " + order + ", source_key " + order)
                .content();
        s3.putObject(
                put -> put.bucket("lake-processed").key("checkpoints/" + group + "/events.parquet"),
                RequestBody.fromBytes(parquet));
    }

    private static String literal(Object value) {
        return value == null
                ? "CAST(NULL AS VARCHAR)"
                : value instanceof String text ? "'" + text.replace("'", "''") + "'" : value.toString();
    }

    private static long micros(EventFile file) {
        return file.time().getEpochSecond() * 1_000_000 + file.time().getNano() / 1_000;
    }

    private static String eTag(EventFile file) {
        return s3.headObject(head -> head.bucket("lake-events").key("local/" + file.name()))
                .eTag()
                .replace("\"", "");
    }

    private void putReport(EventFile file) {
        String report = "{\"key\": \"local/" + file.name() + "\", \"etag\": \"x\","
                + " \"violations\": [{\"field\": \"ptid\", \"rule\": \"is wrong\"}]}";
        s3.putObject(
                put -> put.bucket("lake-processed")
                        .key("quarantine/eventlog/2026-11-21/" + file.name() + "/x.report.json"),
                RequestBody.fromString(report));
    }

    private static void empty(String queue) {
        SqsClient sqs = Clients.at(cloud.endpoint(), SqsClient.builder());
        String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        sqs.purgeQueue(purge -> purge.queueUrl(url));
    }

    private static String countedByAthena() {
        return AthenaAnswer.of(
                cloud.endpoint(), "SELECT count(*) FROM glue_catalog.local_events", "s3://lake-results/athena/");
    }
}
