package routes.eventlog;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.lake.Note;
import routes.policy.Lake;

/** What the pipeline tells of itself: whether its sweeps come to their end. */
public final class EventlogNotes {
    /** A day more than the longest usual schedule, so that the sweep before is seen too. */
    private static final Duration LATELY = Duration.ofDays(8);

    private EventlogNotes() {}

    /** Scheduled sweeps of the last eight days, and the latest that has ended. */
    public static List<Note> of(Lake lake) {
        Instant now = lake.clock().instant();
        return List.of(
                of(lake.ledger().rows(EventlogParts.SWEEPS, now.minus(LATELY).toString(), now.toString()), now));
    }

    /** @param rows of scheduled sweeps, the latest last */
    static Note of(List<Map<String, String>> rows, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", rows.size());
        facts.put(
                "unfinished",
                rows.stream().filter(row -> !row.containsKey("finished_at")).count());
        rows.stream()
                .filter(row -> row.containsKey("finished_at"))
                .reduce((one, later) -> later)
                .ifPresent(
                        row -> facts.put("last_ended", Duration.between(Instant.parse(row.get("finished_at")), now)));
        return new Note("scheduled sweeps of 8 days", facts);
    }
}
