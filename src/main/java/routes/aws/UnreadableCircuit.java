package routes.aws;

/**
 * The table of circuits cannot be read or written, so nobody knows what the fleet knows: let something local decide. The
 * service itself has not been heard.
 *
 * @param cause an {@code SdkException}, an {@link IllegalStateException} for a row that is no state, or
 *     {@link routes.policy.Transient} when others wrote all the time
 */
public record UnreadableCircuit(RuntimeException cause) implements CircuitAnswer, CircuitChange {}
