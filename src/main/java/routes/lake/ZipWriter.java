package routes.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** A zip file in one go: checksum and sizes stand behind each content and in the directory at its end. */
final class ZipWriter extends BundleWriter {
    private static final int MODE = 0100644;
    private static final int LEVEL = 6;
    /** Zip holds local time without a zone. The very first day of its calendar counts as no time at all. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
    /** Below 4 GiB by more than deflating can add: what grows beyond could not be written any more. */
    private static final long LARGE = (1L << 32) - (1L << 21);

    private final Zip zip;

    ZipWriter(OutputStream out) {
        this.zip = new Zip(out);
    }

    @Override
    OutputStream begin(String name, long size) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipArchiveEntry.DEFLATED);
        entry.setSize(size);
        entry.setUnixMode(MODE);
        // Turned into local time with the same zone when it is written.
        entry.setTime(TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
        zip.setUseZip64(size < LARGE ? Zip64Mode.AsNeeded : Zip64Mode.Always);
        zip.putArchiveEntry(entry);
        return zip;
    }

    @Override
    void end() throws IOException {
        zip.closeArchiveEntry();
        // The mode counts for the directory at the end as well, where it would change every other entry.
        zip.setUseZip64(Zip64Mode.AsNeeded);
    }

    @Override
    void complete() throws IOException {
        zip.finish();
        zip.flush();
    }

    @Override
    void release() {
        zip.free();
    }

    private static final class Zip extends ZipArchiveOutputStream {

        Zip(OutputStream out) {
            super(out);
            setLevel(LEVEL);
        }

        /** Closing would write an end. */
        void free() {
            def.end();
        }
    }
}
