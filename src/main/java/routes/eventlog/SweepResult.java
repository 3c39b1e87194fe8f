package routes.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What events or a sweep came to, as it is printed and returned. One thread fills it. */
final class SweepResult {
    /** Everything that there was. */
    static final int ALL = 200;

    private final Map<Group, GroupResult.Saved> saved = new TreeMap<>();
    private final Map<Group, Integer> added = new TreeMap<>();
    private final Map<Group, GroupResult.Failed> failed = new TreeMap<>();
    private int files;
    private int events;
    private int filtered;
    private int quarantined;
    private int unread;
    private boolean outOfTime;

    /** Adds what some files came to. */
    void add(Taken taken) {
        files += taken.files();
        events += taken.events();
        filtered +=
                taken.filtered().values().stream().mapToInt(Integer::intValue).sum();
        quarantined += taken.quarantined();
        unread += taken.unread();
        outOfTime |= !taken.work().isEmpty();
        taken.results().forEach(this::add);
    }

    /** Adds what became of a group. A group that has failed once has failed, whatever came after. */
    void add(GroupResult result) {
        if (result instanceof GroupResult.Saved one) {
            saved.put(one.group(), one);
            added.merge(one.group(), one.newEvents(), Integer::sum);
        } else if (result instanceof GroupResult.Failed one) {
            failed.put(one.group(), one);
        }
    }

    /** What is missing, in one line. */
    String missing() {
        return failed.size() + " groups failed, " + unread + " files could not be read"
                + (outOfTime ? ", and there was no time for the rest" : "");
    }

    /** Not everything was looked at. */
    void outOfTime() {
        outOfTime = true;
    }

    int files() {
        return files;
    }

    /** 200: all that there was; 207: a part of it; 500: nothing. */
    int statusCode() {
        if (failed.isEmpty() && unread == 0 && !outOfTime) {
            return ALL;
        }
        return saved.isEmpty() && quarantined == 0 ? 500 : 207;
    }

    /** As it is printed. */
    Map<String, Object> asMap() {
        List<Map<String, Object>> successful = new ArrayList<>();
        saved.forEach((group, one) -> {
            Map<String, Object> map = one.asMap();
            map.put("new_events", added.get(group));
            successful.add(map);
        });
        return Results.map(
                "statusCode",
                statusCode(),
                "body",
                Results.map(
                        "total_events", events,
                        "filtered_events", filtered,
                        "quarantined_files", quarantined,
                        "unread_files", unread,
                        "groups_processed", saved.size(),
                        "groups_failed", failed.size(),
                        "successful_groups", successful,
                        "failed_groups",
                                failed.values().stream()
                                        .map(GroupResult.Failed::asMap)
                                        .toList()));
    }
}
