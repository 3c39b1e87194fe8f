package routes.lake.parquet;

import java.util.Arrays;

/** Texts that share their beginning with the one before (DELTA_BYTE_ARRAY). */
final class DeltaTexts implements PageValues {
    private static final int MOST = 1 << 28;

    private final DeltaNumbers shared;
    private final DeltaLengthTexts rest;
    private final long[] some = new long[Batch.MOST];
    private byte[] last = {};

    DeltaTexts(byte[] page, int from, int end) {
        shared = new DeltaNumbers(page, from, end, true);
        rest = new DeltaLengthTexts(page, shared.behind(), end);
    }

    @Override
    public void read(Batch batch, int count) {
        shared.read(some, count);
        rest.read(batch, count);
        Bytes whole = new Bytes(1024);
        whole.put(last, 0, last.length);
        int before = 0;
        for (int i = 0; i < count; i++) {
            int start = whole.size;
            if (some[i] < 0 || some[i] > start - before || start > MOST) {
                throw new IndexOutOfBoundsException();
            }
            whole.room((int) some[i]);
            whole.put(whole.array, before, (int) some[i]);
            whole.put(batch.base, batch.starts[i], batch.lengths[i]);
            batch.starts[i] = start;
            batch.lengths[i] = whole.size - start;
            before = start;
        }
        last = Arrays.copyOfRange(whole.array, before, whole.size);
        batch.base = whole.array;
    }
}
