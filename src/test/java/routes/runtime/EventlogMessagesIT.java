package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a queue brings: poison is parked with its reason, the rest goes on, each file once. */
class EventlogMessagesIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(23);

    @AfterEach
    void close() {
        lake.close();
    }

    private void work() throws Exception {
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake)) {
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
    }

    private void send(String body) {
        lake.lake().sendTo(lake.events(), body, Map.of());
    }

    private static String record(String bucket, String key, String eTag) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, StandardCharsets.UTF_8)
                + "\",\"size\":1,\"eTag\":\"" + eTag + "\"}}}";
    }

    private static String message(String... records) {
        return Arrays.stream(records).collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    private String key(EventFile file) {
        return EventlogLake.PREFIX + file.name();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{\"Records\":7}",
                "{\"Records\":[7]}",
                "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}]}",
                "{\"sweep\":true}"
            })
    void aMessageThatTellsOfNoFileIsParkedAsItCameWithTheReason(String body) throws Exception {
        EventFile file = logs.submitted("apoe");
        send(body);
        lake.arrive(file);
        work();
        assertThat(lake.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.body()).isEqualTo(body);
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("failed_route").stringValue())
                    .isEqualTo("eventlog-collect");
            assertThat(parked.messageAttributes().get("attempts").stringValue()).isEqualTo("1");
            assertThat(parked.messageAttributes().get("run_id").stringValue()).startsWith("eventlog-");
            assertThat(parked.messageAttributes().get("error").stringValue()).isNotBlank();
        });
        StoredEvents.areExactly(List.of(file), lake);
    }

    @Test
    void ofThreeRecordsOnlyTheOneOfAnotherBucketIsParked() throws Exception {
        EventFile one = logs.submitted("apoe");
        EventFile other = logs.submitted("gwas");
        String foreign = record("somebody-elses", "test/" + one.name(), "0123");
        send(message(
                record(lake.source(), key(one), lake.put(one)),
                foreign,
                record(lake.source(), key(other), lake.put(other))));
        work();
        assertThat(lake.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.body()).contains("somebody-elses").doesNotContain(lake.source());
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("bucket", lake.source());
        });
        StoredEvents.areExactly(List.of(one, other), lake);
    }

    @Test
    void aFileOfAnotherEnvironmentIsParkedAndNeverRead() throws Exception {
        EventFile foreign = logs.submitted("apoe");
        String eTag = lake.put("prod/" + foreign.name(), foreign.content());
        lake.fail("s3", "GetObject", "/prod", 403, "AccessDenied", 1000);
        lake.tell("prod/" + foreign.name(), eTag);
        work();
        assertThat(lake.parked())
                .singleElement()
                .satisfies(parked -> assertThat(
                                parked.messageAttributes().get("error").stringValue())
                        .contains("environment", EventlogLake.PREFIX));
        assertThat(lake.checkpoints()).isEmpty();
        assertThat(lake.calls("s3.GetObject")).isZero();
    }

    @Test
    void aTestEventOfS3AndTheEventOfARemovalAreDoneWithoutAWord() throws Exception {
        EventFile file = logs.submitted("apoe");
        send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"" + lake.source() + "\"}");
        send(message(record(lake.source(), key(file), "").replace("ObjectCreated:Put", "ObjectRemoved:Delete")));
        send(message(record(lake.source(), "test/notes.txt", "0123")));
        work();
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void eventsInAnyOrderAndTwiceBecomeOneRowOfEachFile() throws Exception {
        List<EventFile> files = new ArrayList<>(logs.files(30));
        files.forEach(file -> {
            String eTag = lake.put(file);
            lake.tell(key(file), eTag);
            lake.tell(key(file), eTag);
        });
        for (EventFile file : files.subList(0, 10)) {
            lake.tell(key(file), "00000000000000000000000000000000");
        }
        work();
        files.subList(5, 20).forEach(file -> lake.tell(key(file), lake.put(file)));
        work();
        StoredEvents.areExactly(files, lake);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void aFileThatHasGoneBeforeItIsReadIsNobodysLoss() throws Exception {
        EventFile gone = logs.submitted("apoe");
        EventFile there = logs.submitted("gwas");
        lake.arrive(gone);
        lake.remove(key(gone));
        lake.arrive(there);
        work();
        StoredEvents.areExactly(List.of(there), lake);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void ofAFileThatChangesBetweenItsEventAndItsReadTheLaterContentCounts() throws Exception {
        EventFile one = logs.submitted("apoe");
        EventFile other = logs.submitted("gwas");
        String first = lake.put(one);
        String second = lake.put(key(one), other.content());
        lake.tell(key(one), first);
        work();
        lake.tell(key(one), second);
        work();
        assertThat(lake.rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("datatype", "gwas")
                        .containsEntry("source_key", key(one))
                        .containsEntry("source_etag", second));
    }

    @Test
    void aFileThatMovesFromGroupToGroupLeavesARowInTheLastAlone() throws Exception {
        EventFile one = logs.submitted("apoe");
        for (String datatype : List.of("apoe", "gwas", "dicom", "apoe")) {
            lake.tell(key(one), lake.put(key(one), logs.submitted(datatype).content()));
            work();
            assertThat(lake.rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("datatype", datatype));
        }
    }

    @Test
    void aFileThatIsBadForAWhileAndThenOfAnotherGroupLeavesNoRowBehind() throws Exception {
        EventFile one = logs.submitted("apoe");
        lake.arrive(one);
        work();
        lake.tell(key(one), lake.put(key(one), "no event".getBytes(StandardCharsets.UTF_8)));
        work();
        assertThat(lake.rows()).hasSize(1);
        lake.tell(key(one), lake.put(key(one), logs.submitted("gwas").content()));
        work();
        assertThat(lake.rows()).singleElement().satisfies(row -> assertThat(row).containsEntry("datatype", "gwas"));
    }
}
