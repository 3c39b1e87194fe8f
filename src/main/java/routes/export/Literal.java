package routes.export;

/**
 * A value as the caller wrote it.
 *
 * @param kind by the way it is written
 * @param text what is between the quotes, with one quote for two; digits, with their sign; {@code true} or {@code false}
 * @param at where it begins in the clause, counted from 1
 */
record Literal(Kind kind, String text, int at) implements Operand {
    enum Kind {
        /** {@code 'Zürich'}. */
        TEXT,
        /** {@code 5}, {@code -2.50}. */
        NUMBER,
        /** {@code 1.5e3}: a floating-point number, whatever its value. */
        FLOAT,
        /** {@code TRUE}, {@code FALSE}. */
        BOOLEAN,
        /** {@code DATE '2026-02-28'}. */
        DATE,
        /** {@code TIMESTAMP '2026-02-28 12:00:00'}. */
        TIMESTAMP
    }

    /** Without the value. */
    @Override
    public String toString() {
        return kind + " at " + at;
    }
}
