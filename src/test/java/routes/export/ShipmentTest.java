package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import routes.Cases;
import routes.ManualClock;
import routes.lake.RecordBatch;
import routes.lake.RecordBatches;
import routes.lake.ResultColumn;
import routes.lake.UnreadableResult;
import routes.policy.FailureKind;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShipmentTest {
    private static final int TOLERATED = 3;
    private static final RuntimeException API_IS_DOWN = new IllegalStateException("API is down");

    private final ManualClock clock = new ManualClock(ExportSamples.AT);
    private final RowTable table = new RowTable();
    private Running export = RunningTest.running(table);

    private Shipment shipment(int batches, int senders) {
        return shipment(csv(batches), batches, senders);
    }

    private Shipment shipment(String csv, int batches, int senders) {
        return new Shipment(
                export,
                new RecordBatches(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        List.of(new ResultColumn("n", "bigint", 19, 0)),
                        1,
                        batches,
                        batch -> !export.isAcknowledged(batch)),
                senders,
                TOLERATED,
                ExportSamples.AT.plus(Duration.ofMinutes(1)),
                clock);
    }

    private static String csv(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(row -> "\"" + row + "\"\n")
                .collect(Collectors.joining("", "\"n\"\n", ""));
    }

    private static Set<Integer> numbers(Iterator<RecordBatch> shipment) {
        Set<Integer> numbers = new TreeSet<>();
        shipment.forEachRemaining(batch -> numbers.add(batch.number()));
        return numbers;
    }

    /**
     * Sends as Camel's Split does: each step of the iteration is a task among those that send, and asks whether there is
     * one behind before it hands on the one in hand.
     */
    private static final class Split {
        private final Shipment shipment;
        private final ExecutorService senders;
        private final Set<Integer> sent = new ConcurrentSkipListSet<>();
        private final AtomicInteger out = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Split(Shipment shipment, int senders) {
            this.shipment = shipment;
            this.senders = Executors.newFixedThreadPool(senders);
        }

        void run() throws InterruptedException {
            senders.submit(this::step);
            assertThat(senders.awaitTermination(10, TimeUnit.SECONDS))
                    .as("sends all, so far %s", sent.size())
                    .isTrue();
        }

        private void step() {
            if (!shipment.hasNext()) {
                senders.shutdown();
                return;
            }
            RecordBatch batch = shipment.next();
            boolean another = shipment.hasNext();
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            senders.submit(() -> send(batch));
            if (another) {
                senders.submit(this::step);
            } else {
                senders.shutdown();
            }
        }

        private void send(RecordBatch batch) {
            sent.add(batch.number());
            shipment.succeeded(batch);
            out.decrementAndGet();
            shipment.arrived();
        }
    }

    @Test
    void allBatchesAreSentOnceAndNeverAreMoreOutThanThereAreSenders() {
        Cases.forAll(generator -> {
            export = RunningTest.running(new RowTable());
            int batches = generator.number(1, 60);
            int senders = generator.number(1, 8);
            Shipment shipment = shipment(batches, senders);
            Split split = new Split(shipment, senders);
            split.run();
            assertThat(split.sent).hasSize(batches);
            assertThat(split.most.get()).isBetween(1, senders);
        });
    }

    @Test
    void aSoleSenderIsNotKeptWaitingByTheLookAtTheNextBatch() {
        Shipment shipment = shipment(2, 1);
        assertThat(shipment.hasNext()).isTrue();
        assertThat(shipment.next().number()).isEqualTo(1);
        assertThat(shipment.hasNext()).isTrue();
        assertThat(shipment.next().number()).isEqualTo(2);
    }

    @Test
    void whoAsksTwiceWhetherThereIsAnotherBatchTakesOnlyOne() {
        Shipment shipment = shipment(3, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(shipment.hasNext()).isTrue();
        }
        assertThat(shipment.next().number()).isEqualTo(1);
        assertThat(shipment.hasNext()).isTrue();
    }

    @Test
    void noMoreBatchesAreInMemoryThanAreOnTheirWay() throws Exception {
        Shipment shipment = shipment(9, 2);
        for (int i = 1; i <= 3; i++) {
            assertThat(shipment.hasNext()).isTrue();
            shipment.next();
        }
        CompletableFuture<Boolean> another = CompletableFuture.supplyAsync(shipment::hasNext);
        assertThatThrownBy(() -> another.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        shipment.arrived();
        assertThat(another.get()).isTrue();
        assertThat(shipment.next().number()).isEqualTo(4);
    }

    @Test
    void aBatchThatTheApiHasIsNotGivenOut() {
        export.acknowledge(1);
        export.acknowledge(3);
        assertThat(numbers(shipment(4, 4))).containsExactly(2, 4);
    }

    @Test
    void behindTheDeadlineNothingIsGivenOutAndTheExportGoesOnElsewhere() {
        Shipment shipment = shipment(9, 4);
        assertThat(shipment.hasNext()).isTrue();
        shipment.next();
        clock.advance(Duration.ofMinutes(1));
        assertThat(shipment.hasNext()).isFalse();
        assertThat(shipment.isStopped()).isTrue();
        assertThatThrownBy(shipment::rethrow).isInstanceOf(OutOfTime.class);
    }

    @Test
    void whatIsOnItsWayAtTheStopIsAcknowledgedAndNothingElseIsGivenOut() {
        Shipment shipment = shipment(9, 4);
        assertThat(shipment.hasNext()).isTrue();
        RecordBatch first = shipment.next();
        shipment.stop(API_IS_DOWN);
        shipment.stop(new OutOfTime());
        shipment.succeeded(first);
        shipment.arrived();
        assertThat(shipment.hasNext()).isFalse();
        assertThatThrownBy(shipment::next).isInstanceOf(java.util.NoSuchElementException.class);
        assertThat(table.now().has(1)).isTrue();
        assertThatThrownBy(shipment::rethrow).isSameAs(API_IS_DOWN);
    }

    @Test
    void whoWaitsForASenderWhenItIsStoppedGetsNoBatch() throws Exception {
        Shipment shipment = shipment(9, 1);
        for (int i = 0; i < 2; i++) {
            assertThat(shipment.hasNext()).isTrue();
            shipment.next();
        }
        AtomicInteger answers = new AtomicInteger();
        Thread asking = new Thread(() -> answers.set(shipment.hasNext() ? 1 : -1));
        asking.start();
        shipment.stop(API_IS_DOWN);
        shipment.arrived();
        asking.join();
        assertThat(answers).hasValue(-1);
    }

    @Test
    void asManyFailuresInARowAsAreToleratedStopIt() {
        Shipment shipment = shipment(9, 9);
        for (int failure = 1; failure < TOLERATED; failure++) {
            shipment.failed(FailureKind.TRANSIENT, API_IS_DOWN);
            assertThat(shipment.isStopped()).as("behind failure %s", failure).isFalse();
        }
        shipment.failed(FailureKind.OUTAGE, API_IS_DOWN);
        assertThatThrownBy(shipment::rethrow).isSameAs(API_IS_DOWN);
    }

    @Test
    void anAnswerOfAnyKindShowsThatTheApiIsUpAndTheCountBeginsAnew() {
        Shipment shipment = shipment(9, 9);
        assertThat(shipment.hasNext()).isTrue();
        RecordBatch batch = shipment.next();
        for (int i = 0; i < 2 * TOLERATED; i++) {
            for (int failure = 1; failure < TOLERATED; failure++) {
                shipment.failed(FailureKind.TRANSIENT, API_IS_DOWN);
            }
            if (i % 2 == 0) {
                shipment.succeeded(batch);
            } else {
                shipment.failed(FailureKind.POISON, API_IS_DOWN);
            }
        }
        assertThat(shipment.isStopped()).isFalse();
        shipment.rethrow();
    }

    @Test
    void behindATokenThatWasRenewedInVainNoneIsRenewedUntilABatchIsTaken() {
        Shipment shipment = shipment(2, 1);
        assertThat(shipment.mayRenew()).isTrue();
        shipment.renewedInVain();
        assertThat(shipment.mayRenew()).isFalse();
        shipment.failed(FailureKind.POISON, API_IS_DOWN);
        assertThat(shipment.mayRenew()).isFalse();
        assertThat(shipment.hasNext()).isTrue();
        shipment.succeeded(shipment.next());
        assertThat(shipment.mayRenew()).isTrue();
    }

    @Test
    void batchesThatWereAllRefusedForWhatTheyAreNeverStopItAndWillNeverSucceed() {
        Shipment shipment = shipment(9, 9);
        for (int i = 0; i < 2 * TOLERATED; i++) {
            shipment.failed(FailureKind.POISON, API_IS_DOWN);
        }
        assertThat(shipment.isStopped()).isFalse();
        assertThat(shipment.whyMissing()).isEqualTo(FailureKind.POISON);
        shipment.failed(FailureKind.TRANSIENT, API_IS_DOWN);
        assertThat(shipment.whyMissing()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aResultThatEndsTooEarlyStopsIt() {
        Shipment shipment = shipment(csv(2), 3, 4);
        assertThat(numbers(shipment)).containsExactly(1, 2);
        assertThatThrownBy(shipment::rethrow).isInstanceOf(UnreadableResult.class);
    }
}
