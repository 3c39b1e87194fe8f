package routes.lake.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Stats;
import routes.lake.parquet.PageMaker.Page;

/**
 * One chunk in the making: its values are codes of a dictionary as long as that pays, then plain. A page ends after
 * 20,000 entries or 256 KiB, is compressed at once and held until the row group is written.
 */
abstract class LeafWriting {
    private static final int ENTRIES_OF_PAGE = 20_000;
    private static final int BYTES_OF_PAGE = 1 << 18;
    private static final int TRIAL = 4096;

    /** The most bytes of a dictionary. */
    static final int DICTIONARY = 1 << 19;

    final Leaf leaf;
    private final PageMaker maker;
    private final List<Page> pages = new ArrayList<>();
    private int[] definitions = {};
    private int[] repetitions = {};
    private int[] codes = {};

    /** The values of this page that are not codes. */
    final Bytes plain = new Bytes(1024);

    private int entries;
    private int coded;
    private boolean coding = true;
    private boolean dictionaryUsed;
    private boolean plainUsed;
    private long values;
    private long empty;
    private long size;

    LeafWriting(Leaf leaf, PageMaker maker) {
        this.leaf = leaf;
        this.maker = maker;
    }

    /** How many different values are in the dictionary. */
    abstract int different();

    /** The dictionary's bytes as a page. */
    abstract int dictionaryBytes();

    /** Appends a value of the dictionary in plain form. */
    abstract void putPlain(Bytes into, int code);

    /** Forgets the dictionary, and least and most. */
    abstract void clear();

    /** Takes a value of the dictionary into least and most. */
    abstract void measure(int code);

    abstract byte @Nullable [] least();

    abstract byte @Nullable [] most();

    final boolean coding() {
        return coding;
    }

    /** A row begins: only there may a page end. */
    final void row() {
        if (entries >= ENTRIES_OF_PAGE || plain.size >= BYTES_OF_PAGE) {
            page();
        }
    }

    /** An entry without a value. */
    final void nothing(int definition, int repetition) {
        level(definition, repetition);
        empty++;
    }

    /** The levels of an entry whose value comes by {@link #code} or into {@link #plain}. */
    final void level(int definition, int repetition) {
        if (leaf.definition() > 0) {
            definitions = roomFor(entries, definitions);
            definitions[entries] = definition;
            if (leaf.repetition() > 0) {
                repetitions = roomFor(entries, repetitions);
                repetitions[entries] = repetition;
            }
        }
        entries++;
    }

    /** The code that came last. */
    final int last() {
        return codes[coded - 1];
    }

    final void code(int code) {
        codes = roomFor(coded, codes);
        codes[coded++] = code;
        if (different() * 4 > 3 * coded && coded == TRIAL && !dictionaryUsed || dictionaryBytes() > DICTIONARY) {
            giveUp();
        }
    }

    /** A row with a long list is never cut, so its page has more entries than others. */
    private static int[] roomFor(int index, int[] array) {
        return index < array.length ? array : Arrays.copyOf(array, Math.max(1024, 2 * index));
    }

    /** No codes from here on; those of this page become plain values. */
    final void giveUp() {
        coding = false;
        for (int i = 0; i < coded; i++) {
            putPlain(plain, codes[i]);
        }
        coded = 0;
        for (int code = 0; code < different(); code++) {
            measure(code);
        }
    }

    private void page() {
        if (entries == 0) {
            return;
        }
        Bytes body = maker.body;
        body.clear();
        levels(repetitions, leaf.repetition());
        levels(definitions, leaf.definition());
        boolean codes = coding && coded > 0;
        if (codes) {
            int width = Runs.width(different() - 1);
            body.put(width);
            Runs.encode(this.codes, coded, width, body);
        } else {
            finishPlain();
            body.put(plain.array, 0, plain.size);
        }
        dictionaryUsed |= codes;
        plainUsed |= !codes;
        add(maker.page(false, entries, codes ? Encoding.RLE_DICTIONARY : Encoding.PLAIN), pages.size());
        values += entries;
        entries = 0;
        coded = 0;
        plain.clear();
    }

    /** Brings values that are shorter than a byte into {@link #plain}. */
    void finishPlain() {}

    private void add(Page page, int index) {
        pages.add(index, page);
        size += page.bytes().length;
    }

    private void levels(int[] levels, int most) {
        if (most > 0) {
            Bytes body = maker.body;
            int at = body.size;
            body.putInt(0);
            Runs.encode(levels, entries, Runs.width(most), body);
            Bytes.INT.set(body.array, at, body.size - at - 4);
        }
    }

    /** Writes the chunk at a place of the file and begins the next. */
    final Chunk write(OutputStream out, long place) throws IOException {
        page();
        TreeSet<Integer> encodings = new TreeSet<>();
        if (plainUsed || dictionaryUsed) {
            encodings.add(Encoding.PLAIN);
        }
        if (leaf.definition() > 0) {
            encodings.add(Encoding.RLE);
        }
        long dictionarySize = 0;
        if (dictionaryUsed) {
            encodings.add(Encoding.RLE_DICTIONARY);
            maker.body.clear();
            for (int code = 0; code < different(); code++) {
                putPlain(maker.body, code);
            }
            add(maker.page(true, different(), Encoding.PLAIN), 0);
            dictionarySize = pages.get(0).bytes().length;
        }
        if (coding) {
            for (int code = 0; code < different(); code++) {
                measure(code);
            }
        }
        long plainSize = 0;
        for (Page page : pages) {
            out.write(page.bytes());
            plainSize += page.plainSize();
        }
        Chunk chunk = new Chunk(
                Encoding.SNAPPY,
                List.copyOf(encodings),
                values,
                plainSize,
                size,
                place + dictionarySize,
                dictionaryUsed ? place : 0,
                new Stats(least(), most(), empty));
        begin();
        return chunk;
    }

    private void begin() {
        pages.clear();
        coding = true;
        dictionaryUsed = false;
        plainUsed = false;
        values = 0;
        empty = 0;
        size = 0;
        clear();
    }
}
