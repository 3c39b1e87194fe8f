package routes.lake.parquet;

/** Numbers one after the other, in 4 or 8 bytes each. */
final class PlainNumbers implements PageValues {
    private final byte[] page;
    private final int end;
    private final int physical;
    private int at;

    PlainNumbers(byte[] page, int from, int end, int physical) {
        this.page = page;
        this.at = from;
        this.end = end;
        this.physical = physical;
    }

    @Override
    public void read(Batch batch, int count) {
        long[] into = batch.numbers;
        int width = physical == Leaf.INT32 || physical == Leaf.FLOAT ? 4 : 8;
        if (count * width > end - at) {
            throw new IndexOutOfBoundsException();
        }
        if (width == 8) {
            for (int i = 0; i < count; i++) {
                into[i] = Bytes.longAt(page, at + 8 * i);
            }
        } else if (physical == Leaf.INT32) {
            for (int i = 0; i < count; i++) {
                into[i] = Bytes.intAt(page, at + 4 * i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(Bytes.intAt(page, at + 4 * i)));
            }
        }
        at += count * width;
    }
}
