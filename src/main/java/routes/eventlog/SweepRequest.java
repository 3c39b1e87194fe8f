package routes.eventlog;

import java.util.Map;
import routes.policy.Poison;

/**
 * What a sweep shall do.
 *
 * @param dryRun only count what it would read
 * @param dropMissing rows of files that are gone go too
 */
record SweepRequest(boolean dryRun, boolean dropMissing) {
    /** As a schedule has it. */
    static final SweepRequest DAILY = new SweepRequest(false, false);

    /**
     * Reads {@code {"sweep":true,"dry_run":false,"drop_missing":false}}, of which the first must be there.
     *
     * @throws Poison for anything else
     */
    static SweepRequest parse(Map<String, Object> event) {
        if (!Boolean.TRUE.equals(event.get("sweep"))) {
            throw new Poison("event is neither a schedule's nor has it sweep=true");
        }
        event.keySet().forEach(name -> {
            if (!name.equals("sweep") && !name.equals("dry_run") && !name.equals("drop_missing")) {
                throw new Poison("event has a field that nobody knows, expected sweep, dry_run or drop_missing");
            }
        });
        return new SweepRequest(truth(event, "dry_run"), truth(event, "drop_missing"));
    }

    private static boolean truth(Map<String, Object> event, String name) {
        Object value = event.getOrDefault(name, false);
        if (!(value instanceof Boolean truth)) {
            throw new Poison(name + " is no truth value, expected true or false");
        }
        return truth;
    }
}
