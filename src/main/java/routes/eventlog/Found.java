package routes.eventlog;

import java.util.Optional;
import routes.policy.FailureKind;

/** What reading a file came to. */
sealed interface Found {
    /** The file. */
    SourceFile file();

    /**
     * A valid event.
     *
     * @param file with the ETag of what was read
     * @param event that it holds
     * @param before group of an earlier content, whose row goes
     */
    record Event(SourceFile file, LogEvent event, Optional<Group> before) implements Found {}

    /**
     * It is not valid, and lies in quarantine with a report.
     *
     * @param file with the ETag of what was read
     * @param before group of an earlier content, whose row stays
     */
    record Quarantined(SourceFile file, Optional<Group> before) implements Found {}

    /** Nothing is to be done: it is gone, or this content was taken in before. */
    record Settled(SourceFile file) implements Found {}

    /**
     * There was no time to read it: nobody has tried.
     *
     * @param candidate as it was to be read
     */
    record Unbegun(Candidate candidate) implements Found {
        @Override
        public SourceFile file() {
            return candidate.file();
        }
    }

    /**
     * It could not be read, and must be read later.
     *
     * @param kind why
     * @param reason one line
     */
    record Unread(SourceFile file, FailureKind kind, String reason) implements Found {}
}
