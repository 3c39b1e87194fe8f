package routes.aws;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The same done to many pieces, several at a time: by the caller's own thread, and by as many workers as are free meanwhile.
 * Since the caller takes part, it comes to an end even if no worker is ever free.
 */
final class SideBySide<T> {
    private final Iterator<T> pieces;
    private final Consumer<T> work;
    private int underWay;
    private @Nullable Throwable failure;

    private SideBySide(Iterator<T> pieces, Consumer<T> work) {
        this.pieces = pieces;
        this.work = work;
    }

    /**
     * Does all of it. Behind the first failure no piece is begun any more; whatever was begun has ended when this returns or
     * throws.
     *
     * @param most pieces at a time, the caller's own among them
     * @throws RuntimeException the first failure, as it was thrown
     */
    static <T> void each(Executor workers, int most, List<T> pieces, Consumer<T> work) {
        SideBySide<T> all = new SideBySide<>(pieces.iterator(), work);
        try {
            for (int worker = 1; worker < Math.min(most, pieces.size()); worker++) {
                workers.execute(all::takePart);
            }
        } catch (RejectedExecutionException e) {
            // Workers that are being stopped: whoever is there already, and the caller, do without them.
        }
        all.takePart();
        all.awaitOthers();
        all.rethrow();
    }

    private void takePart() {
        for (Optional<T> piece = take(); piece.isPresent(); piece = take()) {
            @Nullable Throwable failed = null;
            try {
                work.accept(piece.get());
            } catch (RuntimeException | Error e) {
                failed = e;
            }
            end(failed);
        }
    }

    private synchronized Optional<T> take() {
        if (failure != null || !pieces.hasNext()) {
            return Optional.empty();
        }
        underWay++;
        return Optional.of(pieces.next());
    }

    private synchronized void end(@Nullable Throwable failed) {
        underWay--;
        if (failure == null) {
            failure = failed;
        }
        notifyAll();
    }

    /** Somebody who interrupts waits, too: nothing is left behind that still works. */
    private synchronized void awaitOthers() {
        boolean interrupted = false;
        while (underWay > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
