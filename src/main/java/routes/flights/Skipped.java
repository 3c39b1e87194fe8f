package routes.flights;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import routes.policy.Outage;

/**
 * A scheduled time at which the API was not asked.
 *
 * @param reason in words
 * @param until when it may be asked again
 */
record Skipped(String reason, Instant until) implements SourceGate.Entry {

    /** The same for a fetch that has begun. */
    Outage outage(Instant now) {
        return new Outage(reason + ": it is not asked before " + until, Duration.between(now, until));
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("skipped", reason);
        map.put("until", until.toString());
        return map;
    }
}
