package routes.policy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule has fired, or it is time to look for what was missed.
 *
 * @param at the scheduled time, where the trigger says one
 * @param insist fail when somebody else is at work for that time, so that the platform asks again
 */
public record Tick(Optional<Instant> at, boolean insist) {

    /** Time to look, and no more. */
    public static Tick look() {
        return new Tick(Optional.empty(), false);
    }

    /** Whether an event comes from an EventBridge schedule. */
    public static boolean isScheduled(Map<String, Object> event) {
        return "aws.events".equals(event.get("source")) && "Scheduled Event".equals(event.get("detail-type"));
    }

    /** Reads the scheduled time of such an event. */
    public static Tick parse(Map<String, Object> event) {
        try {
            return new Tick(Optional.of(Instant.parse(String.valueOf(event.get("time")))), true);
        } catch (DateTimeParseException e) {
            throw new Poison("time is missing or not a time such as 2026-11-20T01:00:00Z");
        }
    }
}
