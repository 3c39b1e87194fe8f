package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What has to change in one checkpoint. Filled while files are read, by one thread at a time. */
final class GroupWork {
    private final Group group;
    private final List<NewEvent> events = new ArrayList<>();
    private final Set<String> replaced = new HashSet<>();
    private final Predicate<byte[]> gone;

    GroupWork(Group group) {
        this(group, key -> false);
    }

    /** @param gone says of a key whether its file is gone, and its row with it */
    GroupWork(Group group, Predicate<byte[]> gone) {
        this.group = group;
        this.gone = gone;
    }

    Group group() {
        return group;
    }

    /** An event enters; whatever its file told before goes. */
    void add(NewEvent event) {
        events.add(event);
        replaced.add(event.file().key());
    }

    /** A file tells its event elsewhere now, or none. */
    void remove(String key) {
        replaced.add(key);
    }

    /** New events in the order of the checkpoint. */
    List<NewEvent> events() {
        events.sort(NewEvent.ORDER);
        return events;
    }

    /** Keys of files whose rows of before go. */
    Set<String> replaced() {
        return replaced;
    }

    /** Whether a row goes. */
    boolean isDropped(byte[] key) {
        return replaced.contains(new String(key, UTF_8)) || gone.test(key);
    }
}
