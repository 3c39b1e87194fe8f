package routes.policy;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows in an answer whose status says all that there is to know. */
public final class RestOfAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(RestOfAnswer.class);
    private static final int LONGEST = 8 * 1024;

    private RestOfAnswer() {}

    /**
     * Reads a short one to its end, so that the connection can be used again; a longer one breaks it. Never fails: the
     * other end has answered, and what it has taken must not be sent again.
     */
    public static void drop(@Nullable InputStream body) {
        if (body == null) {
            return;
        }
        try (body) {
            body.readNBytes(LONGEST);
        } catch (IOException e) {
            LOG.debug("the rest of an answer was lost: {}", e.getClass().getSimpleName());
        }
    }
}
