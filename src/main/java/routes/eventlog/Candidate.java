package routes.eventlog;

import java.util.Optional;

/**
 * A file that may have to be read.
 *
 * @param file as S3 tells of it
 * @param note what became of a content of it before
 */
record Candidate(SourceFile file, Optional<FileNote> note) {

    /** This very content has been taken in already. */
    boolean isKnown() {
        return note.filter(before -> before.eTag().equals(file.eTag())).isPresent();
    }

    /** The same, to be read whatever is said of this content: the checkpoint that should hold its event does not. */
    Candidate again() {
        return new Candidate(file, note.map(FileNote::ofAnyContent));
    }

    /** The checkpoint that holds the event of an earlier content. */
    Optional<Group> before() {
        return note.flatMap(FileNote::group);
    }
}
