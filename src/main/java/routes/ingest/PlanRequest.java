package routes.ingest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import routes.lake.Names;
import routes.policy.Poison;

/**
 * What to plan: days, from first to last inclusive, of some sources.
 *
 * @param from first day
 * @param to last day, not before the first
 * @param endpoints names of sources; empty: all
 * @param dryRun count, and send nothing
 * @param runId the run this is
 */
public record PlanRequest(LocalDate from, LocalDate to, List<String> endpoints, boolean dryRun, String runId) {
    private static final int MOST_DAYS = 3_660;
    private static final Set<String> FIELDS = Set.of("from", "to", "endpoints", "dry_run");

    public PlanRequest {
        boolean ours = from.getYear() >= 1970 && to.getYear() <= 9999;
        if (to.isBefore(from) || !ours || from.plusDays(MOST_DAYS).isBefore(to)) {
            throw new Poison("range is " + from + " to " + to + ", expected from not after to, within the years 1970 to"
                    + " 9999, at most " + MOST_DAYS + " days");
        }
        endpoints = List.copyOf(endpoints);
    }

    /** The closed days before the scheduled time: never the day that is still going on. */
    static PlanRequest scheduled(Instant at, int lookbackDays, String runId) {
        LocalDate closed = at.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
        return new PlanRequest(closed.minusDays(lookbackDays - 1L), closed, List.of(), false, runId);
    }

    /** Reads {@code {"from":"2026-11-01","to":"2026-11-19","endpoints":["api-a"],"dry_run":false}}. */
    static PlanRequest parse(Map<String, Object> event, String runId) {
        event.keySet().stream()
                .filter(field -> !FIELDS.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new Poison("field '" + Names.oneLine(field, 40) + "' is not known, expected " + FIELDS);
                });
        LocalDate from = day(event, "from");
        List<String> endpoints = new ArrayList<>();
        if (event.getOrDefault("endpoints", List.of()) instanceof List<?> names) {
            names.forEach(name -> endpoints.add(String.valueOf(name)));
        } else {
            throw new Poison("endpoints is no list of names");
        }
        if (!(event.getOrDefault("dry_run", false) instanceof Boolean dryRun)) {
            throw new Poison("dry_run is neither true nor false");
        }
        return new PlanRequest(from, event.containsKey("to") ? day(event, "to") : from, endpoints, dryRun, runId);
    }

    Stream<LocalDate> days() {
        return from.datesUntil(to.plusDays(1));
    }

    private static LocalDate day(Map<String, Object> event, String field) {
        try {
            return LocalDate.parse(String.valueOf(event.get(field)));
        } catch (DateTimeParseException e) {
            throw new Poison(field + " is missing or not a date such as 2026-11-19");
        }
    }
}
