package routes.lake.parquet;

/** Up to {@value #MOST} values of a page, the empty ones left out. */
final class Batch {
    static final int MOST = 1024;

    /** Numbers, truths as 0 and 1, reals by their bits. */
    final long[] numbers;

    /** Of texts: the bytes, and where each begins and how long it is. */
    byte[] base = {};

    final int[] starts;
    final int[] lengths;

    /** Where in the dictionary each value is, if {@link #coded}. */
    final int[] codes = new int[MOST];

    boolean coded;

    Batch(boolean texts) {
        numbers = new long[texts ? 0 : MOST];
        starts = new int[texts ? MOST : 0];
        lengths = new int[texts ? MOST : 0];
    }
}
