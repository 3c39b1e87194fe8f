package routes.export;

/** What a clause compares, and the parser does not see: see {@link ClauseText}. */
sealed interface Operand permits Literal, Operand.Name {
    /** Where it begins in the clause, counted from 1. */
    int at();

    /**
     * What stands where a column may stand.
     *
     * @param spelled as the caller did, without quotes
     * @param at where it begins in the clause, counted from 1
     */
    record Name(String spelled, int at) implements Operand {}
}
