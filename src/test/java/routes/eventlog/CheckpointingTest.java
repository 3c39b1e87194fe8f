package routes.eventlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSchema;
import routes.lake.parquet.ParquetWriting;
import routes.lake.parquet.UnreadableParquet;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What becomes of one group's file. */
class CheckpointingTest {
    private static final Group FORM = new Group("adrc", "form");
    private static final String KEY = "checkpoints/adrc/form/events.parquet";

    private final MemoryEventlog lake = new MemoryEventlog();

    private static GroupWork work(int... numbers) {
        GroupWork work = new GroupWork(FORM);
        for (int number : numbers) {
            work.add(new NewEvent(new SourceFile("test/" + Events.name(number), "1"), Events.event()));
        }
        return work;
    }

    private static TimeLeft endless(MemoryEventlog lake) {
        return TimeLeft.until(Instant.MAX, lake.clock);
    }

    private static GroupResult save(MemoryEventlog lake, GroupWork work) {
        return lake.parts.checkpointing().store(lake.parts.checkpointing().merge(work, endless(lake)));
    }

    private ParquetReading checkpoint() throws IOException {
        return ParquetReading.open(MemoryEventlog.source(lake.memory.s3.bytes(KEY)));
    }

    /** Puts a checkpoint with one row, as somebody else might have written it. */
    private void putCheckpoint(ParquetColumn... columns) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetWriting out = new ParquetWriting(bytes, new ParquetSchema(List.of(columns)), 1000);
        for (int i = 0; i < columns.length; i++) {
            switch (columns[i].kind()) {
                case TEXT -> out.text(i, ("old-" + columns[i].name()).getBytes(UTF_8));
                case INTEGER -> out.integer(i, 7);
                default -> out.number(i, 7);
            }
        }
        out.endRow();
        out.finish(Map.of());
        lake.put("processed", KEY, bytes.toByteArray());
    }

    @Test
    void theColumnsAreThoseOfTheContractInItsOrder() throws IOException {
        save(lake, work(1));
        List<ParquetColumn> expected = new ArrayList<>();
        for (String field : EventFields.NAMES) {
            expected.add(
                    switch (field) {
                        case "pipeline_adcid" -> ParquetColumn.optional(field, Kind.INTEGER);
                        case "timestamp" -> ParquetColumn.required(field, Kind.MICROS);
                        default -> ParquetColumn.optional(field, Kind.TEXT);
                    });
        }
        expected.add(ParquetColumn.required("source_key", Kind.TEXT));
        expected.add(ParquetColumn.optional("source_etag", Kind.TEXT));
        assertThat(checkpoint().columns()).isEqualTo(expected);
        assertThat(checkpoint().metadata()).containsKey("schema-fingerprint").containsEntry("group", "adrc/form");
    }

    @Test
    void whoWaitsTooLongForALeaseGoesOnWithoutIt() {
        lake.lake.ledger().as("other").claim(Checkpointing.LEASES, "adrc/form");
        for (int attempts = 0; attempts < 5; attempts++) {
            int before = attempts;
            assertThatThrownBy(() -> lake.parts.checkpointing().take(FORM, "run-1", before))
                    .isInstanceOf(Overtaken.class)
                    .hasMessage("checkpoint of adrc/form is being written by somebody else");
        }
        lake.parts.checkpointing().take(FORM, "run-1", 5);
    }

    @Test
    void aLeaseThatCannotBeGivenBackEndsByItself() {
        lake.parts.checkpointing().take(FORM, "run-1", 0);
        lake.memory.runs.refuse(update -> true);
        lake.parts.checkpointing().release(FORM, "run-1");
        assertThatThrownBy(() -> lake.parts.checkpointing().take(FORM, "run-2", 5))
                .isInstanceOf(DynamoDbException.class);
    }

    @Test
    void aCheckpointOfAnotherPipelineIsRefused() throws IOException {
        putCheckpoint(ParquetColumn.required("timestamp", Kind.MICROS), ParquetColumn.optional("action", Kind.TEXT));
        byte[] before = lake.memory.s3.bytes(KEY);
        assertThatThrownBy(() -> save(lake, work(1)))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining("has no column source_key");
        assertThat(lake.memory.s3.bytes(KEY)).isEqualTo(before);
    }

    @Test
    void aColumnThatAnOlderVersionDidNotHaveIsNull() throws IOException {
        putCheckpoint(
                ParquetColumn.required("source_key", Kind.TEXT),
                ParquetColumn.required("timestamp", Kind.MICROS),
                ParquetColumn.optional("ptid", Kind.TEXT));
        save(lake, work(1));
        List<Map<String, Object>> rows = lake.rows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("source_key", "old-source_key")
                .containsEntry("ptid", "old-ptid")
                .containsEntry("timestamp", 7L)
                .containsEntry("action", null)
                .containsEntry("source_etag", null);
        assertThat(rows.get(1)).containsEntry("action", "submit");
    }

    @Test
    void aColumnOfATypeThatCannotBeWidenedFailsWithBothTypes() throws IOException {
        putCheckpoint(
                ParquetColumn.required("source_key", Kind.TEXT),
                ParquetColumn.required("timestamp", Kind.MICROS),
                ParquetColumn.optional("ptid", Kind.INTEGER));
        assertThatThrownBy(() -> save(lake, work(1)))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("checkpoint " + KEY + ": column ptid has type INTEGER, expected TEXT");
    }

    @Test
    void whatWasKeptOfUnknownFieldsStaysWhateverThePolicyIsNow() {
        MemoryEventlog keeping = new MemoryEventlog("eventlog.unknown-fields", "keep");
        GroupWork work = new GroupWork(FORM);
        LogEvent event =
                ((EventReader.Valid) new EventReader(UnknownFields.KEEP).read(Events.file("colour", "red"))).event();
        work.add(new NewEvent(new SourceFile("test/a", "1"), event));
        save(keeping, work);
        lake.memory.s3 = keeping.memory.s3;
        save(lake, work(1));
        assertThat(lake.column("extra")).containsExactlyInAnyOrder(Map.of("colour", "\"red\""), null);
    }

    @Test
    void aGroupWithoutAnythingToChangeIsNotWritten() {
        save(lake, work(1));
        int writes = lake.memory.s3.written().size();
        GroupWork work = new GroupWork(FORM);
        work.remove("test/nobody");
        assertThat(save(lake, work)).isEqualTo(new GroupResult.Unchanged(FORM));
        assertThat(lake.memory.s3.written()).hasSize(writes);
    }

    @Test
    void whatIsSavedIsTold() {
        GroupResult.Saved first = (GroupResult.Saved) save(lake, work(1, 2));
        assertThat(first.seen()).isEmpty();
        GroupResult.Saved second = (GroupResult.Saved) save(lake, work(3));
        assertThat(second.events()).isEqualTo(3);
        assertThat(second.newEvents()).isEqualTo(1);
        assertThat(second.checkpointKey()).isEqualTo(KEY);
        assertThat(second.seen()).contains(first.eTag());
        assertThat(second.bytes()).isEqualTo(lake.memory.s3.bytes(KEY).length);
    }

    @Test
    void aDamagedRowGroupIsNotCarriedOnButFailsItsGroupAndTheFileIsLeftAlone() {
        MemoryEventlog small = new MemoryEventlog("eventlog.row-group-rows", "1000");
        save(small, work(IntStream.range(0, 2500).toArray()));
        byte[] damaged = small.memory.s3.bytes(KEY).clone();
        int ptid = indexOf(damaged, "NA0001");
        damaged[ptid]++;
        small.put("processed", KEY, damaged);
        GroupWork later = new GroupWork(FORM);
        later.add(new NewEvent(
                new SourceFile("test/" + Events.name(9999), "1"), Events.event("timestamp", "2030-01-01T00:00:00Z")));
        assertThatThrownBy(() -> save(small, later))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("checkpoint " + KEY + ": row group 0, column ptid has a page of another checksum, "
                        + "expected the one in its header");
        assertThat(small.memory.s3.bytes(KEY)).isEqualTo(damaged);
    }

    private static int indexOf(byte[] bytes, String text) {
        int at = new String(bytes, ISO_8859_1).indexOf(text);
        assertThat(at).as(text).isPositive();
        return at;
    }

    /** A clock on which a millisecond goes by whenever somebody looks. */
    private static final class BusyClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusMillis(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aMergeIsCutWhenItsTimeEndsAndTheCheckpointIsAsItWas() {
        save(lake, work(IntStream.range(0, 2500).toArray()));
        byte[] before = lake.memory.s3.bytes(KEY);
        Clock clock = new BusyClock();
        TimeLeft tooShort = TimeLeft.until(clock.instant().plus(Duration.ofSeconds(2)), clock);
        assertThatThrownBy(() -> lake.parts.checkpointing().merge(work(2501), tooShort))
                .isInstanceOf(OutOfTime.class)
                .hasMessage("no time left for the checkpoint");
        assertThat(lake.memory.s3.bytes(KEY)).isEqualTo(before);
    }

    @Test
    void rowGroupsThatNothingFallsIntoAreCopied() throws IOException {
        MemoryEventlog small = new MemoryEventlog("eventlog.row-group-rows", "1000");
        save(small, work(IntStream.range(0, 2500).toArray()));
        GroupWork later = new GroupWork(FORM);
        later.add(new NewEvent(
                new SourceFile("test/" + Events.name(9999), "1"), Events.event("timestamp", "2030-01-01T00:00:00Z")));
        Checkpoint made = small.parts.checkpointing().merge(later, endless(small));
        assertThat(made.merged().groupsCopied()).isGreaterThanOrEqualTo(2);
        assertThat(made.merged().groupsRewritten()).isLessThanOrEqualTo(1);
        assertThat(made.events()).isEqualTo(2501);
        made.close();
    }
}
