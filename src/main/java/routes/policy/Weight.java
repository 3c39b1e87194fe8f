package routes.policy;

/**
 * Tells a queue door how much work a message brings, so that a batch is full not only by its number of messages. A door
 * looks it up in the registry under the name of {@link #of}.
 */
@FunctionalInterface
public interface Weight {

    /** Messages weigh nothing: only their number counts. */
    Weight NONE = body -> 0;

    /** Bytes that have to be moved for the message with this text. */
    long bytes(String body);

    /** The name under which the weight of a step's messages is found. */
    static String of(String step) {
        return step + "-weight";
    }
}
