package routes.lake.parquet;

import java.util.Arrays;

/** The levels of the entries of a page in the making: how much of each is there, and whether it continues a row. */
final class Levels {
    private final int mostDefinition;
    private final int mostRepetition;
    private byte[] definitions = {};
    private byte[] repetitions = {};
    private int count;

    Levels(Leaf leaf) {
        mostDefinition = leaf.definition();
        mostRepetition = leaf.repetition();
    }

    /** The entries. */
    int count() {
        return count;
    }

    /** An entry that has a value. */
    void add(int repetition) {
        add(mostDefinition, repetition);
    }

    void add(int definition, int repetition) {
        if (mostDefinition > 0) {
            if (count == definitions.length) {
                grow();
            }
            definitions[count] = (byte) definition;
            if (mostRepetition > 0) {
                repetitions[count] = (byte) repetition;
            }
        }
        count++;
    }

    /** A row with a long list is never cut, so its page has more entries than others. */
    private void grow() {
        definitions = Arrays.copyOf(definitions, Math.max(1024, 2 * count));
        if (mostRepetition > 0) {
            repetitions = Arrays.copyOf(repetitions, definitions.length);
        }
    }

    /** Puts the levels before a page's values and begins the next page. */
    void moveTo(PageMaker maker) {
        move(repetitions, mostRepetition, maker);
        move(definitions, mostDefinition, maker);
        count = 0;
    }

    private void move(byte[] levels, int most, PageMaker maker) {
        if (most > 0) {
            Bytes body = maker.body;
            int at = body.size;
            body.putInt(0);
            Runs.encode(maker.numbers(levels, count), count, Runs.width(most), body);
            Bytes.INT.set(body.array, at, body.size - at - 4);
        }
    }
}
