package routes.lake.parquet;

/** Texts one after the other, each behind its length. */
final class PlainTexts implements PageValues {
    private final byte[] page;
    private final int end;
    private int at;

    PlainTexts(byte[] page, int from, int end) {
        this.page = page;
        this.at = from;
        this.end = end;
    }

    @Override
    public void read(Batch batch, int count) {
        batch.base = page;
        for (int i = 0; i < count; i++) {
            if (end - at < 4) {
                throw new IndexOutOfBoundsException();
            }
            int length = Bytes.intAt(page, at);
            at += 4;
            if (length < 0 || length > end - at) {
                throw new IndexOutOfBoundsException();
            }
            batch.starts[i] = at;
            batch.lengths[i] = length;
            at += length;
        }
    }
}
