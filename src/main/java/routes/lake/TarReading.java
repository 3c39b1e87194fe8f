package routes.lake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a tar archive of plain files. */
final class TarReading {
    /** A header with a long name takes three blocks of 512 bytes; the end of the archive may take twenty. */
    private static final long MOST_BETWEEN = 1 << 16;

    private static final long END = 1024;

    private TarReading() {}

    static void read(InputStream tar, MemberReader members) throws IOException {
        Ration ration = new Ration(tar);
        TarArchiveInputStream entries = new TarArchiveInputStream(ration, StandardCharsets.UTF_8.name());
        ration.allow(MOST_BETWEEN);
        for (TarArchiveEntry entry; (entry = entries.getNextEntry()) != null; ration.allow(MOST_BETWEEN)) {
            if (entry.getLinkFlag() != TarConstants.LF_NORMAL || entry.isSparse()) {
                throw new IOException(
                        "bundle has a member '" + Names.oneLine(entry.getName(), 60) + "' that is no plain file");
            }
            ration.allow(entry.getSize());
            members.read(entry.getName(), entries);
        }
        if (ration.used() < END) {
            throw new IOException("bundle breaks off behind " + members.found().size()
                    + " members, expected the end of a tar archive");
        }
        // To the end of the gzip file: only there stands whether it is whole.
        ration.allow(MOST_BETWEEN);
        ration.transferTo(OutputStream.nullOutputStream());
    }

    /** Lets so many bytes through and fails at the next: a header is read into memory, however long it claims to be. */
    private static final class Ration extends FilterInputStream {
        private long allowed;
        private long used;

        Ration(InputStream in) {
            super(in);
        }

        void allow(long bytes) {
            allowed = bytes;
            used = 0;
        }

        long used() {
            return used;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            used += Math.max(read, 0);
            if (used > allowed) {
                throw new IOException("bundle has a header of more than " + MOST_BETWEEN + " bytes");
            }
            return read;
        }
    }
}
