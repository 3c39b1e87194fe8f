package routes.lake.parquet;

import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;

/**
 * A cursor over the entries of one chunk, page by page and in batches, so that memory is in proportion to a page and
 * never to a number that the file announces.
 */
final class LeafValues {
    private final Leaf leaf;
    private final PageBytes pages;
    private final byte[] bytes;
    private final int end;
    private final String place;
    private final Batch batch;
    private final int[] definitions = new int[Batch.MOST];
    private final int[] repetitions = new int[Batch.MOST];

    private int at;
    private long leftInChunk;
    private int leftInPage;
    private byte[] page = {};
    private @Nullable RunReader definitionRuns;
    private @Nullable RunReader repetitionRuns;
    private @Nullable PageValues values;
    private @Nullable Dictionary dictionary;
    private int count;
    private int entry;
    private int value;

    /** @param bytes hold the chunk's from {@code from} to {@code end} */
    LeafValues(Leaf leaf, Chunk chunk, byte[] bytes, int from, int end) {
        this.leaf = leaf;
        this.place = "column " + leaf.name();
        this.pages = new PageBytes(bytes, chunk.codec(), place);
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.leftInChunk = chunk.values();
        this.batch = new Batch(leaf.physical() == Leaf.BYTE_ARRAY);
    }

    Leaf leaf() {
        return leaf;
    }

    /** Goes to the next entry. */
    void advance() {
        if (entry + 1 >= count) {
            load();
        }
        entry++;
        if (defined()) {
            value++;
        }
    }

    /**
     * Passes over some of the next entries, at least one, and tells them as reals; NaN for one without a value.
     *
     * @param most not more than there are
     * @param bits whether numbers are the bits of reals
     */
    int reals(double[] into, int from, int most, boolean bits) {
        if (entry + 1 >= count) {
            load();
        }
        int passed = Math.min(most, count - entry - 1);
        for (int i = from; i < from + passed; i++) {
            entry++;
            if (!defined()) {
                into[i] = Double.NaN;
                continue;
            }
            long number = batch.numbers[++value];
            into[i] = bits ? Double.longBitsToDouble(number) : number;
        }
        return passed;
    }

    /** Whether the next entry belongs to the same row; the present one cannot be asked for afterwards. */
    boolean continues() {
        if (entry + 1 >= count) {
            if (leftInChunk == 0) {
                return false;
            }
            load();
        }
        return repetitions[entry + 1] > 0;
    }

    int definition() {
        return leaf.definition() == 0 ? 0 : definitions[entry];
    }

    /** Whether this entry has a value. */
    boolean defined() {
        return leaf.definition() == 0 || definitions[entry] == leaf.definition();
    }

    long number() {
        return batch.numbers[value];
    }

    byte[] base() {
        return batch.base;
    }

    int start() {
        return batch.starts[value];
    }

    int length() {
        return batch.lengths[value];
    }

    /** Where in {@link #dictionary} this value is, or -1. */
    int code() {
        return batch.coded ? batch.codes[value] : -1;
    }

    @Nullable
    Dictionary dictionary() {
        return dictionary;
    }

    private void load() {
        try {
            while (leftInPage == 0) {
                page();
            }
            count = Math.min(leftInPage, Batch.MOST);
            levels(repetitionRuns, repetitions);
            levels(definitionRuns, definitions);
            int defined = count;
            if (definitionRuns != null) {
                defined = 0;
                for (int i = 0; i < count; i++) {
                    defined += definitions[i] == leaf.definition() ? 1 : 0;
                }
            }
            batch.coded = false;
            if (defined > 0 && values != null) {
                values.read(batch, defined);
            }
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            throw UnreadableParquet.of(place, "a damaged page", "a whole one");
        }
        leftInPage -= count;
        leftInChunk -= count;
        entry = -1;
        value = -1;
    }

    private void levels(@Nullable RunReader runs, int[] into) {
        if (runs != null) {
            runs.read(into, count);
        }
    }

    private void page() {
        if (leftInChunk <= 0 || at >= end) {
            throw UnreadableParquet.of(place, "fewer values than announced", leftInChunk + " more");
        }
        PageHeader header = PageHeader.read(bytes, at, end, place);
        pages.verify(header);
        at = header.behind() + header.size();
        switch (header.type()) {
            case PageHeader.DICTIONARY -> dictionary(header);
            case PageHeader.DATA, PageHeader.DATA_2 -> data(header);
            default -> {}
        }
    }

    private void dictionary(PageHeader header) {
        byte[] plain = new byte[pages.size(header)];
        pages.plain(header, 0, plain);
        dictionary = new Dictionary(leaf, plain, header.plainSize(), header.values(), place);
    }

    private void data(PageHeader header) {
        if (header.values() > leftInChunk) {
            throw UnreadableParquet.of(place, "a page of " + header.values() + " values", "at most " + leftInChunk);
        }
        int size = pages.size(header);
        if (page.length < size) {
            page = new byte[size];
        }
        boolean second = header.type() == PageHeader.DATA_2;
        pages.plain(header, second ? header.definitions() + header.repetitions() : 0, page);
        int from = 0;
        int repetitionWidth = Runs.width(leaf.repetition());
        int definitionWidth = Runs.width(leaf.definition());
        if (second) {
            int middle = header.repetitions();
            from = middle + header.definitions();
            repetitionRuns = repetitionWidth == 0 ? null : new RunReader(page, 0, middle, repetitionWidth);
            definitionRuns = definitionWidth == 0 ? null : new RunReader(page, middle, from, definitionWidth);
        } else {
            if (repetitionWidth > 0) {
                int behind = behindLevels(from, size);
                repetitionRuns = new RunReader(page, from + 4, behind, repetitionWidth);
                from = behind;
            }
            if (definitionWidth > 0) {
                int behind = behindLevels(from, size);
                definitionRuns = new RunReader(page, from + 4, behind, definitionWidth);
                from = behind;
            }
        }
        values = values(header, from, size);
        leftInPage = header.values();
    }

    private int behindLevels(int from, int size) {
        if (size - from < 4) {
            throw new IndexOutOfBoundsException();
        }
        int length = Bytes.intAt(page, from);
        if (length < 0 || length > size - from - 4) {
            throw new IndexOutOfBoundsException();
        }
        return from + 4 + length;
    }

    private @Nullable PageValues values(PageHeader header, int from, int size) {
        if (from == size) {
            // A page of empty values alone may end here; whoever reads on finds no reader.
            return (batch, wanted) -> {
                throw new IndexOutOfBoundsException();
            };
        }
        int encoding = header.encoding();
        if (encoding != Encoding.RLE_DICTIONARY && encoding != Encoding.PLAIN_DICTIONARY) {
            return PageValues.of(leaf, encoding, page, from, size, header.values(), place);
        }
        if (dictionary == null) {
            throw UnreadableParquet.of(place, "codes without a dictionary", "one before them");
        }
        return dictionary.values(new RunReader(page, from + 1, size, page[from]));
    }
}
