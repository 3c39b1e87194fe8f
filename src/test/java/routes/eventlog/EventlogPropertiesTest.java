package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import local.EventFile;
import local.EventLogs;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.Outcome;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The properties that the specification names, each in a hundred seeded worlds. */
@Tag("property")
class EventlogPropertiesTest {
    private static final MemoryEventlog LAKE = new MemoryEventlog("eventlog.row-group-rows", "1000");
    private static CamelContext context;
    private static ProducerTemplate template;

    /** Wrong values of a field that must be there. */
    private static final Map<String, List<Object>> WRONG = Map.of(
            "action", List.of("", "Submit", 1, true),
            "study", List.of("", "ADRC", 1),
            "pipeline_adcid", List.of("1", 1.5, 1L << 31, false),
            "project_label", List.of("", 7),
            "center_label", List.of("", 7),
            "gear_name", List.of("", List.of()),
            "ptid", List.of("", "01234567890", "ü", 7),
            "visit_date", List.of("", "2023-02-29", "2024-1-1", 20240101),
            "datatype", List.of("", "Form", 1),
            "timestamp", List.of("", "now", "2024-02-30T00:00:00Z", 1709214300));

    @BeforeAll
    static void start() throws Exception {
        context = new DefaultCamelContext();
        context.addRoutes(new EventlogFailureRoutes(LAKE.parts));
        context.addRoutes(new EventlogRoutes(LAKE.parts));
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    @BeforeEach
    void empty() {
        LAKE.memory.empty();
    }

    private static BatchResult collect(List<String> bodies) {
        Batch batch = new Batch(
                MemoryEventlog.messages(1, bodies), LAKE.clock.instant().plusSeconds(600));
        return template.requestBody("direct:eventlog-collect", batch, BatchResult.class);
    }

    private static void sweep() {
        template.requestBody("direct:eventlog-sweep", SweepRequest.DAILY, Map.class);
    }

    private static List<EventFile> files(Cases cases) {
        LAKE.memory.empty();
        List<EventFile> files = new EventLogs(cases.random().nextLong()).files(cases.number(1, 40));
        Collections.shuffle(files, cases.random());
        return files;
    }

    /** Takes files in, by events in batches of any size, some of them told twice, or by sweeps. */
    private static void takeIn(Cases cases, List<EventFile> files) {
        for (int from = 0; from < files.size(); ) {
            int to = Math.min(files.size(), from + cases.number(1, 20));
            List<String> events = new ArrayList<>();
            for (EventFile file : files.subList(from, to)) {
                String event = LAKE.arrive(file);
                events.add(event);
                if (cases.number(0, 5) == 0) {
                    events.add(event);
                }
            }
            if (cases.number(0, 3) == 0) {
                sweep();
            } else {
                assertThat(collect(events).outcomes().values()).containsOnly(new Outcome.Done());
            }
            from = to;
        }
    }

    private static List<EventFile> stored(List<EventFile> files) {
        return files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .toList();
    }

    private static Map<Object, EventFile> byKey(List<EventFile> files) {
        return files.stream().collect(Collectors.toMap(MemoryEventlog::key, file -> file));
    }

    private static long micros(EventFile file) {
        return file.time().getEpochSecond() * 1_000_000 + file.time().getNano() / 1000;
    }

    private static void assertSorted(String checkpoint) {
        List<Map<String, Object>> rows = MemoryEventlog.rows(LAKE.memory.s3.bytes(checkpoint));
        for (int i = 1; i < rows.size(); i++) {
            long before = (long) rows.get(i - 1).get("timestamp");
            long time = (long) rows.get(i).get("timestamp");
            byte[] keyBefore = rows.get(i - 1).get("source_key").toString().getBytes(UTF_8);
            byte[] key = rows.get(i).get("source_key").toString().getBytes(UTF_8);
            assertThat(before < time || before == time && Arrays.compareUnsigned(keyBefore, key) < 0)
                    .as("rows %d and %d of %s", i - 1, i, checkpoint)
                    .isTrue();
        }
    }

    @Test
    @DisplayName("previous + new = all, nothing lost, nothing twice")
    void previousAndNewAreAll() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            takeIn(cases, files);
            assertThat(LAKE.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
        });
    }

    @Test
    @DisplayName("order")
    void everyCheckpointIsSortedByTimeAndKey() {
        Cases.forAll(cases -> {
            takeIn(cases, files(cases));
            LAKE.checkpoints().forEach(EventlogPropertiesTest::assertSorted);
        });
    }

    @Test
    @DisplayName("null preservation")
    void whatIsNullStaysNullAndNothingElseBecomesIt() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            Map<Object, EventFile> byKey = byKey(files);
            takeIn(cases, files);
            for (Map<String, Object> row : LAKE.rows()) {
                EventFile file = byKey.get(row.get("source_key"));
                for (String field : EventFields.NAMES) {
                    assertThat(row.get(field) == null)
                            .as(file.name() + " " + field)
                            .isEqualTo(file.fields().get(field) == null);
                }
            }
        });
    }

    @Test
    @DisplayName("Parquet round trip")
    void everyFieldIsReadAsItWasWritten() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            Map<Object, EventFile> byKey = byKey(files);
            takeIn(cases, files);
            List<Map<String, Object>> rows = LAKE.rows();
            assertThat(rows).hasSameSizeAs(stored(files));
            for (Map<String, Object> row : rows) {
                EventFile file = byKey.get(row.get("source_key"));
                Map<String, Object> expected = new LinkedHashMap<>(file.fields());
                expected.put("timestamp", micros(file));
                expected.put("source_key", MemoryEventlog.key(file));
                Map<String, Object> read = new LinkedHashMap<>(row);
                read.keySet().removeAll(List.of("group", "source_etag"));
                assertThat(read).as(file.name()).isEqualTo(expected);
            }
        });
    }

    @Test
    @DisplayName("every invalid event rejected with its rule, every valid one accepted")
    void everyFieldThatIsWrongIsToldAndNoOther() {
        EventReader reader = new EventReader(UnknownFields.FORBID);
        Cases.forAll(cases -> {
            Map<String, Object> fields = new HashMap<>(
                    new EventLogs(cases.random().nextLong()).next().fields());
            assertThat(reader.read(Events.json(fields))).isInstanceOf(EventReader.Valid.class);
            Set<String> wrong = new TreeSet<>();
            for (int i = cases.number(1, 4); i > 0; i--) {
                String field = new ArrayList<>(new TreeSet<>(WRONG.keySet())).get(cases.number(0, WRONG.size() - 1));
                List<Object> values = WRONG.get(field);
                int which = cases.number(0, values.size());
                if (which < values.size()) {
                    fields.put(field, values.get(which));
                    wrong.add(field);
                } else if (!field.equals("study")) {
                    fields.remove(field);
                    wrong.add(field);
                }
            }
            if (cases.random().nextBoolean()) {
                String unknown = "x" + cases.number(0, 9);
                fields.put(unknown, 1);
                wrong.add(unknown);
            }
            if (!wrong.contains("datatype") && cases.random().nextBoolean()) {
                fields.put("module", fields.get("datatype").equals("form") ? null : "UDS");
                wrong.add("module");
            }
            EventReader.Read read = reader.read(Events.json(fields));
            if (wrong.isEmpty()) {
                assertThat(read).isInstanceOf(EventReader.Valid.class);
            } else {
                assertThat(((EventReader.Invalid) read).violations())
                        .extracting(Violation::field)
                        .containsExactlyElementsOf(wrong);
            }
        });
    }

    @Test
    @DisplayName("groups partition the events")
    void everyEventIsInTheGroupOfItsStudyAndDatatypeAndInNoOther() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            takeIn(cases, files);
            List<Map<String, Object>> rows = LAKE.rows();
            assertThat(rows)
                    .allSatisfy(row ->
                            assertThat(row.get("group")).hasToString(row.get("study") + "/" + row.get("datatype")));
            assertThat(rows.stream().map(row -> row.get("source_key")).toList())
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(stored(files));
        });
    }

    @Test
    @DisplayName("groups are independent")
    void aGroupThatFailsChangesNoByteOfTheOthers() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            List<String> events = files.stream().map(LAKE::arrive).toList();
            collect(events);
            Map<String, byte[]> whole = new HashMap<>();
            LAKE.checkpoints().forEach(key -> whole.put(key, LAKE.memory.s3.bytes(key)));
            LAKE.memory.empty();
            List<String> again = files.stream().map(LAKE::arrive).toList();
            List<String> keys = new ArrayList<>(new TreeSet<>(whole.keySet()));
            if (keys.isEmpty()) {
                return;
            }
            String failing = keys.get(cases.number(0, keys.size() - 1));
            LAKE.memory.s3.failWrites(put -> put.key().equals(failing)
                    ? (RuntimeException) S3Exception.builder().statusCode(503).build()
                    : null);
            collect(again);
            List<String> others = new ArrayList<>(keys);
            others.remove(failing);
            assertThat(LAKE.checkpoints()).containsExactlyElementsOf(others);
            others.forEach(key -> assertThat(LAKE.memory.s3.bytes(key)).as(key).isEqualTo(whole.get(key)));
        });
    }

    @Test
    @DisplayName("sandbox filter")
    void sandboxEventsAreCountedAndInNoCheckpoint() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            BatchResult result = collect(files.stream().map(LAKE::arrive).toList());
            assertThat(LAKE.rows())
                    .noneMatch(row -> row.get("project_label").toString().startsWith("sandbox-"))
                    .hasSameSizeAs(stored(files));
            Map<?, ?> body = (Map<?, ?>) result.summary().get("body");
            assertThat(body.get("filtered_events"))
                    .isEqualTo(files.size() - stored(files).size());
            assertThat(body.get("total_events")).isEqualTo(files.size());
        });
    }

    @Test
    @DisplayName("late and tied timestamps")
    void eventsThatComeLateOrAtTheSameTimeAreAllKeptInOrder() {
        Cases.forAll(cases -> {
            LAKE.memory.empty();
            Set<String> keys = new LinkedHashSet<>();
            for (int batch = cases.number(2, 6); batch > 0; batch--) {
                List<String> events = new ArrayList<>();
                for (int i = cases.number(1, 8); i > 0; i--) {
                    String key = MemoryEventlog.PREFIX + Events.name(cases.number(0, 999_999));
                    String time = "2024-02-29T13:45:0" + cases.number(0, 2) + "." + cases.number(0, 1);
                    if (keys.add(key)) {
                        events.add(MemoryEventlog.event(
                                key,
                                LAKE.put(
                                        "events",
                                        key,
                                        Events.file("timestamp", time, "ptid", "SAME", "packet", null))));
                    }
                }
                collect(events);
            }
            assertThat(LAKE.column("source_key")).containsExactlyInAnyOrderElementsOf(keys);
            LAKE.checkpoints().forEach(EventlogPropertiesTest::assertSorted);
        });
    }

    @Test
    @DisplayName("two concurrent runs lose nothing")
    void runsThatReadAndWriteInAnyOrderLoseNothing() {
        Cases.forAll(cases -> {
            LAKE.memory.empty();
            Checkpointing checkpointing = LAKE.parts.checkpointing();
            List<Run> runs = new ArrayList<>();
            Set<String> keys = new LinkedHashSet<>();
            for (int i = cases.number(2, 3); i > 0; i--) {
                Run run = new Run();
                for (int events = cases.number(1, 5); events > 0; events--) {
                    String key = MemoryEventlog.PREFIX + Events.name(cases.number(0, 999_999));
                    keys.add(key);
                    run.work.add(new NewEvent(new SourceFile(key, "1"), Events.event()));
                }
                runs.add(run);
            }
            while (!runs.isEmpty()) {
                Run run = runs.get(cases.number(0, runs.size() - 1));
                if (run.made == null) {
                    run.made = checkpointing.merge(run.work, TimeLeft.until(Instant.MAX, Clock.systemUTC()));
                } else {
                    try {
                        assertThat(checkpointing.store(run.made)).isInstanceOf(GroupResult.Saved.class);
                        runs.remove(run);
                    } catch (Overtaken again) {
                        run.made = null;
                    }
                }
            }
            assertThat(LAKE.column("source_key")).containsExactlyInAnyOrderElementsOf(keys);
        });
    }

    /** One of several that are at the same checkpoint. */
    private static final class Run {
        private final GroupWork work = new GroupWork(new Group("adrc", "form"));
        private Checkpoint made;
    }

    @Test
    @DisplayName("rebuild from nothing equals incremental")
    void aRebuildHasTheRowsThatCameOneByOne() {
        Cases.forAll(cases -> {
            List<EventFile> files = files(cases);
            takeIn(cases, files);
            // Some files change, and perhaps belong elsewhere then.
            for (EventFile changed : files.subList(0, Math.min(files.size(), cases.number(0, 5)))) {
                EventFile other = new EventLogs(cases.random().nextLong()).next();
                collect(List.of(MemoryEventlog.event(
                        MemoryEventlog.key(changed),
                        LAKE.put("events", MemoryEventlog.key(changed), other.content()))));
            }
            Set<Map<String, Object>> incremental = new LinkedHashSet<>(LAKE.rows());
            LAKE.checkpoints().forEach(LAKE.memory.s3::remove);
            if (cases.random().nextBoolean()) {
                LAKE.memory.forget();
            }
            sweep();
            assertThat(new LinkedHashSet<>(LAKE.rows())).isEqualTo(incremental);
        });
    }
}
