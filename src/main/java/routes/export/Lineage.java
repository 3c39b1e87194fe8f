package routes.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import routes.aws.Athena;
import routes.aws.Execution;
import routes.aws.Statement;
import routes.lake.Sha256;
import routes.policy.FailureKind;

/**
 * Tells whether an object of an Iceberg table brought rows, or whether it was written by a compaction, whose rows the
 * table had before. The snapshot tells that in which the object appeared: by Iceberg's specification, one of operation
 * {@code replace} changes no data. It is found by looking into the table's snapshots from the newest back. Whoever
 * waits for that keeps the export.
 */
final class Lineage {
    private static final String COMPACTION = "replace";
    /** An object that is visible in so many snapshots is no new one: it is exported, as whoever sent its event wishes. */
    private static final int SNAPSHOTS = 50;

    private final Athena athena;
    private final Querying querying;
    private final Clock clock;

    Lineage(Athena athena, Querying querying, Clock clock) {
        this.athena = athena;
        this.querying = querying;
        this.clock = clock;
    }

    /**
     * Whether the object of an export, whose rows are visible now, brought them into the table.
     *
     * @throws OutOfTime behind the deadline
     * @throws ExportFailed when it cannot be told; only another attempt of the export asks anew
     */
    boolean isNew(Running export, Instant deadline) {
        ExportRequest request = export.request();
        String snapshots = "SELECT snapshot_id, operation FROM \"" + request.table()
                + "$snapshots\" ORDER BY committed_at DESC LIMIT " + SNAPSHOTS;
        String operation = "";
        for (List<String> snapshot : ask(export, new Statement(snapshots, List.of()), deadline)) {
            long id = Long.parseLong(snapshot.get(0));
            if (!isVisible(export, id, deadline)) {
                return !operation.equals(COMPACTION);
            }
            operation = snapshot.get(1);
        }
        return !operation.equals(COMPACTION);
    }

    private boolean isVisible(Running export, long snapshot, Instant deadline) {
        ExportRequest request = export.request();
        String sql = "SELECT 1 FROM \"" + request.table() + "\" FOR VERSION AS OF " + snapshot
                + " WHERE \"$path\" = ? LIMIT 1";
        String object = ExportQuery.literal(request.object().orElseThrow().uri());
        return !ask(export, new Statement(sql, List.of(object)), deadline).isEmpty();
    }

    /** Small questions, answered at once: their token holds their text, so a retry finds the same answer, or the
     * same failure. */
    private List<List<String>> ask(Running export, Statement statement, Instant deadline) {
        ExportRow row = export.row();
        String id = athena.start(
                statement, Sha256.ofText(row.request().exportId() + "/" + row.attempt() + "/" + statement.sql()));
        for (int looks = 0; ; looks++) {
            Execution execution = athena.look(id);
            if (execution instanceof Execution.Succeeded) {
                return athena.rows(id);
            }
            if (execution instanceof Execution.Ended ended) {
                throw new ExportFailed(
                        500, FailureKind.TRANSIENT, "snapshots of the table cannot be read: " + ended.reason(), null);
            }
            Duration pause = querying.pause(looks);
            if (!clock.instant().plus(pause).isBefore(deadline)) {
                throw new OutOfTime();
            }
            export.hold();
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
