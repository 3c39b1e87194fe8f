package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import local.EventFile;
import local.EventLogs;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import routes.aws.RunLedger;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Unit;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A function's time: what would take longer is cut between files and between groups, and what was done stays done. */
class EventlogTimeRoutesTest extends CamelTestSupport {
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final int MANY = 40;

    private final MemoryEventlog lake =
            new MemoryEventlog("eventlog.sweep-files", Integer.toString(MANY), "eventlog.readers", "1");
    private final EventLogs logs = new EventLogs(5);

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {new EventlogFailureRoutes(lake.parts), new EventlogRoutes(lake.parts)};
    }

    private List<EventFile> put(int count) {
        List<EventFile> files = logs.files(count);
        files.forEach(lake::put);
        return files;
    }

    /** Sweeps with as much time as a function has; nothing is begun behind its end. */
    private Exchange sweep(SweepRequest request) {
        context().start();
        Instant deadline = lake.clock.instant().plus(BUDGET);
        return template().send("direct:eventlog-sweep", exchange -> {
            exchange.setProperty(Unit.DEADLINE, deadline);
            exchange.getMessage().setBody(request);
        });
    }

    private void reading(Predicate<String> keys, Duration takes) {
        lake.memory.s3.failReads(get -> {
            if (keys.test(get.key())) {
                lake.clock.advance(takes);
            }
            return null;
        });
    }

    private void saving(Duration takes) {
        lake.memory.s3.failWrites(put -> {
            if (put.key().startsWith("checkpoints/")) {
                lake.clock.advance(takes);
            }
            return null;
        });
    }

    private static void assertOutOfTime(Exchange exchange) {
        assertThat(exchange.getException())
                .isInstanceOf(EventsMissing.class)
                .hasMessage("events are missing: 0 groups failed, 0 files could not be read, "
                        + "and there was no time for the rest");
    }

    @Test
    void aSweepWhoseFilesTakeTooLongEndsInTimeAndKeepsWhatItHasRead() {
        put(MANY);
        reading(key -> key.startsWith(MemoryEventlog.PREFIX), Duration.ofSeconds(5));
        Instant begun = lake.clock.instant();
        assertOutOfTime(sweep(SweepRequest.DAILY));
        assertThat(Duration.between(begun, lake.clock.instant())).isLessThanOrEqualTo(BUDGET.plusSeconds(5));
        assertThat(lake.reads(MemoryEventlog.PREFIX)).isBetween(6L, 13L);
        assertThat(lake.rows()).isNotEmpty();
    }

    @Test
    void sweepsThatAreCutComeToTheEndTogetherAndHardlyAFileIsReadTwice() {
        List<EventFile> files = put(MANY);
        reading(key -> key.startsWith(MemoryEventlog.PREFIX), Duration.ofSeconds(5));
        int sweeps = 1;
        while (sweep(SweepRequest.DAILY).getException() != null && sweeps < 10) {
            sweeps++;
        }
        assertThat(sweeps).isBetween(4, 9);
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
        // The last file of each may take so long that it cannot be saved any more.
        assertThat(lake.reads(MemoryEventlog.PREFIX)).isBetween((long) MANY, (long) MANY + sweeps);
    }

    @Test
    void aSweepWhoseGroupsTakeTooLongEndsInTimeAndKeepsThoseThatItHasSaved() {
        List<EventFile> files = put(MANY);
        saving(Duration.ofSeconds(25));
        Instant begun = lake.clock.instant();
        assertOutOfTime(sweep(SweepRequest.DAILY));
        assertThat(Duration.between(begun, lake.clock.instant())).isEqualTo(Duration.ofSeconds(75));
        assertThat(lake.checkpoints()).hasSize(3);
        int sweeps = 1;
        while (sweep(SweepRequest.DAILY).getException() != null && sweeps < 20) {
            sweeps++;
        }
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
        assertThat(lake.counted("CheckpointSaveFailures pipeline=eventlog")).isZero();
    }

    @Test
    void aGroupThatTakesAllOfTheTimeDoesNotTakeItFromTheSameOthersForEver() {
        List<EventFile> files = put(MANY);
        String greedy = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .map(EventFile::group)
                .sorted()
                .findFirst()
                .orElseThrow();
        lake.memory.s3.failWrites(put -> {
            if (!put.key().contains(greedy)) {
                return null;
            }
            lake.clock.advance(BUDGET);
            return (S3Exception) S3Exception.builder().statusCode(503).build();
        });
        List<EventFile> others =
                files.stream().filter(file -> !file.group().equals(greedy)).toList();
        int sweeps = 0;
        while (lake.rows().size() < StoredFiles.inOrder(others).size() && sweeps < 50) {
            sweep(SweepRequest.DAILY);
            sweeps++;
        }
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(others));
    }

    @Test
    void aListingThatTakesLongIsReadOnOnlyAsLongAsNothingIsFound() {
        put(3);
        Instant end = lake.clock.instant().plus(BUDGET);
        TimeLeft time = TimeLeft.until(end, lake.clock);
        assertThat(time.isEnoughToRead()).isTrue();
        lake.clock.advance(Duration.ofSeconds(30));
        assertThat(time.isEnoughToRead()).isFalse();
        assertThat(time.isAny()).isTrue();
        context().start();
        SweepRun found = lake.parts.sweep().begin(SweepRequest.DAILY, "run-1", time);
        assertThat(found.next(time))
                .as("half of the time is over, and something was found")
                .hasSize(1);
        assertThat(found.hasMore()).isTrue();
        lake.clock.set(end);
        assertThat(found.next(time)).as("all of it is over").isEmpty();
    }

    @Test
    void aSweepWhoseCheckpointsTakeTooLongToReadEndsInTimeAndNoFileSeemsToBeMissing() {
        List<EventFile> files = put(MANY);
        assertThat(sweep(SweepRequest.DAILY).getException()).isNull();
        List<EventFile> more = put(1);
        long read = lake.reads(MemoryEventlog.PREFIX);
        List<String> checkpoints = lake.checkpoints();
        reading(key -> key.startsWith("checkpoints/"), Duration.ofSeconds(25));
        Instant begun = lake.clock.instant();
        assertOutOfTime(sweep(new SweepRequest(false, true)));
        assertThat(Duration.between(begun, lake.clock.instant())).isEqualTo(Duration.ofSeconds(75));
        assertThat(lake.reads(MemoryEventlog.PREFIX)).isEqualTo(read);
        assertThat(lake.checkpoints()).isEqualTo(checkpoints);
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
        reading(key -> false, Duration.ZERO);
        assertThat(sweep(SweepRequest.DAILY).getException()).isNull();
        assertThat(lake.reads(MemoryEventlog.PREFIX)).isEqualTo(read + more.size());
    }

    @Test
    void aSweepWithoutTimeStillTellsOfTheCheckpointsThatCannotBeRead() {
        put(MANY);
        sweep(SweepRequest.DAILY);
        String broken = lake.checkpoints().get(0);
        lake.memory.s3.failReads(get -> {
            lake.clock.advance(get.key().startsWith("checkpoints/") ? Duration.ofSeconds(25) : Duration.ZERO);
            return get.key().equals(broken)
                    ? (S3Exception) S3Exception.builder().statusCode(503).build()
                    : null;
        });
        assertThat(sweep(SweepRequest.DAILY).getException()).isInstanceOfSatisfying(EventsMissing.class, missing -> {
            assertThat(missing)
                    .hasMessage("events are missing: 1 groups failed, 0 files could not be read, "
                            + "and there was no time for the rest");
            assertThat(missing.result().toString())
                    .contains("checkpoint " + broken + " cannot be read: AWS answers 503");
        });
    }

    private String form(int number) {
        String key = MemoryEventlog.PREFIX + Events.name(number);
        return MemoryEventlog.event(key, lake.put(MemoryEventlog.SOURCE, key, Events.file()));
    }

    private BatchResult collect(List<String> events) {
        context().start();
        Batch batch = new Batch(
                MemoryEventlog.messages(5, events), lake.clock.instant().plus(BUDGET));
        return template().requestBody("direct:eventlog-collect", batch, BatchResult.class);
    }

    @Test
    void aCheckpointInWhoseMiddleTimeEndsIsAsItWasAndNobodyHoldsIt() {
        collect(List.of(form(1)));
        String key = lake.checkpoints().get(0);
        byte[] before = lake.memory.s3.bytes(key);
        String event = form(2);
        reading(read -> read.equals(key), BUDGET);
        assertThat(collect(List.of(event)).outcomes().values())
                .containsExactly(
                        new Outcome.Retry(FailureKind.TRANSIENT, "no time left for its file", Optional.empty()));
        assertThat(lake.memory.s3.bytes(key)).isEqualTo(before);
        assertThat(lake.lake.ledger().as("other").claim(Checkpointing.LEASES, "adrc/form"))
                .isEqualTo(RunLedger.Claim.TAKEN);
        assertThat(lake.rows()).hasSize(1);
    }

    @Test
    void ofABatchTheMessagesOfFilesWithoutTimeComeAgainHoweverOftenTheyHaveCome() {
        List<EventFile> files = logs.files(MANY);
        List<String> events = files.stream().map(lake::arrive).toList();
        reading(key -> key.startsWith(MemoryEventlog.PREFIX), Duration.ofSeconds(5));
        BatchResult result = collect(events);
        assertThat(result.outcomes().values())
                .filteredOn(Outcome.Done.class::isInstance)
                .hasSize(6);
        assertThat(result.outcomes().values())
                .filteredOn(Outcome.Retry.class::isInstance)
                .hasSize(MANY - 6);
        assertThat(lake.memory.sqs.bodies("eventlog-events-dlq")).isEmpty();
    }
}
