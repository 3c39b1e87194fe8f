package routes.lake;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a zip file of deflated files as a stream. */
final class ZipReading {

    private ZipReading() {}

    static void read(InputStream zip, MemberReader members) throws IOException {
        Tail tail = new Tail(new BufferedInputStream(zip, 1 << 16));
        // The JDK's, because it compares the checksums: that of commons-compress does not when it reads a stream.
        try (ZipInputStream entries = new ZipInputStream(tail)) {
            for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
                members.read(entry.getName(), entries);
            }
            tail.transferTo(OutputStream.nullOutputStream());
        } catch (IllegalArgumentException e) {
            // Of JDK 17; a newer one throws an IOException of its own.
            throw new IOException("bundle has a member whose name is no UTF-8", e);
        }
        // A stream that breaks off between two members looks like one that ends there.
        if (!tail.isEndOfZip() || tail.members() != members.found().size()) {
            throw new IOException(
                    "bundle breaks off behind " + members.found().size() + " members, expected the end of a zip file");
        }
    }

    /** Keeps the last bytes that were read. */
    private static final class Tail extends FilterInputStream {
        private static final int LENGTH = 22;
        private static final byte[] SIGNATURE = {'P', 'K', 5, 6};
        private static final int MEMBERS = 10;
        private static final int MOST_MEMBERS = 0xffff;

        private final byte[] last = new byte[LENGTH];

        Tail(InputStream in) {
            super(in);
        }

        boolean isEndOfZip() {
            return Arrays.equals(last, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
        }

        int members() {
            return (last[MEMBERS] & 0xff) | (last[MEMBERS + 1] & 0xff) << 8;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            int kept = Math.min(Math.max(read, 0), LENGTH);
            System.arraycopy(last, kept, last, 0, LENGTH - kept);
            if (kept > 0) {
                System.arraycopy(bytes, offset + read - kept, last, LENGTH - kept, kept);
            }
            return read;
        }
    }
}
