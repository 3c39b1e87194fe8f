package routes.eventlog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import local.EventFile;

/** What must be stored of files. */
final class StoredFiles {
    private StoredFiles() {}

    /** Keys of events in the order of all checkpoints. */
    static List<Object> inOrder(Collection<EventFile> files) {
        return files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .sorted(Comparator.comparing(EventFile::group)
                        .thenComparing(EventFile::time)
                        .thenComparing(EventFile::name))
                .<Object>map(MemoryEventlog::key)
                .toList();
    }
}
