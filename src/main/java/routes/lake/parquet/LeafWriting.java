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

    /** After so many values of the first page is seen whether a dictionary pays. */
    static final int TRIAL = 4096;

    /** The most bytes of a dictionary. */
    static final int DICTIONARY = 1 << 19;

    final Leaf leaf;
    private final PageMaker maker;
    private final Levels levels;
    private final List<Page> pages = new ArrayList<>();
    private int[] codes = {};

    /** The values of this page that are not codes. */
    final Bytes plain = new Bytes(1024);

    private boolean full;
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
        this.levels = new Levels(leaf);
    }

    /** How many different values are in the dictionary. */
    abstract int different();

    /** The dictionary's bytes as a page. */
    abstract int dictionaryBytes();

    /** Appends a value of the dictionary in plain form. */
    abstract void putPlain(Bytes into, int code);

    /** Brings the page's values that have only been gathered into codes or {@link #plain}. */
    void settle() {}

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
        if (levels.count() >= ENTRIES_OF_PAGE || full) {
            page();
        }
    }

    /** An entry without a value. */
    final void nothing(int definition, int repetition) {
        levels.add(definition, repetition);
        empty++;
    }

    /** An entry whose value comes by {@link #code}, into {@link #plain}, or when it is time to {@link #settle}. */
    final void level(int repetition) {
        levels.add(repetition);
    }

    /** The code that came last. */
    final int last() {
        return codes[coded - 1];
    }

    final void code(int code) {
        codes = roomFor(coded, codes);
        codes[coded++] = code;
        giveUpUnlessItPays();
    }

    /** Gives up when the trial's values are too different, or the dictionary is too large. */
    private void giveUpUnlessItPays() {
        if (coded == TRIAL && different() * 4 > 3 * TRIAL && !dictionaryUsed || dictionaryBytes() > DICTIONARY) {
            giveUp();
        }
    }

    /** Room for the codes of so many values more behind the {@link #coded}; they count when that says so. */
    final int[] codes(int count) {
        codes = roomFor(coded + count, codes);
        return codes;
    }

    final int coded() {
        return coded;
    }

    /** So many codes more have been filled in. */
    final void coded(int count) {
        coded += count;
        giveUpUnlessItPays();
    }

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
        weighPlain();
        for (int code = 0; code < different(); code++) {
            measure(code);
        }
    }

    /** Notices when {@link #plain} has become large enough for a page. */
    final void weighPlain() {
        full = plain.size >= BYTES_OF_PAGE;
    }

    private void page() {
        int entries = levels.count();
        if (entries == 0) {
            return;
        }
        settle();
        Bytes body = maker.body;
        body.clear();
        levels.moveTo(maker);
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
        coded = 0;
        plain.clear();
        full = false;
    }

    /** Brings values that are shorter than a byte into {@link #plain}. */
    void finishPlain() {}

    private void add(Page page, int index) {
        pages.add(index, page);
        size += page.bytes().length;
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
