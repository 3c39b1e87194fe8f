package routes.flights;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.lake.Note;
import routes.policy.Lake;

/** What the pipeline tells of itself: whether OpenSky is asked, and whether fetches come to their end. */
public final class FlightsNotes {
    private static final Duration LATELY = Duration.ofDays(1);

    private FlightsNotes() {}

    /** The circuit, the API's own pause, and the fetches of a day. */
    public static List<Note> of(Lake lake, FlightsSettings settings) {
        Instant now = lake.clock().instant();
        Map<String, Object> circuit =
                new LinkedHashMap<>(FlightsParts.circuit(lake, settings).state().facts());
        SourceGate.pausedUntil(lake.ledger())
                .filter(now::isBefore)
                .ifPresent(until -> circuit.put("paused_until", until));
        return List.of(
                new Note("circuit", circuit),
                fetches(
                        lake.ledger()
                                .rows(FlightsParts.FETCHES, now.minus(LATELY).toString(), now.toString()),
                        now));
    }

    /** @param rows of scheduled fetches, the latest last */
    static Note fetches(List<Map<String, String>> rows, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", rows.size());
        facts.put(
                "unfinished",
                rows.stream().filter(row -> !row.containsKey("finished_at")).count());
        rows.stream()
                .flatMap(row -> Optional.ofNullable(row.get("finished_at")).stream())
                .reduce((one, later) -> later)
                .ifPresent(finished -> facts.put("last_ended", Duration.between(Instant.parse(finished), now)));
        return new Note("scheduled fetches of a day", facts);
    }
}
