package routes.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import routes.aws.RunLedger;
import routes.policy.Transient;

/**
 * An export that this worker has. What it reaches is written before it goes on; acknowledgements of batches, which come
 * from several threads, in groups: whoever finds nobody writing writes all that there are, and whoever comes meanwhile
 * waits for the next write, which takes them all along. So a crash forgets one batch of each sender at most.
 */
final class Running {
    private final RunLedger ledger;
    private final String run;
    private final String at;
    private final Acknowledged acknowledged;
    private final boolean continued;
    private ExportRow row;
    private boolean writing;
    private long added;
    private long written;

    /** @param continued another worker has begun it, or this one in an earlier turn */
    Running(RunLedger ledger, String at, ExportRow row, Acknowledged acknowledged, boolean continued) {
        this.ledger = ledger;
        this.run = ExportLedger.run(row.request().exportId());
        this.at = at;
        this.row = row;
        this.acknowledged = acknowledged;
        this.continued = continued;
    }

    ExportRequest request() {
        return row().request();
    }

    synchronized ExportRow row() {
        return row;
    }

    /** It was begun in an earlier turn, which may have left batches parked. */
    boolean isContinued() {
        return continued;
    }

    synchronized boolean isAcknowledged(int batch) {
        return acknowledged.has(batch);
    }

    synchronized int acknowledgedBatches() {
        return acknowledged.count();
    }

    /** Notes where the export stands now, and holds it for another lease. */
    void become(ExportRow next) {
        Map<String, String> facts = facts(next);
        mine(ledger.keep(run, at, facts));
        synchronized (this) {
            row = next;
        }
    }

    /** Holds the export for another lease. */
    void hold() {
        mine(ledger.keep(run, at, Map.of()));
    }

    /**
     * The API has a batch. When this returns, that is written; so no more batches are acknowledged and not written than
     * there are callers.
     */
    void acknowledge(int batch) {
        long own;
        synchronized (this) {
            acknowledged.add(batch);
            own = ++added;
            while (writing && written < own) {
                await();
            }
            if (written >= own) {
                return;
            }
            writing = true;
        }
        write();
    }

    /** Writes all acknowledgements that there are; also those whose own write has failed. */
    private void write() {
        long through = 0;
        try {
            String text;
            long all;
            synchronized (this) {
                text = acknowledged.asText();
                all = added;
            }
            mine(ledger.keep(run, at, Map.of("acknowledged", text)));
            through = all;
        } finally {
            synchronized (this) {
                written = Math.max(written, through);
                writing = false;
                notifyAll();
            }
        }
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before an acknowledgement was written", e);
        }
    }

    /** There is nothing left to do. */
    void finish(ExportResult result) {
        mine(ledger.finish(run, at, facts(row().ended(result))));
    }

    /** This worker lets go of it: the next one goes on from here. */
    void release(ExportResult result) {
        mine(ledger.release(run, at, facts(row().ended(result))));
    }

    /** This worker lets go of it, and nothing has changed. */
    void release() {
        mine(ledger.release(run, at, facts(row())));
    }

    private Map<String, String> facts(ExportRow of) {
        Map<String, String> facts = new LinkedHashMap<>(of.facts());
        synchronized (this) {
            facts.put("acknowledged", acknowledged.asText());
        }
        return facts;
    }

    private void mine(boolean kept) {
        if (!kept) {
            throw new Transient(
                    "export " + row().request().exportId() + " was taken over by another worker", (Duration) null);
        }
    }
}
