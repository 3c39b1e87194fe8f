package routes.eventlog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What some files came to, from the first that is read to the last checkpoint that is saved. One thread at a time fills it. */
final class Taken {
    private final String run;
    private final Map<Group, GroupWork> work = new TreeMap<>();
    private final Map<Group, Integer> filtered = new TreeMap<>();
    private final Map<String, FileNote> notes = new LinkedHashMap<>();
    private final Map<String, String> unsettled = new HashMap<>();
    private final Map<String, Candidate> unbegun = new LinkedHashMap<>();
    private final List<GroupResult> results = new ArrayList<>();
    private int files;
    private int events;
    private int quarantined;
    private int unread;

    /** @param run that all of it belongs to */
    Taken(String run) {
        this.run = run;
    }

    String run() {
        return run;
    }

    /** Adds what files hold. */
    void add(Collection<Found> found) {
        for (Found one : found) {
            String key = one.file().key();
            if (one instanceof Found.Unbegun left) {
                unbegun.put(key, left.candidate());
                continue;
            }
            files++;
            if (one instanceof Found.Event event) {
                add(event);
            } else if (one instanceof Found.Quarantined bad) {
                quarantined++;
                notes.put(key, new FileNote(one.file().eTag(), FileNote.Outcome.QUARANTINED, bad.before()));
            } else if (one instanceof Found.Unread failed) {
                unread++;
                unsettled.put(key, failed.reason());
            }
        }
    }

    private void add(Found.Event found) {
        events++;
        LogEvent event = found.event();
        Group group = event.group();
        String key = found.file().key();
        found.before()
                .filter(before -> event.isSandbox() || !before.equals(group))
                .ifPresent(before -> work(before).remove(key));
        if (event.isSandbox()) {
            filtered.merge(group, 1, Integer::sum);
            notes.put(key, new FileNote(found.file().eTag(), FileNote.Outcome.SANDBOX, Optional.empty()));
        } else {
            work(group).add(new NewEvent(found.file(), event));
        }
    }

    private GroupWork work(Group group) {
        return work.computeIfAbsent(group, GroupWork::new);
    }

    void add(GroupWork one) {
        work.put(one.group(), one);
    }

    /** What has to change, by group, as far as nothing has become of it yet. */
    List<GroupWork> work() {
        return List.copyOf(work.values());
    }

    /** Adds what became of a group. Its events have gone where they belong, or come again: nobody needs them any more. */
    void add(GroupResult result) {
        results.add(result);
        GroupWork done = work.remove(result.group());
        if (result instanceof GroupResult.Failed failed) {
            done.replaced().forEach(key -> unsettled.put(key, failed.error()));
        } else if (result instanceof GroupResult.Saved) {
            done.events()
                    .forEach(event -> notes.putIfAbsent(
                            event.file().key(), FileNote.stored(event.file().eTag(), result.group())));
        }
    }

    /** What became of files, by key, as far as it is settled: what may be noted. */
    Map<String, FileNote> notes() {
        Map<String, FileNote> settled = new LinkedHashMap<>(notes);
        settled.keySet().removeAll(unsettled.keySet());
        work.values().forEach(left -> settled.keySet().removeAll(left.replaced()));
        return settled;
    }

    /** Why a file has to come again; empty when it is settled. */
    Optional<String> unsettled(String key) {
        return Optional.ofNullable(unsettled.get(key));
    }

    /** Whether there was no time for a file, or for the checkpoint of its event: it comes again, and nobody has failed. */
    boolean isLeft(String key) {
        return unbegun.containsKey(key)
                || work.values().stream().anyMatch(left -> left.replaced().contains(key));
    }

    /** Files that there was no time to read. */
    Collection<Candidate> unbegun() {
        return unbegun.values();
    }

    /** What became of groups. */
    List<GroupResult> results() {
        return results;
    }

    /** Events of projects for trying things out, by group. */
    Map<Group, Integer> filtered() {
        return filtered;
    }

    /** Files that were asked for. */
    int files() {
        return files;
    }

    /** Valid events, those of projects for trying things out among them. */
    int events() {
        return events;
    }

    int quarantined() {
        return quarantined;
    }

    /** Files that could not be read. */
    int unread() {
        return unread;
    }
}
