package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.OpenFiles;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.QueueMessage;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sns.model.SnsException;

/** The way of raw objects to files, and of files to verdicts, over a lake in memory. */
class FlightsRoutesTest extends CamelTestSupport {
    private static final SnapshotKey KEY = MemoryFlights.KEY;
    private static final Outcome DONE = new Outcome.Done();
    private static final byte[] BAD = "no parquet".getBytes(UTF_8);
    private static final byte[] GOOD =
            Snapshots.convert(Snapshots.snapshot(Snapshots.state())).parquet();

    private final Path directory = directory();
    private final MemoryFlights flights = new MemoryFlights(directory, "flights.quality-threshold", "1");

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {new FlightsFailureRoutes(flights.parts), new FlightsRoutes(flights.parts)};
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("flights-routes");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private BatchResult send(String step, Instant deadline, QueueMessage... messages) {
        context().start();
        return template()
                .requestBody("direct:flights-" + step, new Batch(Arrays.asList(messages), deadline), BatchResult.class);
    }

    private Outcome convert(String key, int receives) {
        QueueMessage message = MemoryFlights.message("m", MemoryFlights.event("raw", key), receives);
        return send("convert", Instant.MAX, message).of(message);
    }

    private Outcome convert() {
        return convert(KEY.raw(), 1);
    }

    private Outcome validate(int receives) {
        QueueMessage message = MemoryFlights.message("m", MemoryFlights.event("processed", KEY.processed()), receives);
        return send("validate", Instant.MAX, message).of(message);
    }

    private Outcome validate() {
        return validate(1);
    }

    private static RuntimeException s3IsDown() {
        return (RuntimeException) S3Exception.builder().statusCode(503).build();
    }

    private static RuntimeException dynamoDbIsDown() {
        return (RuntimeException) DynamoDbException.builder().statusCode(500).build();
    }

    private List<String> parked() {
        return flights.memory.sqs.bodies("flights-events-dlq");
    }

    private Map<String, String> stored() {
        Map<String, String> stored = new TreeMap<>();
        flights.memory.s3.keys().forEach(key -> stored.put(key, flights.text(key)));
        return stored;
    }

    @Test
    void aRawObjectBecomesAFileAndIsTrackedAndTold() {
        flights.putRaw(Snapshots.snapshot(Snapshots.state(), "[1]"));
        QueueMessage message = MemoryFlights.message("m", MemoryFlights.event("raw", KEY.raw()), 1);
        BatchResult result = send("convert", Instant.MAX, message);
        assertThat(result.of(message)).isEqualTo(DONE);
        assertThat(result.summary()).isEqualTo(Map.of("handled", 1L, "failed", 0L));
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.raw(), KEY.rejected(), KEY.processed());
        assertThat(flights.step(MemoryFlights.RUN))
                .containsEntry("pipeline_step", "flights-convert")
                .containsEntry("status", "SUCCEEDED");
        assertThat(flights.counted("FlightDataPipeline.Processing.RecordsProcessed"))
                .isEqualTo(2);
        assertThat(flights.counted("EventsProcessed")).isEqualTo(1);
    }

    @Test
    void theSameEventAgainChangesNothing() {
        flights.putRaw(Snapshots.snapshot(Snapshots.state(), "[1]"));
        convert();
        int writes = flights.memory.s3.written().size();
        assertThat(convert()).isEqualTo(DONE);
        assertThat(flights.memory.s3.written()).hasSize(writes);
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("attempts", "2");
    }

    @Test
    void oneBadSnapshotIsParkedWithItsReasonAndTheOthersGoOn() {
        List<QueueMessage> messages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SnapshotKey key = new SnapshotKey(KEY.time().plusSeconds(i));
            String json = "{\"time\":" + (Snapshots.TIME + i) + ",\"states\":[" + Snapshots.state() + "]}";
            flights.put("raw", key.raw(), MemoryFlights.gzip(i == 3 ? "no json" : json), Map.of("run-id", "run-" + i));
            messages.add(MemoryFlights.message("m" + i, MemoryFlights.event("raw", key.raw()), 1));
        }
        BatchResult result = send("convert", Instant.MAX, messages.toArray(QueueMessage[]::new));
        for (QueueMessage message : messages) {
            assertThat(result.of(message).acknowledged()).isTrue();
            assertThat(result.of(message) instanceof Outcome.Parked)
                    .isEqualTo(message.id().equals("m3"));
        }
        assertThat(parked()).containsExactly(messages.get(3).body());
        assertThat(flights.memory.sqs.sent("flights-events-dlq").get(0).messageAttributes())
                .hasEntrySatisfying(
                        "error_kind", kind -> assertThat(kind.stringValue()).isEqualTo("poison"))
                .hasEntrySatisfying(
                        "failed_route", route -> assertThat(route.stringValue()).isEqualTo("flights-convert"))
                .hasEntrySatisfying(
                        "error",
                        error -> assertThat(error.stringValue())
                                .startsWith("snapshot is no JSON")
                                .doesNotContain("no json"));
        assertThat(flights.step("run-3")).containsEntry("status", "FAILED").containsEntry("error_kind", "poison");
        assertThat(flights.step("run-4")).containsEntry("status", "SUCCEEDED");
        assertThat(flights.counted("EventsFailed")).isEqualTo(1);
    }

    @Test
    void aRawObjectThatIsGoneIsParkedAndNotTracked() {
        assertThat(convert()).isEqualTo(new Outcome.Parked(FailureKind.POISON, "raw object is not there (any more)"));
        assertThat(flights.memory.tables.rows(flights.settings.executionsTable()))
                .isEmpty();
    }

    @Test
    void whatDoesNotBelongHereIsParkedAndWhatIsOfNoConcernIsDone() {
        QueueMessage foreign = MemoryFlights.message("m0", MemoryFlights.event("raw", "latest.json"), 1);
        QueueMessage removal =
                MemoryFlights.message("m1", MemoryFlights.event("ObjectRemoved:Delete", "raw", KEY.raw()), 1);
        QueueMessage test = MemoryFlights.message("m2", "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}", 1);
        QueueMessage garbage = MemoryFlights.message("m3", "hello", 1);
        BatchResult result = send("convert", Instant.MAX, foreign, removal, test, garbage);
        assertThat(result.of(foreign)).isInstanceOf(Outcome.Parked.class);
        assertThat(result.of(removal)).isEqualTo(DONE);
        assertThat(result.of(test)).isEqualTo(DONE);
        assertThat(result.of(garbage)).isInstanceOf(Outcome.Parked.class);
        assertThat(result.summary()).isEqualTo(Map.of("handled", 2L, "failed", 2L));
    }

    @Test
    void aStoreThatIsDownLeavesTheMessageForLaterAndAtLastParksIt() {
        flights.putRaw(Snapshots.snapshot(Snapshots.state()));
        flights.memory.s3.failWrites(put -> s3IsDown());
        assertThat(convert())
                .isEqualTo(
                        new Outcome.Retry(FailureKind.TRANSIENT, "S3Exception", Optional.of(Duration.ofSeconds(15))));
        assertThat(convert(KEY.raw(), 3))
                .isEqualTo(
                        new Outcome.Retry(FailureKind.TRANSIENT, "S3Exception", Optional.of(Duration.ofSeconds(60))));
        assertThat(parked()).isEmpty();
        assertThat(convert(KEY.raw(), 5)).isEqualTo(new Outcome.Parked(FailureKind.TRANSIENT, "S3Exception"));
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("status", "FAILED");
        flights.memory.s3.failWrites(put -> null);
        assertThat(convert()).isEqualTo(DONE);
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("status", "SUCCEEDED");
    }

    @Test
    void whatCannotBeTrackedIsNotAcknowledged() {
        flights.putRaw(Snapshots.snapshot(Snapshots.state()));
        flights.memory.tables.refuse(FlightsRoutesTest::dynamoDbIsDown);
        assertThat(convert()).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void aBugIsLoudAndLeavesTheMessageOnItsQueue() throws Exception {
        flights.putRaw(Snapshots.snapshot());
        adviceWith(
                context(),
                "flights-rows",
                route -> route.weaveById("flights-rows-store").replace().process(exchange -> {
                    throw new IllegalStateException("a bug");
                }));
        assertThat(convert())
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.kind()).isEqualTo(FailureKind.BUG));
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("error_kind", "bug");
    }

    @Test
    void aBatchWhoseTimeIsOverStartsNothing() {
        flights.putRaw(Snapshots.snapshot());
        flights.putProcessed(GOOD);
        QueueMessage raw = MemoryFlights.message("m", MemoryFlights.event("raw", KEY.raw()), 1);
        QueueMessage file = MemoryFlights.message("m", MemoryFlights.event("processed", KEY.processed()), 1);
        for (BatchResult result :
                List.of(send("convert", MemoryFlights.NOW, raw), send("validate", MemoryFlights.NOW, file))) {
            assertThat(result.of(raw))
                    .isEqualTo(new Outcome.Retry(
                            FailureKind.TRANSIENT, "no time left to begin", Optional.of(Duration.ofSeconds(15))));
        }
        assertThat(flights.memory.tables.rows(flights.settings.executionsTable()))
                .isEmpty();
        assertThat(flights.memory.s3.written()).hasSize(2);
    }

    @Test
    void oneObjectInTwoMessagesIsWorkedOnOnce() {
        flights.putRaw(Snapshots.snapshot(Snapshots.state()));
        QueueMessage one = MemoryFlights.message("m0", MemoryFlights.event("raw", KEY.raw()), 1);
        QueueMessage two = MemoryFlights.message("m1", MemoryFlights.event("raw", KEY.raw()), 1);
        BatchResult result = send("convert", Instant.MAX, one, two);
        assertThat(result.of(one)).isEqualTo(DONE);
        assertThat(result.of(two)).isEqualTo(DONE);
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("attempts", "1");
    }

    @Test
    void noFileIsLeftBehindWhateverBecomesOfASnapshot() throws Exception {
        AtomicInteger open = new AtomicInteger();
        adviceWith(
                context(),
                "flights-rows",
                route -> route.weaveById("flights-rows-store")
                        .before()
                        .process(exchange ->
                                open.addAndGet(OpenFiles.below(directory).size())));
        flights.putRaw(MemoryFlights.manyRejected());
        assertThat(convert()).isEqualTo(DONE);
        flights.memory.s3.failWrites(put -> s3IsDown());
        assertThat(convert()).isInstanceOf(Outcome.Retry.class);
        assumeTrue(OpenFiles.areKnown());
        assertThat(open).hasPositiveValue();
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void aGoodFileIsScoredTrackedAndToldAndNobodyIsAlarmed() {
        flights.putProcessed(GOOD);
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.processed(), KEY.quality());
        assertThat(flights.text(KEY.quality())).contains("\"overall_score\":1.0", "\"total_checks\":16");
        assertThat(flights.alerts()).isEmpty();
        assertThat(flights.step(MemoryFlights.RUN))
                .containsEntry("pipeline_step", "flights-validate")
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("score", "1.0");
        assertThat(flights.memory.values()).containsEntry("FlightDataPipeline.DataQualityScore", List.of(1.0));
    }

    @Test
    void aFileOfBadQualityIsToldOnceAndStays() {
        flights.putProcessed(Snapshots.convert(Snapshots.snapshot(Snapshots.state(1, "\"TOOLONGSIGN\"")))
                .parquet());
        assertThat(validate()).isEqualTo(DONE);
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.alerts()).containsExactly("Flight Data Quality Alert - Score: 0.938");
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.processed(), KEY.quality());
    }

    @Test
    void anEmptySnapshotHasAReportAMetricAndNoAlert() {
        flights.putProcessed(Snapshots.convert(Snapshots.snapshot()).parquet());
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.alerts()).isEmpty();
        assertThat(flights.text(KEY.quality())).contains("\"total_records\":0", "\"passed_threshold\":true");
        assertThat(flights.counted("FlightDataPipeline.Quality.EmptySnapshots")).isEqualTo(1);
        assertThat(flights.step(MemoryFlights.RUN)).doesNotContainKey("score");
    }

    @Test
    void aFileThatCannotBeReadGoesToQuarantineWithAnAlert() {
        flights.putProcessed(BAD);
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.memory.s3.keys())
                .containsExactlyInAnyOrder(KEY.quality(), KEY.quarantine(), KEY.quarantineReport());
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.step(MemoryFlights.RUN)).containsEntry("quarantined", "true");
        assertThat(flights.counted("SnapshotsQuarantined")).isEqualTo(1);
    }

    @Test
    void aFileThatIsGoneIsNothingToDo() {
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.memory.s3.keys()).isEmpty();
        assertThat(flights.memory.tables.rows(flights.settings.executionsTable()))
                .isEmpty();
    }

    @Test
    void aReplayOfAQuarantinedContentStaysInQuarantineAndAReleasedOneIsLeftAlone() {
        flights.putProcessed(BAD);
        validate();
        flights.putProcessed(BAD);
        validate();
        assertThat(flights.memory.s3.keys()).doesNotContain(KEY.processed()).contains(KEY.quarantine());
        String sha256 = flights.step(MemoryFlights.RUN).get("content_sha256");
        flights.verdicts().decide(sha256, KEY.processed(), Standing.RELEASED);
        flights.putProcessed(BAD);
        assertThat(validate()).isEqualTo(DONE);
        assertThat(flights.memory.s3.keys()).contains(KEY.processed());
        assertThat(flights.alerts()).hasSize(1);
    }

    /** A way to fail on the way of a bad file, and what is well again afterwards. */
    static Stream<Named<Consumer<MemoryFlights>>> failures() {
        return Stream.of(
                Named.of(
                        "looking",
                        flights -> flights.memory.s3.failHeads(
                                head -> head.key().startsWith("year=") ? s3IsDown() : null)),
                Named.of("beginning", flights -> flights.memory.tables.refuse(FlightsRoutesTest::dynamoDbIsDown)),
                Named.of("reading", flights -> flights.memory.s3.failReads(get -> s3IsDown())),
                Named.of("knowing", flights -> flights.memory.runs.refuseReads(true)),
                Named.of(
                        "reporting",
                        flights -> flights.memory.s3.failWrites(
                                put -> put.key().startsWith("quality/") ? s3IsDown() : null)),
                Named.of(
                        "alerting",
                        flights -> flights.memory.sns.fail(alert -> (RuntimeException)
                                SnsException.builder().statusCode(500).build())),
                Named.of(
                        "deciding",
                        flights -> flights.memory.runs.refuse(write -> routes.aws.MemoryRuns.sets(write, "standing"))),
                Named.of(
                        "reporting beside it",
                        flights -> flights.memory.s3.failWrites(
                                put -> put.key().startsWith("quarantine/") ? s3IsDown() : null)),
                Named.of("copying", flights -> flights.memory.s3.failCopies(copy -> s3IsDown())),
                Named.of(
                        "noting",
                        flights -> flights.memory.s3.failCopies(copy -> {
                            flights.memory.tables.refuse(FlightsRoutesTest::dynamoDbIsDown);
                            return null;
                        })),
                Named.of("removing", flights -> flights.memory.s3.failDeletes(FlightsRoutesTest::s3IsDown)),
                Named.of(
                        "hearing that it was removed",
                        flights -> flights.memory.s3.failDeletes(() -> {
                            flights.memory.s3.remove(KEY.processed());
                            return s3IsDown();
                        })));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whereverItFailsTheMessageComesAgainAndAllEndsTheSame(Consumer<MemoryFlights> failure) {
        flights.putProcessed(BAD);
        failure.accept(flights);
        assertThat(validate()).isInstanceOf(Outcome.Retry.class);
        flights.memory.s3.failHeads(head -> null);
        flights.memory.s3.failReads(get -> null);
        flights.memory.s3.failWrites(put -> null);
        flights.memory.s3.failCopies(copy -> null);
        flights.memory.s3.failDeletes(() -> null);
        flights.memory.tables.refuse(() -> null);
        flights.memory.runs.refuse(write -> false);
        flights.memory.runs.refuseReads(false);
        flights.memory.sns.fail(alert -> null);
        assertThat(validate(2)).isEqualTo(DONE);
        assertThat(flights.memory.s3.keys())
                .containsExactlyInAnyOrder(KEY.quality(), KEY.quarantine(), KEY.quarantineReport());
        assertThat(flights.memory.s3.bytes(KEY.quarantine())).isEqualTo(BAD);
        assertThat(stored().get(KEY.quality())).isEqualTo(stored().get(KEY.quarantineReport()));
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.step(MemoryFlights.RUN))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("quarantined", "true");
    }

    @Test
    void aFailureOfAVerdictAtLastParksItsMessage() {
        flights.putProcessed(GOOD);
        flights.memory.s3.failWrites(put -> s3IsDown());
        assertThat(validate(5)).isEqualTo(new Outcome.Parked(FailureKind.TRANSIENT, "S3Exception"));
        assertThat(flights.memory.sqs.sent("flights-events-dlq").get(0).messageAttributes())
                .hasEntrySatisfying(
                        "failed_route", route -> assertThat(route.stringValue()).isEqualTo("flights-validate"));
        assertThat(flights.step(MemoryFlights.RUN))
                .containsEntry("status", "FAILED")
                .containsEntry("pipeline_step", "flights-validate");
    }
}
