package routes.lake.parquet;

/** Truths, a bit each. */
final class PlainTruths implements PageValues {
    private final byte[] page;
    private final long end;
    private long bit;

    PlainTruths(byte[] page, int from, int end) {
        this.page = page;
        this.bit = from * 8L;
        this.end = end * 8L;
    }

    @Override
    public void read(Batch batch, int count) {
        if (count > end - bit) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < count; i++, bit++) {
            batch.numbers[i] = page[(int) (bit >>> 3)] >>> (bit & 7) & 1;
        }
    }
}
