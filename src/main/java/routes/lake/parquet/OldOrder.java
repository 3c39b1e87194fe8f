package routes.lake.parquet;

/** Sees to it that an old file is in the order that a merge relies on. */
final class OldOrder {
    private long time = Long.MIN_VALUE;
    private boolean keyKnown;
    private final Bytes key = new Bytes(128);

    /** A row group that is copied follows. */
    void group(Range range) {
        if (range.least() < time) {
            throw new UnreadableParquet("row groups overlap, expected them in the order of time");
        }
        time = range.most();
        keyKnown = false;
    }

    /** A row follows. */
    void row(long nextTime, ColumnValues nextKey) {
        if (nextTime < time || nextTime == time && keyKnown && nextKey.compareText(key.array, key.size) < 0) {
            throw new UnreadableParquet("rows are out of order, expected them by time and key");
        }
        time = nextTime;
        keyKnown = true;
        LeafValues text = nextKey.leaf();
        key.clear();
        key.put(text.base(), text.start(), text.length());
    }
}
