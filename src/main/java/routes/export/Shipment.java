package routes.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import routes.lake.RecordBatch;
import routes.lake.RecordBatches;
import routes.policy.FailureKind;

/**
 * The batches of a result that the API does not have yet, given out one by one while senders are free: so no more of them
 * are in memory than are on their way, and the next. It ends early when the time is over or somebody stops it; what is on
 * its way then is finished.
 */
final class Shipment implements Iterator<RecordBatch>, AutoCloseable {
    private final Running export;
    private final RecordBatches batches;
    private final Semaphore free;
    private final int tolerated;
    private final Instant deadline;
    private final Clock clock;
    private @Nullable RecordBatch next;
    private @Nullable RuntimeException stopped;
    private int failuresInARow;
    private boolean passing;
    private boolean renewedInVain;

    /**
     * @param senders batches that may be on their way at the same time
     * @param tolerated batches that may fail in a row before the API counts as down
     * @param deadline no batch is given out behind it
     */
    Shipment(Running export, RecordBatches batches, int senders, int tolerated, Instant deadline, Clock clock) {
        this.export = export;
        this.batches = batches;
        // Camel asks for the one behind before it sends the one in hand: a sole sender would wait for himself.
        this.free = new Semaphore(senders + 1);
        this.tolerated = tolerated;
        this.deadline = deadline;
        this.clock = clock;
    }

    Running export() {
        return export;
    }

    @Override
    public boolean hasNext() {
        if (next != null) {
            return true;
        }
        free.acquireUninterruptibly();
        if (!clock.instant().isBefore(deadline)) {
            stop(new OutOfTime());
        }
        next = isStopped() ? null : read();
        if (next == null) {
            free.release();
        }
        return next != null;
    }

    @Override
    public RecordBatch next() {
        RecordBatch batch = next;
        if (batch == null) {
            throw new NoSuchElementException("no batch is left");
        }
        next = null;
        return batch;
    }

    /** Behind each batch, however it went. */
    void arrived() {
        free.release();
    }

    /** The API has a batch. */
    void succeeded(RecordBatch batch) {
        export.acknowledge(batch.number());
        synchronized (this) {
            failuresInARow = 0;
            renewedInVain = false;
        }
    }

    /** The API has refused a token that was new: another one would not help, until it takes a batch again. */
    synchronized void renewedInVain() {
        renewedInVain = true;
    }

    /** Whether a token that the API refuses is worth another one. */
    synchronized boolean mayRenew() {
        return !renewedInVain;
    }

    /** A batch lies parked. Several in a row that might have succeeded: the API is down, and the rest waits. */
    synchronized void failed(FailureKind kind, RuntimeException apiIsDown) {
        if (kind == FailureKind.POISON) {
            failuresInARow = 0;
            return;
        }
        passing = true;
        failuresInARow++;
        if (failuresInARow >= tolerated) {
            stop(apiIsDown);
        }
    }

    /** Gives out nothing more; the first reason counts. */
    synchronized void stop(RuntimeException reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    synchronized boolean isStopped() {
        return stopped != null;
    }

    /** Throws what it was stopped for. */
    synchronized void rethrow() {
        if (stopped != null) {
            throw stopped;
        }
    }

    /** Why batches are missing: some may succeed later, or the API has refused them all for what they are. */
    synchronized FailureKind whyMissing() {
        return passing ? FailureKind.TRANSIENT : FailureKind.POISON;
    }

    private @Nullable RecordBatch read() {
        try {
            return batches.hasNext() ? batches.next() : null;
        } catch (RuntimeException e) {
            stop(e);
            return null;
        }
    }

    @Override
    public void close() {
        try {
            batches.close();
        } catch (IOException e) {
            throw new UncheckedIOException("result could not be closed", e);
        }
    }
}
