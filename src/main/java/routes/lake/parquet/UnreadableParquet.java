package routes.lake.parquet;

/** A file is no Parquet file that this room can read, or not of the columns expected: one line, never contents. */
public final class UnreadableParquet extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableParquet(String message) {
        super(message);
    }

    /** Something in a column's chunk that cannot be. */
    static UnreadableParquet of(String place, String found, Object expected) {
        return new UnreadableParquet(place + " has " + found + ", expected " + expected);
    }
}
