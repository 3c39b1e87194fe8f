package routes.lake.parquet;

/** Reads the values of one page by its encoding; more than are there is an IndexOutOfBoundsException. */
@FunctionalInterface
interface PageValues {

    /** Fills the batch with the next {@code count} values. */
    void read(Batch batch, int count);

    /**
     * Values that are no codes of a dictionary.
     *
     * @param values how many the page has, at most
     */
    static PageValues of(Leaf leaf, int encoding, byte[] page, int from, int end, int values, String place) {
        int physical = leaf.physical();
        boolean number = physical == Leaf.INT32 || physical == Leaf.INT64;
        boolean fixed = number || physical == Leaf.FLOAT || physical == Leaf.DOUBLE;
        boolean text = physical == Leaf.BYTE_ARRAY;
        if (encoding == Encoding.PLAIN && fixed) {
            return new PlainNumbers(page, from, end, physical);
        } else if (encoding == Encoding.PLAIN && text) {
            return new PlainTexts(page, from, end);
        } else if (encoding == Encoding.PLAIN && physical == Leaf.BOOLEAN) {
            return new PlainTruths(page, from, end);
        } else if (encoding == Encoding.RLE && physical == Leaf.BOOLEAN) {
            return truths(new RunReader(page, from + 4, end, 1));
        } else if (encoding == Encoding.DELTA_BINARY_PACKED && number) {
            DeltaNumbers numbers = new DeltaNumbers(page, from, end, physical == Leaf.INT32);
            return (batch, count) -> numbers.read(batch.numbers, count);
        } else if (encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY && text) {
            return new DeltaLengthTexts(page, from, end);
        } else if (encoding == Encoding.DELTA_BYTE_ARRAY && text) {
            return new DeltaTexts(page, from, end);
        } else if (encoding == Encoding.BYTE_STREAM_SPLIT && fixed) {
            return new SplitNumbers(page, from, end, physical);
        }
        throw UnreadableParquet.of(
                place, Leaf.physical(physical) + " in encoding " + encoding, "one that is read here");
    }

    private static PageValues truths(RunReader runs) {
        return (batch, count) -> {
            runs.read(batch.codes, count);
            for (int i = 0; i < count; i++) {
                batch.numbers[i] = batch.codes[i];
            }
        };
    }
}
