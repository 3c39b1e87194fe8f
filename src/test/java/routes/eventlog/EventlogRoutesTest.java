package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The way of a batch of S3 events, over a bucket, a queue and tables in memory. */
class EventlogRoutesTest extends CamelTestSupport {
    private final MemoryEventlog lake = new MemoryEventlog();
    private final EventLogs logs = new EventLogs(5);

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {new EventlogFailureRoutes(lake.parts), new EventlogRoutes(lake.parts)};
    }

    private BatchResult collect(String... bodies) {
        return collect(List.of(bodies));
    }

    private BatchResult collect(List<String> bodies) {
        context().start();
        Batch batch = new Batch(
                MemoryEventlog.messages(1, bodies), lake.clock.instant().plusSeconds(600));
        return template().requestBody("direct:eventlog-collect", batch, BatchResult.class);
    }

    private static S3Exception status(int status) {
        return (S3Exception) S3Exception.builder().statusCode(status).build();
    }

    private String form(int number, Object... other) {
        String key = MemoryEventlog.PREFIX + Events.name(number);
        return MemoryEventlog.event(key, lake.put("events", key, Events.file(other)));
    }

    private String apoe(int number) {
        return form(number, "datatype", "apoe", "module", null);
    }

    private static String key(int number) {
        return MemoryEventlog.PREFIX + Events.name(number);
    }

    @Test
    void aBatchBecomesSortedRowsAndIsAcknowledged() {
        List<EventFile> files = logs.files(60);
        BatchResult result = collect(files.stream().map(lake::arrive).toList());
        assertThat(result.outcomes())
                .hasSize(60)
                .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(new Outcome.Done()));
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
        long sandbox = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.SANDBOX)
                .count();
        assertThat(sandbox).isPositive();
        assertThat(result.summary().get("body").toString())
                .contains("total_events=60", "filtered_events=" + sandbox, "quarantined_files=0");
    }

    @Test
    void theSameEventsAgainReadNothing() {
        List<String> events = logs.files(20).stream().map(lake::arrive).toList();
        collect(events);
        List<Map<String, Object>> rows = lake.rows();
        long reads = lake.memory.s3.reads().size();
        int writes = lake.memory.s3.written().size();
        assertThat(collect(events).outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.memory.s3.reads()).hasSize((int) reads);
        assertThat(lake.memory.s3.written()).hasSize(writes);
        assertThat(lake.rows()).isEqualTo(rows);
    }

    @Test
    void oneBadFileOfEveryKindStopsNoOther() {
        List<EventFile> bad = EventFaults.all(logs);
        List<EventFile> good = logs.files(10);
        List<EventFile> all = new ArrayList<>(bad);
        all.addAll(good);
        BatchResult result = collect(all.stream().map(lake::arrive).toList());
        assertThat(result.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.reports()).hasSize(bad.size());
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(good));
        assertThat(lake.counted("EventsFailed pipeline=eventlog")).isEqualTo(bad.size());
    }

    @Test
    void aFileThatIsTooLargeIsQuarantinedWithoutBeingRead() {
        EventFile large = EventFaults.longerThan(1 << 20, logs);
        collect(lake.arrive(large));
        assertThat(new String(lake.memory.s3.bytes(lake.reports().get(0)), UTF_8))
                .contains("has more than 1048576 bytes");
        assertThat(lake.rows()).isEmpty();
    }

    @Test
    void aNumberBeyond32BitsIsQuarantinedAndItsGroupGoesOn() {
        BatchResult result = collect(form(1, "pipeline_adcid", 3_000_000_000L), form(2));
        assertThat(result.outcomes().values()).containsOnly(new Outcome.Done());
        assertThat(new String(lake.memory.s3.bytes(lake.reports().get(0)), UTF_8))
                .contains("has more than 32 bits");
        assertThat(lake.column("source_key")).containsExactly(key(2));
    }

    @Test
    void aFileInQuarantineIsNotReadAgainUntilItChanges() {
        EventFile bad = EventFaults.all(logs).get(0);
        String event = lake.arrive(bad);
        collect(event);
        long reads = lake.reads("test/");
        collect(event);
        assertThat(lake.reads("test/")).isEqualTo(reads);
        collect(MemoryEventlog.event(
                MemoryEventlog.key(bad), lake.put("events", MemoryEventlog.key(bad), Events.file())));
        assertThat(lake.column("source_key")).containsExactly(MemoryEventlog.key(bad));
    }

    @Test
    void aGroupThatCannotBeSavedLeavesItsFileAloneAndTheOthersAreSaved() {
        collect(form(1), apoe(2));
        byte[] before = lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet");
        lake.memory.s3.failWrites(put -> put.key().contains("/form/") ? status(503) : null);
        String missing = form(3);
        BatchResult result = collect(missing, apoe(4));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
        assertThat(result.summary()).containsEntry("statusCode", 207);
        assertThat(lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet")).isEqualTo(before);
        assertThat(lake.column("source_key")).containsExactlyInAnyOrder(key(1), key(2), key(4));
        lake.memory.s3.failWrites(put -> null);
        assertThat(collect(missing).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.column("source_key")).containsExactlyInAnyOrder(key(1), key(2), key(3), key(4));
    }

    @Test
    void anyAnswerButNotFoundLeavesTheCheckpointAsItIs() {
        collect(form(1));
        byte[] before = lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet");
        String next = form(2);
        for (int status : new int[] {403, 500, 503}) {
            lake.memory.s3.failHeads(head -> head.key().startsWith("checkpoints/") ? status(status) : null);
            assertThat(collect(next).outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
            lake.memory.s3.failHeads(head -> null);
            lake.memory.s3.failReads(get -> get.key().startsWith("checkpoints/") ? status(status) : null);
            assertThat(collect(next).outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
            lake.memory.s3.failReads(get -> null);
            assertThat(lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet"))
                    .isEqualTo(before);
        }
        collect(next);
        assertThat(lake.column("source_key")).containsExactly(key(1), key(2));
    }

    @Test
    void aCheckpointThatIsNoneIsNotOverwritten() {
        lake.put("processed", "checkpoints/adrc/form/events.parquet", "no parquet at all".getBytes(UTF_8));
        BatchResult result = collect(form(1), apoe(2));
        assertThat(result.outcomes().get("m0"))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("PAR1"));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
        assertThat(lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet"))
                .asString()
                .isEqualTo("no parquet at all");
    }

    @Test
    void aLostRaceIsMergedAgainAndNothingIsLost() {
        collect(form(1));
        String ours = form(2);
        String theirs = form(3);
        // The other one comes when our lease has ended.
        lake.memory.s3.beforeNextPut(() -> {
            lake.clock.advance(Duration.ofMinutes(6));
            assertThat(collect(theirs).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        });
        assertThat(collect(ours).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.column("source_key")).containsExactly(key(1), key(2), key(3));
    }

    @Test
    void aFirstCheckpointThatSomebodyElseWroteMeanwhileIsMergedAgain() {
        String ours = form(1);
        String theirs = form(2);
        lake.memory.s3.beforeNextPut(() -> {
            lake.clock.advance(Duration.ofMinutes(6));
            collect(theirs);
        });
        assertThat(collect(ours).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.column("source_key")).containsExactly(key(1), key(2));
    }

    @Test
    void whoMeetsAnothersLeaseComesBackWhenItIsFree() throws Exception {
        var other = lake.lake.ledger().as("other");
        other.claim(Checkpointing.LEASES, "adrc/form");
        AtomicInteger tries = new AtomicInteger();
        adviceWith(
                context(),
                "eventlog-merge",
                route -> route.weaveById("eventlog-merge-lease").before().process(exchange -> {
                    if (tries.incrementAndGet() == 2) {
                        other.release(Checkpointing.LEASES, "adrc/form", Map.of());
                    }
                }));
        assertThat(collect(form(1)).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(tries).hasValue(2);
    }

    @Test
    void aLeaseIsFreeAgainBehindSuccessAndFailure() {
        collect(form(1));
        String next = form(2);
        lake.memory.s3.failWrites(put -> status(503));
        collect(next);
        assertThat(lake.lake.ledger().as("other").claim(Checkpointing.LEASES, "adrc/form"))
                .isEqualTo(routes.aws.RunLedger.Claim.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, LinkageError.class})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void filesOfASliceThatEscapesComeAgainAndTheOthersAreTakenIn(Class<? extends Throwable> thrown) throws Exception {
        adviceWith(
                context(),
                "eventlog-read",
                route -> route.weaveById("eventlog-read-source").before().process(exchange -> {
                    if (EventlogRoutes.slice(exchange).stream()
                            .anyMatch(candidate -> candidate.file().key().equals(key(3)))) {
                        EventlogRoutesTest.<RuntimeException>fail(
                                thrown.getConstructor().newInstance());
                    }
                }));
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            events.add(form(i));
        }
        BatchResult result = collect(events);
        Set<String> again = result.outcomes().entrySet().stream()
                .filter(outcome -> outcome.getValue() instanceof Outcome.Retry)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(again).contains("m3").hasSize(2);
        assertThat(lake.rows()).hasSize(6);
        assertThat(result.summary().get("body").toString()).contains("unread_files=2");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileThatEndsInAnErrorComesAgainAndNobodyWaitsForIt() {
        String event = form(1);
        lake.memory.s3.failReads(get -> {
            if (get.key().equals(key(1))) {
                throw new StackOverflowError();
            }
            return null;
        });
        BatchResult result = collect(event, form(2));
        assertThat(result.outcomes().get("m0"))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.reason()).isEqualTo("StackOverflowError"));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aFileThatCannotBeReadComesAgainAndIsTakenInThen() {
        String event = form(1);
        lake.memory.s3.failReads(get -> get.key().equals(key(1)) ? status(503) : null);
        BatchResult result = collect(event, form(2));
        assertThat(result.outcomes().get("m0"))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.kind()).isEqualTo(FailureKind.TRANSIENT));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
        lake.memory.s3.failReads(get -> null);
        assertThat(collect(event).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.column("source_key")).containsExactly(key(1), key(2));
    }

    @Test
    void aBadFileThatCannotBeQuarantinedComesAgain() {
        String event = form(1, "ptid", "");
        lake.memory.s3.failCopies(copy -> status(503));
        assertThat(collect(event).outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        lake.memory.s3.failCopies(copy -> null);
        assertThat(collect(event).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.reports()).hasSize(1);
    }

    @Test
    void aFileThatIsGoneIsNobodysConcern() {
        String event = form(1);
        lake.memory.s3.remove(key(1));
        assertThat(collect(event).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.rows()).isEmpty();
    }

    @Test
    void anEventThatCameLateTellsOfWhatTheFileHoldsNow() {
        String old = form(1, "ptid", "OLD");
        String now = form(1, "ptid", "NEW");
        collect(now);
        collect(old);
        assertThat(lake.column("ptid")).containsExactly("NEW");
    }

    @Test
    void aChangedFileReplacesItsOwnRow() {
        collect(form(1, "ptid", "OLD"), form(2));
        collect(form(1, "ptid", "NEW", "timestamp", "2025-01-01T00:00:00Z"));
        assertThat(lake.rows()).extracting(row -> row.get("ptid")).containsExactly("NA0001", "NEW");
    }

    @Test
    void aChangedFileLeavesTheGroupThatItWasIn() {
        collect(form(1), form(2));
        collect(apoe(1));
        assertThat(lake.rows())
                .extracting(row -> row.get("group") + " " + row.get("source_key"))
                .containsExactly("adrc/apoe " + key(1), "adrc/form " + key(2));
    }

    @Test
    void aChangedFileLeavesItsGroupEvenIfItWasNotValidForATime() {
        collect(form(1));
        collect(form(1, "ptid", ""));
        assertThat(lake.rows()).hasSize(1);
        collect(apoe(1));
        assertThat(lake.rows())
                .extracting(row -> row.get("group") + " " + row.get("source_key"))
                .containsExactly("adrc/apoe " + key(1));
    }

    @Test
    void aChangedFileLeavesItsGroupEvenIfTheOtherGroupFailedFirst() {
        collect(form(1));
        String moved = apoe(1);
        lake.memory.s3.failWrites(put -> put.key().contains("/form/") ? status(503) : null);
        assertThat(collect(moved).outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        lake.memory.s3.failWrites(put -> null);
        assertThat(collect(moved).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.rows()).extracting(row -> row.get("group").toString()).containsExactly("adrc/apoe");
    }

    @Test
    void anEventThatBecomesASandboxOneGoes() {
        collect(form(1));
        collect(form(1, "project_label", "sandbox-form"));
        assertThat(lake.rows()).isEmpty();
        assertThat(lake.counted("EventsFiltered pipeline=eventlog study=adrc datatype=form"))
                .isEqualTo(1);
    }

    @Test
    void aLedgerThatCannotBeReadFailsTheBatchBeforeAnythingIsRead() {
        String event = form(1);
        lake.memory.tables.refuse(
                () -> DynamoDbException.builder().statusCode(500).build());
        assertThatThrownBy(() -> collect(event)).isInstanceOf(CamelExecutionException.class);
        assertThat(lake.memory.s3.reads()).isEmpty();
    }

    @Test
    void aLedgerThatCannotBeWrittenFailsTheBatchAndNothingComesTwice() {
        String event = form(1);
        AtomicInteger calls = new AtomicInteger();
        lake.memory.tables.refuse(() -> calls.incrementAndGet() > 1
                ? DynamoDbException.builder().statusCode(500).build()
                : null);
        assertThatThrownBy(() -> collect(event)).isInstanceOf(CamelExecutionException.class);
        assertThat(lake.rows()).hasSize(1);
        lake.memory.tables.refuse(() -> null);
        assertThat(collect(event).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(lake.rows()).hasSize(1);
    }

    @Test
    void eachNumberStandsUnderTheNameOfItsOwnGroup() {
        lake.memory.s3.failWrites(put -> put.key().contains("/gwas/") ? status(503) : null);
        collect(form(1), form(2), apoe(3), form(4, "datatype", "gwas", "module", null));
        assertThat(lake.counted("EventsProcessed pipeline=eventlog study=adrc datatype=form"))
                .isEqualTo(2);
        assertThat(lake.counted("EventsProcessed pipeline=eventlog study=adrc datatype=apoe"))
                .isEqualTo(1);
        assertThat(lake.counted("CheckpointsSaved pipeline=eventlog study=adrc datatype=form"))
                .isEqualTo(1);
        assertThat(lake.counted("CheckpointsSaved pipeline=eventlog study=adrc datatype=gwas"))
                .isZero();
        assertThat(lake.counted("CheckpointSaveFailures pipeline=eventlog study=adrc datatype=gwas"))
                .isEqualTo(1);
        assertThat(lake.counted("EventsFailed pipeline=eventlog study=adrc datatype=gwas"))
                .isEqualTo(1);
        assertThat(lake.counted("OutputFileSize pipeline=eventlog study=adrc datatype=form"))
                .isEqualTo(lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet").length);
        assertThat(lake.counted("FilesRead pipeline=eventlog")).isEqualTo(4);
        assertThat(lake.counted("ExecutionTime pipeline=eventlog")).isEqualTo(1);
    }

    @Test
    void lateAndTiedEventsComeIntoTheirPlace() {
        collect(form(2), form(4));
        collect(form(3), form(1, "timestamp", "1999-01-01T00:00:00Z"));
        assertThat(lake.column("source_key")).containsExactly(key(1), key(2), key(3), key(4));
    }

    @Test
    void messagesThatTellOfNothingToReadAreSettled() {
        BatchResult result =
                collect("no json", "{\"Event\":\"s3:TestEvent\"}", MemoryEventlog.event("test/x.txt", "1"));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
        assertThat(result.outcomes().get("m2")).isEqualTo(new Outcome.Done());
        assertThat(lake.memory.s3.reads()).isEmpty();
    }
}
