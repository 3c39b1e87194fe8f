package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetMerge.Merged;

class ParquetMergeTest {
    private static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            ParquetColumn.required("time", Kind.MICROS),
            ParquetColumn.required("key", Kind.TEXT),
            ParquetColumn.optional("note", Kind.TEXT),
            ParquetColumn.optional("numbers", Kind.INTEGERS)));
    private static final int GROUP = 20;

    /** A row of four columns. */
    private record Line(long time, String name, @Nullable String note, List<Integer> numbers)
            implements ParquetMerge.Row, Comparable<Line> {

        static Line of(long time, String key, @Nullable String note) {
            return new Line(time, key, note, List.of((int) time, 3));
        }

        List<@Nullable Object> values() {
            return Arrays.asList(time, name, note, numbers);
        }

        @Override
        public byte[] key() {
            return name.getBytes(UTF_8);
        }

        @Override
        public void writeTo(ParquetWriting out) {
            ParquetFiles.set(out, out.schema(), values());
        }

        @Override
        public int compareTo(Line other) {
            return time != other.time ? Long.compare(time, other.time) : Arrays.compareUnsigned(key(), other.key());
        }
    }

    private record Result(byte[] file, Merged merged) {}

    @Test
    void anOldFileThatIsNotInOrderIsRefused() {
        byte[] old = file(List.of(Line.of(2, "a", null), Line.of(1, "a", null)));
        assertThatThrownBy(() -> merge(old, null, List.of(Line.of(1, "b", null))))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("rows are out of order, expected them by time and key");
        byte[] groups = ParquetFiles.write(
                SCHEMA,
                1,
                List.of(Line.of(2, "a", null).values(), Line.of(1, "a", null).values()));
        assertThatThrownBy(() -> ParquetFiles.writing(
                        SCHEMA,
                        2,
                        out -> ParquetMerge.merge(
                                old(groups),
                                "time",
                                "key",
                                null,
                                List.<Line>of().iterator(),
                                out)))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("row groups overlap, expected them in the order of time");
    }

    @Test
    void newRowsThatAreNotInOrderAreRefused() {
        for (Line second : List.of(Line.of(1, "a", null), Line.of(0, "b", null))) {
            assertThatThrownBy(() -> merge(null, null, List.of(Line.of(1, "a", null), second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("new rows are out of order behind row 1, expected them by time and key, each once");
        }
    }

    @Test
    void aRowThatEndsItselfIsRefused() {
        ParquetMerge.Row row = new ParquetMerge.Row() {
            @Override
            public long time() {
                return 1;
            }

            @Override
            public byte[] key() {
                return new byte[0];
            }

            @Override
            public void writeTo(ParquetWriting out) {
                Line.of(1, "", null).writeTo(out);
                out.endRow();
            }
        };
        assertThatThrownBy(() -> ParquetFiles.writing(
                        SCHEMA,
                        2,
                        out -> ParquetMerge.merge(
                                Optional.empty(),
                                "time",
                                "key",
                                null,
                                List.of(row).iterator(),
                                out)))
                .hasMessage("a new row ended itself, expected to leave that to the merge");
    }

    @Test
    void aColumnThatCannotBeWidenedIsNamedWithBothTypes() {
        assertThatThrownBy(() ->
                        evolve(ParquetColumn.optional("note", Kind.LONG), ParquetColumn.optional("note", Kind.INTEGER)))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column note has type LONG, expected INTEGER");
        assertThatThrownBy(() ->
                        evolve(ParquetColumn.optional("note", Kind.TEXT), ParquetColumn.optional("note", Kind.REAL)))
                .hasMessage("column note has type TEXT, expected REAL");
        assertThatThrownBy(() ->
                        evolve(ParquetColumn.optional("note", Kind.TEXT), ParquetColumn.optional("other", Kind.TEXT)))
                .hasMessage("column note has type TEXT in the file, expected no such column");
        assertThatThrownBy(() -> evolve(null, ParquetColumn.required("other", Kind.TEXT)))
                .hasMessage("column other has no place in the file, expected one, because it is required as TEXT");
        assertThatThrownBy(() -> evolve(
                        ParquetColumn.optional("note", Kind.MICROS), ParquetColumn.optional("note", Kind.MILLIS)))
                .hasMessage("column note has a time that is lost in another unit, expected one that fits MILLIS");
        assertThatThrownBy(() ->
                        evolve(ParquetColumn.optional("note", Kind.TEXT), ParquetColumn.required("note", Kind.TEXT)))
                .hasMessage("column note has an empty row, expected a value in every row");
    }

    @Test
    void numbersAndTimesAreWidenedAndAMissingColumnIsEmpty() {
        assertThat(evolve(ParquetColumn.optional("note", Kind.INTEGER), ParquetColumn.optional("note", Kind.LONG)))
                .containsExactly(7L, null);
        assertThat(evolve(ParquetColumn.required("note", Kind.MILLIS), ParquetColumn.optional("note", Kind.MICROS)))
                .containsExactly(7000L, 7000L);
        assertThat(evolve(null, ParquetColumn.optional("note", Kind.INTEGERS))).containsExactly(null, null);
    }

    @Test
    void aMergeIsWhatAComputationInMemoryGives() {
        Cases.forAll(cases -> {
            int times = cases.number(1, 300);
            TreeMap<Line, Line> old = lines(cases, times, cases.number(0, 200), "old");
            TreeMap<Line, Line> added = lines(cases, times + cases.number(0, 50), cases.number(0, 60), "new");
            Set<String> gone = new HashSet<>();
            if (cases.random().nextBoolean()) {
                old.keySet().stream()
                        .filter(line -> cases.random().nextInt(20) == 0)
                        .forEach(line -> gone.add(line.name));
            }
            Predicate<byte[]> isDropped = gone.isEmpty() && cases.random().nextBoolean()
                    ? null
                    : key -> gone.contains(new String(key, UTF_8));
            Result result = merge(
                    old.isEmpty() && cases.random().nextBoolean() ? null : file(old.keySet()),
                    isDropped,
                    added.keySet());

            TreeMap<Line, Line> expected = new TreeMap<>(old);
            expected.keySet().removeIf(line -> gone.contains(line.name));
            long replaced = old.keySet().stream().filter(added::containsKey).count();
            long kept = expected.keySet().stream()
                    .filter(line -> !added.containsKey(line))
                    .count();
            expected.keySet().removeIf(added::containsKey);
            expected.putAll(added);
            assertThat(ParquetFiles.rows(result.file)).isEqualTo(values(expected.keySet()));
            Merged merged = result.merged;
            assertThat(merged.kept()).isEqualTo(kept);
            assertThat(merged.replaced()).isEqualTo(replaced);
            assertThat(merged.added()).isEqualTo(added.size());
            assertThat(merged.kept() + merged.replaced() + merged.dropped()).isEqualTo(old.size());
        });
    }

    @Test
    void untouchedGroupsAreCopiedWithoutBeingRead() throws IOException {
        List<Line> lines = IntStream.range(0, 105)
                .mapToObj(i -> Line.of(10 * i, "k" + i, "old"))
                .toList();
        byte[] old = file(lines);
        Result late = merge(old, null, List.of(Line.of(255, "late", "new")));
        assertThat(late.merged).isEqualTo(new Merged(105, 0, 0, 1, 5, 1));
        Result between = merge(old, null, List.of(Line.of(395, "between", "new")));
        assertThat(between.merged).isEqualTo(new Merged(105, 0, 0, 1, 5, 1));
        Result behind = merge(old, null, List.of(Line.of(5000, "behind", "new")));
        assertThat(behind.merged).isEqualTo(new Merged(105, 0, 0, 1, 5, 1));
        assertThat(ParquetFiles.open(behind.file).groups()).isEqualTo(6);
        Result nothing = merge(old, null, List.of());
        assertThat(nothing.merged).isEqualTo(new Merged(105, 0, 0, 0, 6, 0));
        assertThat(nothing.file).isEqualTo(old);
        Result dropped = merge(old, key -> new String(key, UTF_8).equals("k50"), List.of());
        assertThat(dropped.merged).isEqualTo(new Merged(104, 1, 0, 0, 5, 1));
    }

    @Test
    void aGroupThatIsCopiedIsReadByItsKeysAloneAndOnlyIfSomeAreDropped() throws IOException {
        List<Line> lines = IntStream.range(0, 100)
                .mapToObj(i -> Line.of(10 * i, "k" + i, "old"))
                .toList();
        byte[] old = file(lines);
        long copied = 5;
        assertThat(reads(old, null)).isEqualTo(1 + copied);
        assertThat(reads(old, key -> false)).isEqualTo(1 + copied + 5);
    }

    private static List<Line> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Line.of(i, "k" + i, i % 3 == 0 ? null : "note " + i))
                .toList();
    }

    @Test
    void aRowGroupThatIsOnlyCopiedIsRefusedWithItsNumberAndColumnWhereAPageIsDamaged() {
        byte[] old = file(lines(0, 3 * GROUP));
        List<Footer.Chunk> chunks = ParquetFiles.open(old).group(1).chunks();
        for (int column = 0; column < 4; column++) {
            Footer.Chunk chunk = chunks.get(column);
            byte[] damaged = old.clone();
            damaged[(int) (chunk.start() + chunk.size() - 1)]++;
            String name = SCHEMA.columns().get(column).name();
            assertThatThrownBy(() -> merge(damaged, null, lines(1000, 1001)))
                    .isInstanceOf(UnreadableParquet.class)
                    .hasMessageStartingWith("row group 1, column " + name)
                    .hasMessageEndingWith("has a page of another checksum, expected the one in its header");
        }
    }

    @Test
    void aFlippedBitIsNeverCarriedOn() {
        byte[] old = file(lines(0, 3 * GROUP));
        int footer = old.length - 8 - Bytes.intAt(old, old.length - 8);
        List<Line> added = lines(1000, 1001);
        Result whole = merge(old, null, added);
        assertThat(whole.merged.groupsCopied()).isEqualTo(3);
        List<List<@Nullable Object>> rows = ParquetFiles.rows(whole.file);
        for (int at = 4; at < footer; at++) {
            byte[] damaged = old.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            try {
                // Headers have no checksum: a bit of theirs may be another, and be seen by who reads; values never.
                assertThat(ParquetFiles.rows(merge(damaged, null, added).file)).isEqualTo(rows);
            } catch (UnreadableParquet e) {
                assertThat(e.getMessage()).containsPattern("^(row group [012], )?column ");
            }
        }
    }

    @Test
    void aRowGroupThatIsLargerThanWhatIsCopiedAtOnceIsCheckedToItsLastByte() {
        Cases.forSeed(1, cases -> {
            byte[] random = new byte[100];
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < 60_000; i++) {
                cases.random().nextBytes(random);
                lines.add(Line.of(i, "k" + i, HexFormat.of().formatHex(random)));
            }
            byte[] old = ParquetFiles.write(SCHEMA, lines.size(), values(lines));
            assertThat(old.length).isGreaterThan(9 << 20);
            Result merged = merge(old, null, lines(100_000, 100_001));
            assertThat(merged.merged.groupsCopied())
                    .isEqualTo(ParquetFiles.open(old).groups());
            assertThat(ParquetFiles.rows(merged.file).subList(0, lines.size())).isEqualTo(values(lines));
            for (Footer.Chunk chunk : ParquetFiles.open(old).group(0).chunks()) {
                byte[] damaged = old.clone();
                damaged[(int) (chunk.start() + chunk.size() - 1)]++;
                assertThatThrownBy(() -> merge(damaged, null, lines(100_000, 100_001)))
                        .isInstanceOf(UnreadableParquet.class)
                        .hasMessageStartingWith("row group 0, column ");
            }
        });
    }

    @Test
    void smallIncrementsDoNotMakeEverMoreGroups() {
        byte[] file = file(List.of());
        List<Line> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Line line = Line.of(i % 3 == 0 ? 1000 - i : 1000 + i, "k" + i, "n" + i);
            all.add(line);
            file = merge(file, null, List.of(line)).file;
        }
        assertThat(ParquetFiles.rows(file))
                .isEqualTo(values(all.stream().sorted().toList()));
        assertThat(ParquetFiles.open(file).groups()).isLessThanOrEqualTo(20);
    }

    private static long reads(byte[] old, @Nullable Predicate<byte[]> isDropped) throws IOException {
        ParquetFiles.InMemory source = new ParquetFiles.InMemory(old);
        ParquetReading reading = ParquetReading.open(source);
        ParquetFiles.writing(
                SCHEMA,
                GROUP,
                out -> ParquetMerge.merge(
                        Optional.of(reading),
                        "time",
                        "key",
                        isDropped,
                        List.<Line>of().iterator(),
                        out));
        return source.reads().get();
    }

    private static TreeMap<Line, Line> lines(Cases cases, int times, int count, String note) {
        TreeMap<Line, Line> lines = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = cases.random().nextInt(5) == 0 ? cases.text(3) : "k" + cases.number(0, 9);
            Line line = Line.of(cases.number(0, times), key, cases.random().nextBoolean() ? note + i : null);
            lines.put(line, line);
        }
        return lines;
    }

    private static byte[] file(Collection<Line> lines) {
        return ParquetFiles.write(SCHEMA, GROUP, values(lines));
    }

    private static List<List<@Nullable Object>> values(Collection<Line> lines) {
        return lines.stream().map(Line::values).toList();
    }

    private static Optional<ParquetReading> old(byte @Nullable [] file) {
        return Optional.ofNullable(file).map(ParquetFiles::open);
    }

    private static Result merge(byte @Nullable [] old, @Nullable Predicate<byte[]> isDropped, Collection<Line> added) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ParquetWriting out = new ParquetWriting(bytes, SCHEMA, GROUP)) {
            Merged merged = ParquetMerge.merge(old(old), "time", "key", isDropped, added.iterator(), out);
            out.finish(Map.of());
            return new Result(bytes.toByteArray(), merged);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a column of two old rows, 7 and nothing where that may be, becomes. */
    private static List<@Nullable Object> evolve(@Nullable ParquetColumn before, ParquetColumn after) {
        List<ParquetColumn> columns = new ArrayList<>(SCHEMA.columns().subList(0, 2));
        if (before != null) {
            columns.add(0, before);
        }
        byte[] old = ParquetFiles.writing(new ParquetSchema(columns), 10, out -> {
            for (int row = 0; row < 2; row++) {
                int from = columns.size() - 2;
                if (before != null && (row == 0 || before.required())) {
                    switch (before.kind()) {
                        case INTEGER -> out.integer(0, 7);
                        case TEXT -> out.text(0, new byte[] {'7'});
                        default -> out.number(0, 7);
                    }
                }
                out.number(from, row);
                out.text(from + 1, new byte[] {'k'});
                out.endRow();
            }
        });
        ParquetSchema schema = new ParquetSchema(
                List.of(SCHEMA.columns().get(0), SCHEMA.columns().get(1), after));
        byte[] merged = ParquetFiles.writing(
                schema,
                10,
                out -> ParquetMerge.merge(
                        Optional.of(ParquetFiles.open(old)),
                        "time",
                        "key",
                        null,
                        List.<Line>of().iterator(),
                        out));
        return ParquetFiles.rows(merged).stream()
                .map(row -> row.get(2))
                .collect(ArrayList::new, List::add, List::addAll);
    }
}
