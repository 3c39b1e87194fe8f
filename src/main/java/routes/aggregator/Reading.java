package routes.aggregator;

/** What came of reading one object of a bundle. */
sealed interface Reading {

    /**
     * It is in the bundle.
     *
     * @param size in bytes
     * @param sha256 of its content, hexadecimal
     */
    record Read(long size, String sha256) implements Reading {}

    /** A later write has replaced it, whose own event follows. */
    record Superseded() implements Reading {}

    /** It can never be read. */
    record Gone(String reason) implements Reading {}

    /** It could not be read now. */
    record Failing(String reason) implements Reading {}
}
