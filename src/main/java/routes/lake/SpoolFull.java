package routes.lake;

import java.io.IOException;
import java.nio.file.Path;

/** There is no room for a spool: an I/O error that may have gone when others have let go of theirs. */
public final class SpoolFull extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolFull(Path directory, long free, long needed) {
        super("spool directory " + directory + " has " + free + " bytes free, expected " + needed);
    }
}
