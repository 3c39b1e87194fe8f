package routes.policy;

/**
 * Lets a queue door receive, or not: while the other end is down as a whole, messages are better left on their queue,
 * where waiting costs no receives. A door looks its gate up in the registry under the name of {@link #of}.
 */
public interface Gate {

    /** Always open. */
    Gate OPEN = () -> true;

    /** Whether a receive may begin now. Asked by one thread, many times a second while it answers no. */
    boolean opens();

    /** A receive that the gate let begin has ended with so many messages. */
    default void received(int messages) {}

    /** The name under which the gate of a step is found. */
    static String of(String step) {
        return step + "-gate";
    }
}
