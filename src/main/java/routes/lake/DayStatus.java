package routes.lake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How far a day of a source has come, derived from what the ledger notes and from what is stored.
 *
 * @param of the day and its source
 * @param planned messages that its plan sent; 0: not planned
 * @param plannedAt when it was last planned
 * @param pages how many pages the day has, once its end has been seen
 * @param stored how many pages are stored
 * @param missing pages up to the end that are not stored
 * @param state where it stands
 */
public record DayStatus(
        SourceDay of,
        int planned,
        Optional<Instant> plannedAt,
        Optional<Integer> pages,
        int stored,
        List<Integer> missing,
        State state) {

    /** Where a day stands. */
    public enum State {
        /** Every page up to the end is stored. */
        COMPLETE("complete"),
        /** Its end has not been seen since it was last planned. */
        OPEN("open"),
        /** The source has more pages than may be asked for. */
        CUT_OFF("cut-off"),
        /** The end has been seen, and pages before it are not stored. */
        MISSING_PAGES("missing pages"),
        /** Nobody has planned it. */
        NOT_PLANNED("not planned");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Compares a row of the ledger (empty: there is none) with the page numbers that are stored. */
    public static DayStatus of(SourceDay day, Map<String, String> row, SortedSet<Integer> stored) {
        Optional<Integer> pages = Optional.ofNullable(row.get("pages")).map(Integer::valueOf);
        Optional<Instant> plannedAt = Optional.ofNullable(row.get("planned_at")).map(Instant::parse);
        Optional<Instant> endedAt = Optional.ofNullable(row.get("ended_at")).map(Instant::parse);
        List<Integer> missing = IntStream.rangeClosed(1, pages.orElse(0))
                .filter(page -> !stored.contains(page))
                .boxed()
                .toList();
        boolean ended = endedAt.isPresent() && !endedAt.get().isBefore(plannedAt.orElse(Instant.MIN));
        State state;
        if (row.isEmpty()) {
            state = State.NOT_PLANNED;
        } else if (!ended) {
            state = State.OPEN;
        } else if ("cut-off".equals(row.get("state"))) {
            state = State.CUT_OFF;
        } else {
            state = missing.isEmpty() ? State.COMPLETE : State.MISSING_PAGES;
        }
        int planned = Integer.parseInt(row.getOrDefault("planned", "0"));
        return new DayStatus(day, planned, plannedAt, pages, new TreeSet<>(stored).size(), missing, state);
    }

    /** As it is printed. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("source", of.source());
        map.put("day", of.day().toString());
        map.put("state", state.toString());
        map.put("planned", planned);
        plannedAt.ifPresent(at -> map.put("planned_at", at.toString()));
        pages.ifPresent(number -> map.put("pages", number));
        map.put("stored", stored);
        map.put("missing", missing);
        return map;
    }
}
