package routes.lake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A gzip file of a tar archive (POSIX.1-2001): plain files of mode 0644, of nobody, from the beginning of 1970. What does
 * not fit into the old header, a long or non-ASCII name or 8 GiB, stands in one of PAX.
 */
final class TarWriter extends BundleWriter {
    private static final int MODE = 0100644;
    private static final FileTime TIME = FileTime.fromMillis(0);

    private final GzipFile gzip;
    private final OutputStream blocks;
    private final TarArchiveOutputStream tar;

    TarWriter(OutputStream out) throws IOException {
        this.gzip = new GzipFile(out);
        // Tar writes blocks of 512 bytes, and the deflater takes larger ones with less ado.
        this.blocks = new BufferedOutputStream(gzip, 1 << 16);
        this.tar = new TarArchiveOutputStream(blocks, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    OutputStream begin(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(MODE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(TIME);
        tar.putArchiveEntry(entry);
        return tar;
    }

    @Override
    void end() throws IOException {
        tar.closeArchiveEntry();
    }

    @Override
    void complete() throws IOException {
        tar.finish();
        // Flushing the archive does not reach them.
        blocks.flush();
        gzip.finish();
    }

    @Override
    void release() {
        gzip.abandon();
    }
}
