package routes.aws;

/**
 * When a closed circuit opens. A rule looks at recent outcomes, kept as the bits of a number: the newest is the lowest, 1
 * is a failure. Nothing but zeros means that there is nothing to remember.
 */
public sealed interface TripRule {
    /** Outcomes that a number holds without its sign. */
    int MOST = 63;

    /** The outcomes to be kept after one more. */
    long after(long recent, boolean failed);

    /** Whether these outcomes open the circuit. */
    boolean trips(long recent);

    /**
     * Opens after so many failures with no success between them.
     *
     * @param failures from 1 to {@value #MOST}
     */
    record Consecutive(int failures) implements TripRule {

        public Consecutive {
            if (failures < 1 || failures > MOST) {
                throw new IllegalArgumentException("consecutive failures are " + failures + ", expected 1 to " + MOST);
            }
        }

        @Override
        public long after(long recent, boolean failed) {
            return failed ? shifted(recent, true, failures) : 0;
        }

        @Override
        public boolean trips(long recent) {
            return Long.bitCount(recent) >= failures;
        }
    }

    /**
     * Opens when more than this share of the last calls has failed. Calls that nobody noted count as successes: that is
     * what they were, or there would be a note; only before the very first ones there were none at all.
     *
     * @param above share that is still borne, at least 0 and less than 1
     * @param calls how many are looked at, from 1 to {@value #MOST}
     */
    record Rate(double above, int calls) implements TripRule {

        public Rate {
            if (!(above >= 0 && above < 1) || calls < 1 || calls > MOST) {
                throw new IllegalArgumentException("rate is above " + above + " of " + calls
                        + " calls, expected a share from 0 to less than 1 of 1 to " + MOST);
            }
        }

        @Override
        public long after(long recent, boolean failed) {
            return shifted(recent, failed, calls);
        }

        @Override
        public boolean trips(long recent) {
            return (double) Long.bitCount(recent) / calls > above;
        }
    }

    private static long shifted(long recent, boolean failed, int kept) {
        return (recent << 1 | (failed ? 1 : 0)) & (-1L >>> (Long.SIZE - kept));
    }
}
