package infra.environment;

/** What is done against cold starts: one thing at most, because AWS refuses both together. */
public sealed interface Start {
    /** Nothing. */
    record Plain() implements Start {}

    /** A snapshot of the started process is restored. */
    record Snapshot() implements Start {}

    /**
     * Started processes are kept waiting.
     *
     * @param processes how many
     */
    record Warm(int processes) implements Start {
        public Warm {
            if (processes < 1 || processes > 100) {
                throw new IllegalArgumentException("processes kept warm are " + processes + ", expected 1 to 100");
            }
        }
    }
}
