package routes.lake.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A chunk of texts. Least and most are noted if neither is longer than 1,024 bytes. */
final class TextLeaf extends LeafWriting {
    private static final int LONGEST = 1 << 28;
    private static final int LONGEST_NOTED = 1024;

    private final TextDictionary dictionary = new TextDictionary();
    private final Bytes least = new Bytes(64);
    private final Bytes most = new Bytes(64);
    private boolean any;
    private @Nullable Dictionary source;
    private int[] codeOfSource = {};

    TextLeaf(Leaf leaf, PageMaker maker) {
        super(leaf, maker);
    }

    void add(byte[] bytes, int offset, int count, int repetition) {
        if (count > LONGEST) {
            throw new IllegalArgumentException(
                    "column " + leaf.name() + " has a text of " + count + " bytes, expected at most " + LONGEST);
        }
        level(repetition);
        if (coding() && dictionary.bytes() + (long) count <= 2L * DICTIONARY) {
            code(dictionary.code(bytes, offset, count));
        } else {
            if (coding()) {
                giveUp();
            }
            measure(bytes, offset, count);
            plain.putInt(count);
            plain.put(bytes, offset, count);
            weighPlain();
        }
    }

    /** The text that a cursor stands on; one that is in the cursor's dictionary is looked for only once. */
    void add(LeafValues from) {
        int theirs = from.code();
        Dictionary dictionaryOfSource = from.dictionary();
        if (theirs < 0 || !coding() || dictionaryOfSource == null) {
            add(from.base(), from.start(), from.length(), 0);
            return;
        }
        if (source != dictionaryOfSource) {
            source = dictionaryOfSource;
            codeOfSource = new int[dictionaryOfSource.size()];
        }
        int ours = codeOfSource[theirs] - 1;
        if (ours < 0) {
            add(from.base(), from.start(), from.length(), 0);
            codeOfSource[theirs] = coding() ? last() + 1 : 0;
        } else {
            level(0);
            code(ours);
        }
    }

    @Override
    int different() {
        return dictionary.size();
    }

    @Override
    int dictionaryBytes() {
        return dictionary.bytes() + 4 * dictionary.size();
    }

    @Override
    void putPlain(Bytes into, int code) {
        into.putInt(dictionary.length(code));
        into.put(dictionary.base(), dictionary.start(code), dictionary.length(code));
    }

    @Override
    void measure(int code) {
        measure(dictionary.base(), dictionary.start(code), dictionary.length(code));
    }

    private void measure(byte[] bytes, int offset, int count) {
        if (!any) {
            any = true;
            least.put(bytes, offset, count);
            most.put(bytes, offset, count);
        } else if (Arrays.compareUnsigned(bytes, offset, offset + count, most.array, 0, most.size) > 0) {
            most.clear();
            most.put(bytes, offset, count);
        } else if (Arrays.compareUnsigned(bytes, offset, offset + count, least.array, 0, least.size) < 0) {
            least.clear();
            least.put(bytes, offset, count);
        }
    }

    @Override
    void clear() {
        dictionary.clear();
        least.clear();
        most.clear();
        any = false;
        source = null;
    }

    @Override
    byte @Nullable [] least() {
        return noted() ? least.copy() : null;
    }

    @Override
    byte @Nullable [] most() {
        return noted() ? most.copy() : null;
    }

    private boolean noted() {
        return any && least.size <= LONGEST_NOTED && most.size <= LONGEST_NOTED;
    }
}
