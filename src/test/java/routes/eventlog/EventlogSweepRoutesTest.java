package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import routes.policy.Poison;
import routes.policy.Transient;
import routes.policy.Unit;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The way of a sweep, by order and by schedule, over a bucket and tables in memory. */
class EventlogSweepRoutesTest extends CamelTestSupport {
    private final MemoryEventlog lake = new MemoryEventlog("eventlog.sweep-files", "10");
    private final EventLogs logs = new EventLogs(5);

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {new EventlogFailureRoutes(lake.parts), new EventlogRoutes(lake.parts)};
    }

    private Exchange send(String route, Object body, Instant deadline) {
        context().start();
        return template().send(route, exchange -> {
            exchange.setProperty(Unit.DEADLINE, deadline);
            exchange.getMessage().setBody(body);
        });
    }

    private Map<?, ?> sweep(SweepRequest request) {
        Exchange exchange = send("direct:eventlog-sweep", request, Instant.MAX);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    private Map<?, ?> sweep() {
        return sweep(SweepRequest.DAILY);
    }

    private EventsMissing fails(SweepRequest request, Instant deadline) {
        Exception exception = send("direct:eventlog-sweep", request, deadline).getException();
        assertThat(exception).isInstanceOf(EventsMissing.class);
        return (EventsMissing) exception;
    }

    private static S3Exception status(int status) {
        return (S3Exception) S3Exception.builder().statusCode(status).build();
    }

    private List<EventFile> put(int count) {
        List<EventFile> files = logs.files(count);
        files.forEach(lake::put);
        return files;
    }

    private void assertStored(List<EventFile> files) {
        assertThat(lake.column("source_key")).containsExactlyElementsOf(StoredFiles.inOrder(files));
    }

    private static int of(Map<?, ?> result, String name) {
        return (int) ((Map<?, ?>) result.get("body")).get(name);
    }

    @Test
    void aSweepTakesInEveryFileAndReadsNoneTwice() {
        List<EventFile> files = new ArrayList<>(put(35));
        List<EventFile> bad = EventFaults.all(logs).subList(0, 3);
        bad.forEach(lake::put);
        EventFaults.misnamed(logs).forEach(lake::put);
        Map<?, ?> result = sweep();
        assertStored(files);
        assertThat(result.get("statusCode")).isEqualTo(200);
        assertThat(of(result, "total_events")).isEqualTo(35);
        assertThat(of(result, "quarantined_files")).isEqualTo(3);
        assertThat(lake.reads("test/")).isEqualTo(38);
        files.addAll(put(4));
        Map<?, ?> second = sweep();
        assertThat(lake.reads("test/")).isEqualTo(42);
        assertThat(of(second, "total_events")).isEqualTo(4);
        assertStored(files);
    }

    @Test
    void whenTheLedgerIsLostNoEventIsReadAgain() {
        List<EventFile> files = put(20);
        EventFaults.all(logs).subList(0, 2).forEach(lake::put);
        sweep();
        long sandbox = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.SANDBOX)
                .count();
        long reads = lake.reads("test/");
        lake.memory.forget();
        sweep();
        // Sandbox events are in no checkpoint: nothing but the ledger knows them.
        assertThat(lake.reads("test/") - reads).isEqualTo(sandbox);
        assertStored(files);
        long again = lake.reads("test/");
        sweep();
        assertThat(lake.reads("test/")).isEqualTo(again);
    }

    @Test
    void aCheckpointThatIsLostIsRebuiltAlthoughTheLedgerKnowsItsFiles() {
        List<EventFile> files = put(30);
        sweep();
        lake.memory.s3.remove("checkpoints/adrc/form/events.parquet");
        sweep();
        assertStored(files);
    }

    @Test
    void everythingButTheFilesMayBeLost() {
        List<EventFile> files = put(30);
        sweep();
        List<Map<String, Object>> rows = lake.rows();
        lake.checkpoints().forEach(lake.memory.s3::remove);
        lake.memory.forget();
        sweep();
        assertThat(lake.rows()).isEqualTo(rows);
        assertStored(files);
    }

    @Test
    void rowsOfFilesThatAreGoneStayUnlessTheyAreToBeDropped() {
        List<EventFile> files = put(30);
        sweep();
        EventFile gone = files.stream()
                .filter(file -> file.fate() == EventFile.Fate.STORED)
                .findFirst()
                .orElseThrow();
        lake.memory.s3.remove(MemoryEventlog.key(gone));
        sweep();
        assertStored(files);
        Map<?, ?> result = sweep(new SweepRequest(false, true));
        assertThat(result.get("statusCode")).isEqualTo(200);
        List<EventFile> left = files.stream().filter(file -> file != gone).toList();
        assertStored(left);
    }

    @Test
    void aDryRunCountsAndChangesNothingEvenIfRowsWereToBeDropped() {
        List<EventFile> files = put(20);
        sweep();
        lake.memory.s3.remove(MemoryEventlog.key(files.get(0)));
        lake.memory.s3.remove(MemoryEventlog.key(files.get(1)));
        put(3);
        int writes = lake.memory.s3.written().size();
        Map<?, ?> result = sweep(new SweepRequest(true, true));
        assertThat(result.get("dry_run")).isEqualTo(Map.of("listed", 21L, "ignored", 0L, "to_be_read", 3L));
        assertThat(lake.memory.s3.written()).hasSize(writes);
        assertStored(files);
    }

    @Test
    void aDryRunWritesNothingEvenIfTheLedgerWasLost() {
        put(20);
        sweep();
        lake.memory.forget();
        sweep(new SweepRequest(true, false));
        assertThat(lake.memory.tables.rows("lake-objects")).isEmpty();
        sweep();
        assertThat(lake.memory.tables.rows("lake-objects"))
                .as("a sweep tells the ledger")
                .isNotEmpty();
    }

    @Test
    void noMoreFilesAreTakenInAtOnceThanHaveRoomInMemory() throws Exception {
        List<EventFile> files = put(25);
        List<Integer> sizes = new ArrayList<>();
        adviceWith(
                context(),
                "eventlog-sweep",
                route -> route.weaveById("eventlog-sweep-list")
                        .after()
                        .process(exchange -> sizes.add(
                                exchange.getMessage().getBody(List.class).size())));
        sweep();
        assertThat(sizes).containsExactly(10, 10, 5);
        assertStored(files);
    }

    @Test
    void aSweepWithoutTimeSaysSoAndTheNextGoesOn() throws Exception {
        List<EventFile> files = put(25);
        Instant deadline = lake.clock.instant().plusSeconds(60);
        adviceWith(
                context(),
                "eventlog-sweep",
                route -> route.weaveById("eventlog-sweep-claim").after().process(exchange -> lake.clock.set(deadline)));
        EventsMissing missing = fails(SweepRequest.DAILY, deadline);
        assertThat(missing).hasMessageContaining("there was no time for the rest");
        assertThat(missing.result()).containsEntry("statusCode", 207);
        assertThat(lake.reads("test/")).isEqualTo(10);
        sweep();
        assertStored(files);
        assertThat(lake.reads("test/")).isEqualTo(25);
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            lake.put("events", MemoryEventlog.PREFIX + Events.name(i), Events.file());
        }
    }

    @Test
    void aSweepThatHasNotSeenAllFilesDropsNoRows() throws Exception {
        put(50, 60);
        sweep();
        // They are listed before those that are known.
        put(0, 15);
        Instant deadline = lake.clock.instant().plusSeconds(60);
        adviceWith(
                context(),
                "eventlog-sweep",
                route -> route.weaveById("eventlog-sweep-claim").after().process(exchange -> lake.clock.set(deadline)));
        fails(new SweepRequest(false, true), deadline);
        assertThat(lake.rows()).hasSize(20);
    }

    @Test
    void aGroupThatFailsIsToldBehindThoseThatAreSaved() {
        List<EventFile> files = put(40);
        lake.memory.s3.failWrites(put -> put.key().contains("/form/") ? status(503) : null);
        EventsMissing missing = fails(SweepRequest.DAILY, Instant.MAX);
        assertThat(missing.result()).containsEntry("statusCode", 207);
        assertThat(lake.checkpoints()).isNotEmpty().noneMatch(key -> key.contains("/form/"));
        lake.memory.s3.failWrites(put -> null);
        sweep();
        assertStored(files);
    }

    @Test
    void aCheckpointThatCannotBeReadIsToldAndLeftAloneAndTheOthersGoOn() {
        lake.put("processed", "checkpoints/adrc/form/events.parquet", "no parquet at all".getBytes(UTF_8));
        EventFile apoe = logs.submitted("apoe");
        lake.put(apoe);
        EventsMissing missing = fails(SweepRequest.DAILY, Instant.MAX);
        assertThat(missing.result().toString())
                .contains("checkpoint checkpoints/adrc/form/events.parquet cannot be read: ", "PAR1");
        assertThat(lake.checkpoints()).hasSize(2);
        assertThat(lake.memory.s3.bytes("checkpoints/adrc/form/events.parquet"))
                .asString()
                .isEqualTo("no parquet at all");
    }

    @Test
    void aCheckpointThatCannotBeBroughtIsToldWithTheReasonsOfTheReasonAndNoContents() {
        put(40);
        sweep();
        String key = "checkpoints/adrc/form/events.parquet";
        lake.memory.s3.failReads(get -> {
            if (get.key().equals(key)) {
                throw SdkClientException.create("patient 4711", new SocketTimeoutException("patient 4711"));
            }
            return null;
        });
        EventsMissing missing = fails(SweepRequest.DAILY, Instant.MAX);
        assertThat(missing.result().toString())
                .contains("checkpoint " + key + " cannot be read: SdkClientException, caused by SocketTimeoutException")
                .doesNotContain("4711");
    }

    @Test
    void aFileThatCannotBeReadIsToldAndTakenInByTheNext() {
        List<EventFile> files = put(15);
        String key = MemoryEventlog.key(files.get(0));
        lake.memory.s3.failReads(get -> get.key().equals(key) ? status(503) : null);
        EventsMissing missing = fails(SweepRequest.DAILY, Instant.MAX);
        assertThat(missing).hasMessage("events are missing: 0 groups failed, 1 files could not be read");
        lake.memory.s3.failReads(get -> null);
        sweep();
        assertStored(files);
    }

    @Test
    void aListingThatFailsIsNoEmptyBucket() {
        List<EventFile> files = put(10);
        sweep();
        lake.memory.s3.failLists(status(503));
        assertThat(send("direct:eventlog-sweep", new SweepRequest(false, true), Instant.MAX)
                        .getException())
                .isInstanceOf(S3Exception.class);
        lake.memory.s3.failLists(null);
        assertStored(files);
    }

    @Test
    void aChangedFileIsReadAgainByTheNextSweep() {
        List<EventFile> files = put(10);
        sweep();
        EventFile changed = logs.submitted("apoe");
        EventFile old = files.stream()
                .filter(file -> file.group().equals("adrc/form") && file.fate() == EventFile.Fate.STORED)
                .findFirst()
                .orElseThrow();
        lake.put("events", MemoryEventlog.key(old), changed.content());
        lake.memory.forget();
        sweep();
        assertThat(lake.rows())
                .filteredOn(row -> row.get("source_key").equals(MemoryEventlog.key(old)))
                .extracting(row -> row.get("group").toString())
                .containsExactly(changed.group());
    }

    @Test
    void aScheduledTimeIsSweptOnceAndByOne() {
        put(5);
        assertThat(send("direct:eventlog-tick", null, Instant.MAX).getException())
                .isNull();
        assertThat(lake.memory.runs.text("eventlog-sweep", "2026-11-20T03:00:00Z", "finished_at"))
                .isNotEmpty();
        long reads = lake.memory.s3.reads().size();
        put(5);
        assertThat(send("direct:eventlog-tick", null, Instant.MAX).getException())
                .isNull();
        assertThat(lake.memory.s3.reads()).hasSize((int) reads);
    }

    @Test
    void aScheduledTimeThatSomebodyElseHasIsLeftToHim() {
        put(5);
        lake.lake.ledger().as("other").claim("eventlog-sweep", "2026-11-20T03:00:00Z");
        Exchange looked = send("direct:eventlog-tick", null, Instant.MAX);
        assertThat(looked.getException()).isNull();
        assertThat(lake.memory.s3.reads()).isEmpty();
    }

    @Test
    void aScheduledSweepThatFailsIsNotFinishedAndIsMadeAgain() {
        List<EventFile> files = put(15);
        lake.memory.s3.failWrites(put -> status(503));
        assertThat(send("direct:eventlog-tick", null, Instant.MAX).getException())
                .isInstanceOf(EventsMissing.class);
        assertThat(lake.memory.runs.text("eventlog-sweep", "2026-11-20T03:00:00Z", "finished_at"))
                .isEmpty();
        lake.memory.s3.failWrites(put -> null);
        lake.clock.advance(Duration.ofMinutes(6));
        send("direct:eventlog-tick", null, Instant.MAX);
        assertStored(files);
    }

    @Test
    void aSweepHoldsItsLeaseForAsLongAsItTakes() throws Exception {
        put(25);
        adviceWith(
                context(),
                "eventlog-sweep",
                route -> route.weaveById("eventlog-sweep-claim").after().process(exchange -> {
                    lake.clock.advance(Duration.ofMinutes(4));
                    assertThat(lake.lake.ledger().as("other").claim("eventlog-sweep", "2026-11-20T03:00:00Z"))
                            .isEqualTo(routes.aws.RunLedger.Claim.HELD);
                }));
        assertThat(send("direct:eventlog-tick", null, Instant.MAX).getException())
                .isNull();
        assertThat(lake.memory.runs.text("eventlog-sweep", "2026-11-20T03:00:00Z", "finished_at"))
                .isNotEmpty();
    }

    @Test
    void anEventOfAScheduleSweepsForItsTime() {
        List<EventFile> files = put(5);
        Map<String, Object> event =
                Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", "2026-11-20T03:00:00Z");
        assertThat(send("direct:eventlog-trigger", event, Instant.MAX).getException())
                .isNull();
        assertStored(files);
        lake.lake.ledger().as("other").claim("eventlog-sweep", "2026-11-20T03:30:00Z");
        Map<String, Object> held =
                Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", "2026-11-20T03:30:00Z");
        assertThat(send("direct:eventlog-trigger", held, Instant.MAX).getException())
                .isInstanceOf(Transient.class);
    }

    @Test
    void anOrderSweepsAndAnythingElseIsRefused() {
        List<EventFile> files = put(5);
        Exchange ordered = send("direct:eventlog-trigger", Map.of("sweep", true), Instant.MAX);
        assertThat(ordered.getMessage().getBody(Map.class).get("statusCode")).isEqualTo(200);
        assertStored(files);
        assertThat(send("direct:eventlog-trigger", Map.of("source", "aws.s3"), Instant.MAX)
                        .getException())
                .isInstanceOf(Poison.class);
        assertThatThrownBy(() -> {
                    throw send("direct:eventlog-trigger", Map.of("sweep", "yes"), Instant.MAX)
                            .getException();
                })
                .isInstanceOf(Poison.class);
    }
}
