package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import routes.Cases;
import routes.aws.RunLedger;
import routes.policy.FailureKind;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningTest {
    private static final int THREADS = 16;

    private final RowTable table = new RowTable();
    private final Running export = running(table);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        table.release();
        threads.shutdownNow();
    }

    /** An export that has just been begun. */
    static Running running(RowTable table) {
        Clock clock = Clock.fixed(ExportSamples.AT, ZoneOffset.UTC);
        RunLedger ledger = new RunLedger(() -> table, "runs", RowTable.OWNER, Duration.ofMinutes(5), clock);
        ExportRequest request = new ExportRequest(
                "0123456789abcdef0123456789abcdef",
                Origin.SCHEDULE,
                ExportSamples.CUSTOMERS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false,
                "0".repeat(64));
        return new Running(ledger, "export", ExportRow.begun(request, Instant.EPOCH), Acknowledged.none(), false);
    }

    private static ExportResult result() {
        return new ExportResult(
                "0123456789abcdef0123456789abcdef",
                500,
                "stopped",
                "",
                0,
                0,
                false,
                0,
                0,
                Optional.of(FailureKind.TRANSIENT),
                Optional.empty());
    }

    private List<Future<?>> acknowledge(int from, int to) {
        List<Future<?>> calls = new ArrayList<>();
        IntStream.rangeClosed(from, to).forEach(batch -> calls.add(threads.submit(() -> export.acknowledge(batch))));
        return calls;
    }

    private static Throwable failure(Future<?> call) throws InterruptedException {
        try {
            call.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void anAcknowledgementIsWrittenWhenItsCallReturnsAndNoWriteIsOlderThanTheOneBefore() {
        Cases.forAll(generator -> {
            RowTable row = new RowTable();
            Running running = running(row);
            int batches = generator.number(1, 200);
            AtomicInteger next = new AtomicInteger();
            ConcurrentLinkedQueue<Integer> missing = new ConcurrentLinkedQueue<>();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> {
                    for (int batch = next.incrementAndGet(); batch <= batches; batch = next.incrementAndGet()) {
                        running.acknowledge(batch);
                        if (!row.now().has(batch)) {
                            missing.add(batch);
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            assertThat(missing).isEmpty();
            assertThat(row.now().count()).isEqualTo(batches);
            assertGrowing(row.written(), batches);
        });
    }

    private static void assertGrowing(List<Acknowledged> written, int batches) {
        for (int write = 1; write < written.size(); write++) {
            Acknowledged before = written.get(write - 1);
            assertThat(IntStream.rangeClosed(1, batches).filter(before::has))
                    .as("what write %s knew, in the next", write)
                    .allMatch(written.get(write)::has);
        }
    }

    @Test
    void whatComesDuringAWriteWaitsAndIsWrittenTogether() throws Exception {
        table.hold();
        List<Future<?>> first = acknowledge(1, 1);
        table.held().await();
        List<Future<?>> others = acknowledge(2, THREADS);
        await().until(() -> export.acknowledgedBatches() == THREADS);
        assertThat(others).noneMatch(Future::isDone);
        table.release();
        for (Future<?> call : others) {
            call.get();
        }
        first.get(0).get();
        assertThat(table.written()).extracting(Acknowledged::count).containsExactly(1, THREADS);
    }

    @Test
    void aWriteThatFailsIsToldToItsCallerAloneAndTheNextOneHasItsBatchToo() throws Exception {
        table.hold();
        table.fail(1);
        Future<?> first = acknowledge(1, 1).get(0);
        table.held().await();
        List<Future<?>> others = acknowledge(2, 5);
        await().until(() -> export.acknowledgedBatches() == 5);
        table.release();
        assertThat(failure(first)).isInstanceOf(ProvisionedThroughputExceededException.class);
        for (Future<?> call : others) {
            call.get();
        }
        assertThat(table.written()).extracting(Acknowledged::count).containsExactly(5);
    }

    @Test
    void whatNoWriteCouldTellIsToldWhenTheExportIsLetGoOf() {
        table.fail(1);
        assertThatThrownBy(() -> export.acknowledge(3)).isInstanceOf(ProvisionedThroughputExceededException.class);
        export.release(result());
        assertThat(table.now().has(3)).isTrue();
    }

    @Test
    void aWorkerWhoseLeaseIsLostWritesNothingAndEverybodyWhoWaitsIsTold() throws Exception {
        export.acknowledge(1);
        table.hold();
        List<Future<?>> calls = new ArrayList<>(acknowledge(2, 2));
        table.held().await();
        calls.addAll(acknowledge(3, THREADS));
        await().until(() -> export.acknowledgedBatches() == THREADS);
        table.giveAway();
        table.release();
        for (Future<?> call : calls) {
            assertThat(failure(call))
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("was taken over by another worker");
        }
        assertThat(table.now().count()).isEqualTo(1);
        assertThatThrownBy(() -> export.release(result())).hasMessageContaining("was taken over");
    }

    @Test
    void whoIsInterruptedWhileHeWaitsIsToldThatNothingIsWrittenYet() throws Exception {
        table.hold();
        Future<?> first = acknowledge(1, 1).get(0);
        table.held().await();
        AtomicInteger interrupted = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            try {
                export.acknowledge(2);
            } catch (IllegalStateException e) {
                interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            }
        });
        waiting.start();
        await().until(() -> export.acknowledgedBatches() == 2);
        waiting.interrupt();
        waiting.join();
        assertThat(interrupted).hasValue(1);
        table.release();
        first.get();
        assertThat(table.now().has(2)).isFalse();
    }
}
