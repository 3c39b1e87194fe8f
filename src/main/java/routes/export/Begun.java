package routes.export;

/** What came of the wish to work on an export. */
sealed interface Begun {

    /** It is this worker's, until its lease ends. */
    record Ours(Running export) implements Begun {}

    /** There is nothing left to do. */
    record Finished(ExportResult result) implements Begun {}

    /**
     * Somebody else is at it.
     *
     * @param row as he last wrote it
     */
    record Elsewhere(ExportRow row) implements Begun {}
}
