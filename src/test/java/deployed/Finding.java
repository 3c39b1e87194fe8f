package deployed;

/**
 * What one look came to.
 *
 * @param about what was looked at
 * @param good whether it is as it should be
 * @param found in a few words, never contents
 */
record Finding(String about, boolean good, String found) {
    @Override
    public String toString() {
        return (good ? "ok    " : "WRONG ") + about + ": " + found;
    }
}
