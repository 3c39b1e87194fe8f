package routes.flights;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Which pairs of icao24 and last_contact a snapshot has had, exactly. A pair as the API has it, six hexadecimal digits
 * in small letters and a time within some thousand years, is a number of 64 bits in a table that is at most half full;
 * whatever else may be there is kept as it is.
 */
final class SeenStates {
    private static final int DIGITS = 6;
    private static final int TIME_BITS = 38;
    /** Makes every pair another number than 0, which is the empty place. */
    private static final long TAKEN = 1L << 62;

    private long[] table = new long[1 << 15];
    private int count;
    private final Set<ByteBuffer> others = new HashSet<>();

    /** Whether the pair is new; it is not the next time. */
    boolean add(StateRow row) {
        StateText icao24 = row.text(StateField.ICAO24);
        boolean timed = row.has(StateField.LAST_CONTACT);
        long time = row.number(StateField.LAST_CONTACT);
        long digits = digits(icao24);
        if (digits < 0 || !timed || time < 0 || time >= 1L << TIME_BITS) {
            return others.add(ByteBuffer.allocate(icao24.size + Long.BYTES)
                    .put(icao24.bytes, 0, icao24.size)
                    .putLong(timed ? time : Long.MIN_VALUE)
                    .flip());
        }
        if (2 * count >= table.length) {
            grow();
        }
        boolean added = add(TAKEN | digits << TIME_BITS | time);
        count += added ? 1 : 0;
        return added;
    }

    private boolean add(long pair) {
        // The highest bits of the product are those on which every bit of the pair has a say.
        int place = (int) (pair * 0x9e3779b97f4a7c15L >>> Long.numberOfLeadingZeros(table.length) + 1);
        while (table[place] != 0) {
            if (table[place] == pair) {
                return false;
            }
            place = place + 1 & table.length - 1;
        }
        table[place] = pair;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long pair : old) {
            if (pair != 0) {
                add(pair);
            }
        }
    }

    /** The number of six hexadecimal digits; -1 for another text. */
    private static long digits(StateText text) {
        if (text.size != DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < DIGITS; i++) {
            byte letter = text.bytes[i];
            if (letter >= '0' && letter <= '9') {
                number = number << 4 | letter - '0';
            } else if (letter >= 'a' && letter <= 'f') {
                number = number << 4 | letter - 'a' + 10;
            } else {
                return -1;
            }
        }
        return number;
    }
}
