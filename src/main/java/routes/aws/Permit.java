package routes.aws;

/**
 * Leave to call a service once. Its answer is noted under this permit, and belongs to the circuit as it was when it was
 * asked: after the circuit has opened or closed, or its probe has passed to another, it says nothing any more.
 *
 * @param generation of the circuit, which counts those changes
 * @param probe whether this is the one call by which an open circuit is tried
 */
public record Permit(long generation, boolean probe) {}
