package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event files become checkpoints, by events and by sweeps, and DuckDB reads what was told. */
class EventlogIT {
    private final EventlogLake lake = new EventlogLake();
    private final EventLogs logs = new EventLogs(7);

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void eventsOfS3BecomeRowsAndBadFilesGoToQuarantineWithTheirReason() throws Exception {
        List<EventFile> files = new ArrayList<>(logs.files(60));
        files.addAll(EventFaults.all(logs));
        files.addAll(EventFaults.misnamed(logs));
        files.forEach(lake::arrive);
        try (EventlogDoor door = EventlogDoor.Kind.PROCESS.open(lake)) {
            lake.awaitIdle();
            assertThat(door).isNotNull();
        }
        StoredEvents.areExactly(files, lake);
        List<EventFile> bad = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.QUARANTINED)
                .toList();
        assertThat(lake.reports()).hasSameSizeAs(bad);
        for (EventFile file : bad) {
            String report = lake.reports().stream()
                    .filter(key -> key.contains("/" + file.name() + "/"))
                    .findFirst()
                    .orElseThrow();
            String text = new String(lake.object(report), StandardCharsets.UTF_8);
            assertThat(text).as(file.rule()).contains("\"field\":\"" + file.field() + "\"");
            assertThat(lake.object(report.replace(".report.json", ".json"))).isEqualTo(file.content());
        }
        assertThat(lake.lake().look(lake.events() + "-dlq")).isEmpty();
    }

    @Test
    void aSweepTakesInWhateverIsMissingAndReadsNothingTwice() {
        List<EventFile> files = new ArrayList<>(logs.files(50));
        files.addAll(EventFaults.all(logs).subList(0, 5));
        files.forEach(lake::put);
        TestCommands.Ended first = lake.sweep();
        assertThat(first.code()).as(first.err()).isZero();
        StoredEvents.areExactly(files, lake);
        assertThat(first.json()).containsEntry("statusCode", 200);
        Map<String, Object> body = body(first);
        assertThat(body).containsEntry("quarantined_files", 5).containsEntry("groups_failed", 0);

        int before = lake.calls("s3.GetObject");
        List<EventFile> more = logs.files(3);
        more.forEach(lake::put);
        files.addAll(more);
        TestCommands.Ended second = lake.sweep();
        assertThat(second.code()).as(second.err()).isZero();
        StoredEvents.areExactly(files, lake);
        int groups = lake.checkpoints().size();
        // Three files; of each checkpoint its footer and its columns.
        assertThat(lake.calls("s3.GetObject") - before).isLessThanOrEqualTo(3 + 20 * groups);
        assertThat((int) body(second).get("total_events")).isEqualTo(3);
    }

    @Test
    void aChangedFileReplacesItsOwnRowEvenInAnotherGroup() {
        EventFile one = logs.submitted("apoe");
        EventFile other = logs.submitted("dicom");
        lake.put(one);
        lake.sweep();
        lake.put(EventlogLake.PREFIX + one.name(), other.content());
        assertThat(lake.sweep().code()).isZero();
        assertThat(lake.rows()).hasSize(1);
        assertThat(lake.rows().get(0)).containsEntry("datatype", "dicom");
    }

    /** As two workers leave it of whom one was slow: a row of the old content behind the one of the new. */
    @Test
    void aRowThatIsLeftInAnotherGroupGoesWithTheNextSweep() {
        EventFile one = logs.submitted("apoe");
        EventFile other = logs.submitted("dicom");
        lake.put(one);
        lake.sweep();
        String key = lake.checkpoints().get(0);
        byte[] old = lake.object(key);
        lake.put(EventlogLake.PREFIX + one.name(), other.content());
        lake.sweep();
        lake.putObject(key, old);
        assertThat(lake.rows()).hasSize(2);
        TestCommands.Ended ended = lake.sweep();
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(lake.rows()).hasSize(1);
        assertThat(lake.rows().get(0)).containsEntry("datatype", "dicom");
        int reads = lake.calls("s3.GetObject");
        assertThat(lake.sweep().code()).isZero();
        assertThat(lake.calls("s3.GetObject") - reads)
                .as("reads of two checkpoints and no file")
                .isLessThanOrEqualTo(8);
    }

    @Test
    void rowsOfDeletedFilesStayUnlessTheyAreToBeDropped() {
        List<EventFile> files = logs.files(20).stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .toList();
        files.forEach(lake::put);
        lake.sweep();
        lake.remove(EventlogLake.PREFIX + files.get(0).name());
        assertThat(lake.sweep().code()).isZero();
        StoredEvents.areExactly(files, lake);
        assertThat(lake.sweep("--drop-missing").code()).isZero();
        StoredEvents.areExactly(files.subList(1, files.size()), lake);
    }

    @Test
    void aDryRunCountsAndWritesNothing() {
        logs.files(10).forEach(lake::put);
        TestCommands.Ended ended = lake.sweep("--dry-run");
        assertThat(ended.code()).isZero();
        assertThat(ended.json().get("dry_run")).isEqualTo(Map.of("listed", 10, "ignored", 0, "to_be_read", 10));
        assertThat(lake.checkpoints()).isEmpty();
    }

    private static Map<String, Object> body(TestCommands.Ended ended) {
        @SuppressWarnings("unchecked")
        Map<String, Object> body = (Map<String, Object>) ended.json().get("body");
        return body;
    }
}
