package routes.lake.parquet;

/** All lengths, then all texts (DELTA_LENGTH_BYTE_ARRAY). */
final class DeltaLengthTexts implements PageValues {
    private final byte[] page;
    private final int end;
    private final DeltaNumbers lengths;
    private final long[] some = new long[Batch.MOST];
    private int at;

    DeltaLengthTexts(byte[] page, int from, int end) {
        this.page = page;
        this.end = end;
        this.lengths = new DeltaNumbers(page, from, end, true);
        this.at = lengths.behind();
    }

    @Override
    public void read(Batch batch, int count) {
        lengths.read(some, count);
        batch.base = page;
        for (int i = 0; i < count; i++) {
            if (some[i] < 0 || some[i] > end - at) {
                throw new IndexOutOfBoundsException();
            }
            batch.starts[i] = at;
            batch.lengths[i] = (int) some[i];
            at += (int) some[i];
        }
    }
}
