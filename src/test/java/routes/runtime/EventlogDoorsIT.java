package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** The same messages through the door of a process and through a Lambda: the same is left of them. */
class EventlogDoorsIT {

    /**
     * Everything that can be seen from outside, but times and names of its own.
     *
     * @param rows of all checkpoints
     * @param quarantine reports by key
     * @param notes of the table
     * @param parked bodies and attributes
     * @param counted metrics, but those of time
     */
    private record Left(
            List<Map<String, Object>> rows,
            Map<String, Object> quarantine,
            List<String> notes,
            List<String> parked,
            Map<String, Long> counted) {}

    @Test
    void bothDoorsLeaveTheSameRowsReportsNotesMessagesAndCounts() throws Exception {
        Left process = through(EventlogDoor.Kind.PROCESS);
        Left lambda = through(EventlogDoor.Kind.LAMBDA);
        assertThat(lambda).usingRecursiveComparison().isEqualTo(process);
        assertThat(process.rows()).isNotEmpty();
        assertThat(process.quarantine()).hasSize(6);
        assertThat(process.parked()).hasSize(2);
    }

    private static Left through(EventlogDoor.Kind kind) throws Exception {
        EventlogLake lake = new EventlogLake();
        CountingMeter meter = new CountingMeter();
        try {
            EventLogs logs = new EventLogs(61);
            List<EventFile> files = new ArrayList<>(logs.files(40));
            files.addAll(EventFaults.all(logs).subList(0, 6));
            files.addAll(EventFaults.misnamed(logs));
            files.forEach(lake::arrive);
            lake.lake().sendTo(lake.events(), "no JSON", Map.of());
            lake.tell("prod/" + files.get(0).name(), "0123");
            Map<String, String> values = lake.values("eventlog.sweep-schedule", EventlogDoor.NEVER);
            try (EventlogDoor door = kind.open(lake, values, meter)) {
                lake.awaitIdle();
                assertThat(door).isNotNull();
            }
            return left(lake, meter);
        } finally {
            lake.close();
        }
    }

    private static Left left(EventlogLake lake, CountingMeter meter) {
        Map<String, Object> quarantine = new TreeMap<>();
        lake.reports().forEach(key -> quarantine.put(key, report(lake.object(key))));
        return new Left(
                lake.rows(),
                quarantine,
                lake.notes().keySet().stream()
                        .map(id -> id.replace(lake.source(), "<source>").replace(lake.processed(), "<processed>"))
                        .toList(),
                lake.parked().stream()
                        .map(message -> parked(lake, message))
                        .sorted()
                        .toList(),
                counted(meter));
    }

    private static Map<String, Object> report(byte[] json) {
        try {
            Map<String, Object> report = JSON.std.mapFrom(json);
            report.keySet().removeAll(List.of("modified", "bucket"));
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String parked(EventlogLake lake, Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        attributes.replace("run_id", "<run>");
        return (message.body() + " " + attributes).replace(lake.source(), "<source>");
    }

    /** In how many batches messages come is chance, and with them how often a checkpoint is written. */
    private static Map<String, Long> counted(CountingMeter meter) {
        Map<String, Long> counts = new TreeMap<>(meter.counts());
        counts.keySet().removeIf(name -> name.matches("(ExecutionTime|OutputFileSize|CheckpointsSaved|batch).*"));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }
}
