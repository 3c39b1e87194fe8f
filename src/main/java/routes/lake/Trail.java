package routes.lake;

import java.util.Map;

/**
 * What a pipeline knows of a thing that somebody asks after.
 *
 * @param found whether there is such a thing
 * @param facts in the order in which they are told: texts, numbers, and lists and maps of them
 * @param letters which parked messages are about it
 */
public record Trail(boolean found, Map<String, Object> facts, Letters letters) {

    /** Tells whether a message is about the thing. */
    @FunctionalInterface
    public interface Letters {
        boolean isAboutIt(String body, Map<String, String> attributes);
    }
}
