package routes.export;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.lake.Note;
import routes.policy.Lake;

/** What the pipeline tells of itself: the exports of the last day by where they stand, and what is left to do. */
public final class ExportNotes {
    private static final Duration LATELY = Duration.ofDays(1);
    private static final int MOST = 200;

    private ExportNotes() {}

    /** Exports of the last 24 hours, the latest {@value #MOST} of them, and the oldest that is not done. */
    public static List<Note> of(Lake lake) {
        Instant now = lake.clock().instant();
        return List.of(of(new ExportLedger(lake.ledger(), lake.clock()).since(now.minus(LATELY), MOST), now));
    }

    static Note of(List<ExportRow> rows, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", rows.size());
        rows.forEach(row -> facts.merge(row.state(), 1, (one, other) -> (int) one + (int) other));
        rows.stream().filter(row -> !row.state().equals("done")).findFirst().ifPresent(row -> {
            facts.put("oldest", row.request().exportId());
            facts.put("age", Duration.between(row.askedAt(), now));
        });
        return new Note("exports of 24 hours", facts);
    }
}
