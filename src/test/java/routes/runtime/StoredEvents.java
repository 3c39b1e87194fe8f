package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import local.EventFile;

/** What checkpoints must hold of files, computed from what the files were made of. */
final class StoredEvents {

    private StoredEvents() {}

    /** Every event that is to be stored is in its group's checkpoint, in order, with its values; and nothing else is. */
    static void areExactly(Collection<EventFile> files, EventlogLake lake) {
        List<Map<String, Object>> rows = lake.rows();
        List<EventFile> stored = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .sorted(Comparator.comparing(EventFile::group)
                        .thenComparing(EventFile::time)
                        .thenComparing(StoredEvents::key))
                .toList();
        assertThat(rows)
                .extracting(row -> row.get("source_key"))
                .containsExactlyElementsOf(
                        stored.stream().map(StoredEvents::key).toList());
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = rows.get(i);
            EventFile file = stored.get(i);
            file.fields().forEach((field, value) -> {
                if (!field.equals("timestamp")) {
                    assertThat(row.get(field)).as(file.name() + " " + field).isEqualTo(value);
                }
            });
            assertThat(((OffsetDateTime) row.get("timestamp")).toInstant()).isEqualTo(file.time());
            assertThat(row.get("file")).isEqualTo("checkpoints/" + file.group() + "/events.parquet");
        }
    }

    private static String key(EventFile file) {
        return EventlogLake.PREFIX + file.name();
    }
}
