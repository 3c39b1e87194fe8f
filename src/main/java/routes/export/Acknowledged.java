package routes.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Which batches of an export the API has acknowledged: all up to a watermark, and some behind it. As text it is the
 * watermark and a packed bitmap of what lies behind: a few hundred bytes as a rule, for ten million rows too.
 */
final class Acknowledged {
    private int through;
    private final BitSet behind;

    private Acknowledged(int through, BitSet behind) {
        this.through = through;
        this.behind = behind;
    }

    /** None yet. */
    static Acknowledged none() {
        return new Acknowledged(0, new BitSet());
    }

    /**
     * Reads what {@link #asText} wrote.
     *
     * @throws IllegalArgumentException for any other text
     */
    static Acknowledged parse(String text) {
        int colon = text.indexOf(':');
        try {
            int through = Integer.parseInt(text.substring(0, Math.max(0, colon)));
            byte[] packed = Base64.getDecoder().decode(text.substring(colon + 1));
            byte[] bits = new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            return new Acknowledged(through, BitSet.valueOf(bits));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("acknowledged batches cannot be read, expected <watermark>:<bitmap>");
        }
    }

    /** @param batch its number, from 1 */
    void add(int batch) {
        if (batch <= through) {
            return;
        }
        behind.set(batch - 1 - through);
        int run = behind.nextClearBit(0);
        if (run > 0) {
            BitSet rest = behind.get(run, Math.max(run, behind.length()));
            behind.clear();
            behind.or(rest);
            through += run;
        }
    }

    boolean has(int batch) {
        return batch <= through || behind.get(batch - 1 - through);
    }

    int count() {
        return through + behind.cardinality();
    }

    String asText() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(behind.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return through + ":" + Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    Acknowledged copy() {
        return new Acknowledged(through, (BitSet) behind.clone());
    }
}
