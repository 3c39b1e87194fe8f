package routes.lake.parquet;

/** Numbers whose first bytes come first, then all second ones, and so on (BYTE_STREAM_SPLIT). */
final class SplitNumbers implements PageValues {
    private final byte[] page;
    private final int from;
    private final int count;
    private final int physical;
    private int at;

    SplitNumbers(byte[] page, int from, int end, int physical) {
        this.page = page;
        this.from = from;
        this.physical = physical;
        this.count = (end - from) / width();
    }

    private int width() {
        return physical == Leaf.INT32 || physical == Leaf.FLOAT ? 4 : 8;
    }

    @Override
    public void read(Batch batch, int wanted) {
        if (wanted > count - at) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < wanted; i++, at++) {
            long bits = 0;
            for (int part = 0; part < width(); part++) {
                bits |= (page[from + part * count + at] & 0xffL) << 8 * part;
            }
            batch.numbers[i] = switch (physical) {
                case Leaf.INT32 -> (int) bits;
                case Leaf.FLOAT -> Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
                default -> bits;
            };
        }
    }
}
