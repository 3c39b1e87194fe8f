package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SideBySideTest {
    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    private static List<Integer> pieces(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void soManyAreDoneAtATimeAsAreAllowedAndNoMore() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SideBySide.each(workers, 4, pieces(12), piece -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            assertThatCode(() -> four.await(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
            now.decrementAndGet();
            done.add(piece);
        });
        assertThat(most).hasValue(4);
        assertThat(done).containsExactlyInAnyOrderElementsOf(pieces(12));
    }

    @Test
    void theCallerDoesAllOfItWhenNoWorkerIsFree() {
        SideBySide.each(work -> {}, 8, pieces(20), done::add);
        assertThat(done).isEqualTo(pieces(20));
    }

    @Test
    void theCallerDoesAllOfItWhenWorkersAreBeingStopped() {
        SideBySide.each(
                work -> {
                    throw new RejectedExecutionException("stopped");
                },
                8,
                pieces(20),
                done::add);
        assertThat(done).isEqualTo(pieces(20));
    }

    @Test
    void aWorkerWhoComesTooLateFindsNothingToDo() {
        List<Runnable> late = new ArrayList<>();
        SideBySide.each(late::add, 8, pieces(3), done::add);
        late.forEach(Runnable::run);
        assertThat(late).hasSize(2);
        assertThat(done).isEqualTo(pieces(3));
    }

    @Test
    void nothingIsBegunForNothing() {
        SideBySide.each(
                work -> {
                    throw new AssertionError("nobody is needed");
                },
                8,
                pieces(0),
                done::add);
        assertThat(done).isEmpty();
    }

    /** The caller's piece comes to this while a worker has begun another, which ends when the caller waits for it. */
    private void callerWaitsForAWorker(Runnable callers) {
        Thread caller = Thread.currentThread();
        AtomicBoolean begun = new AtomicBoolean();
        SideBySide.each(workers, 2, pieces(2), piece -> {
            if (Thread.currentThread() == caller) {
                while (!begun.get()) {
                    Thread.onSpinWait();
                }
                callers.run();
            } else {
                begun.set(true);
                while (caller.getState() != Thread.State.WAITING || caller.isInterrupted()) {
                    Thread.onSpinWait();
                }
                done.add(piece);
            }
        });
    }

    @Test
    void aFailureIsThrownWhenTheOthersHaveEnded() {
        IllegalStateException failure = new IllegalStateException("refused");
        assertThatThrownBy(() -> callerWaitsForAWorker(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(done).hasSize(1);
    }

    @Test
    void aWorkersErrorIsThrownToTheCaller() {
        StackOverflowError failure = new StackOverflowError();
        assertThatThrownBy(() -> SideBySide.each(Runnable::run, 2, pieces(9), piece -> {
                    done.add(piece);
                    if (piece == 3) {
                        throw failure;
                    }
                }))
                .isSameAs(failure);
        assertThat(done).as("nothing is begun behind it").isEqualTo(pieces(4));
    }

    @Test
    void whoIsInterruptedStillWaitsAndIsStillInterrupted() {
        callerWaitsForAWorker(Thread.currentThread()::interrupt);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasSize(1);
    }
}
