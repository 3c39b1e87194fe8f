package routes.lake;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;

/**
 * The forms that a bundle can have. In each, the same members give the same bytes: in every process, time zone, locale and
 * JDK, as long as that deflates with zlib itself. Successors such as zlib-ng give other bytes of the same content.
 */
public enum BundleFormat {
    /** A gzip file of a tar archive. */
    TAR_GZ("tar.gz", "tar.gz", "application/gzip") {
        @Override
        public BundleWriter open(OutputStream out) throws IOException {
            return new TarWriter(out);
        }

        @Override
        void read(InputStream bundle, SortedMap<String, Long> sizes, MemberReader members) throws IOException {
            try (InputStream contents = unzipped(bundle)) {
                TarReading.read(contents, members);
            }
        }
    },
    /** A gzip file of the contents, one behind the other: where one ends, nothing in it tells. */
    CONCAT("concat", "gz", "application/gzip") {
        @Override
        public BundleWriter open(OutputStream out) throws IOException {
            return new ConcatWriter(out);
        }

        @Override
        void read(InputStream bundle, SortedMap<String, Long> sizes, MemberReader members) throws IOException {
            try (InputStream contents = unzipped(bundle)) {
                ConcatReading.read(contents, sizes, members);
            }
        }
    },
    /** A zip file. */
    ZIP("zip", "zip", "application/zip") {
        @Override
        public BundleWriter open(OutputStream out) {
            return new ZipWriter(out);
        }

        @Override
        void read(InputStream bundle, SortedMap<String, Long> sizes, MemberReader members) throws IOException {
            ZipReading.read(bundle, members);
        }
    };

    private static final int BUFFER = 1 << 16;

    private final String word;
    private final String extension;
    private final String contentType;

    BundleFormat(String word, String extension, String contentType) {
        this.word = word;
        this.extension = extension;
        this.contentType = contentType;
    }

    /**
     * The format that a configuration means.
     *
     * @throws IllegalArgumentException for another word
     */
    public static BundleFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "format is '" + Names.oneLine(word, 60) + "', expected one of " + Arrays.toString(values())));
    }

    /** Of a bundle's key, without the dot. */
    public String extension() {
        return extension;
    }

    /** Media type; nothing is encoded on top of it. */
    public String contentType() {
        return contentType;
    }

    /** Begins a bundle. {@code out} is not closed with it. */
    public abstract BundleWriter open(OutputStream out) throws IOException;

    /**
     * Reads a bundle back, to its end; nothing of it is in memory but what is returned.
     *
     * @param bundle not closed here
     * @param sizes of the members by name: what a {@link #CONCAT} does not tell; the others are asked themselves
     * @throws IOException when the bundle breaks off, is damaged, exceeds a limit, or holds what no {@link BundleWriter}
     *     writes
     */
    public List<BundleMember> members(InputStream bundle, SortedMap<String, Long> sizes, BundleLimits limits)
            throws IOException {
        MemberReader members = new MemberReader(limits);
        read(new Borrowed(bundle), sizes, members);
        return members.found();
    }

    abstract void read(InputStream bundle, SortedMap<String, Long> sizes, MemberReader members) throws IOException;

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return word;
    }

    /** What reads it is closed, and it is not. */
    private static final class Borrowed extends FilterInputStream {

        Borrowed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Its owner does.
        }
    }

    private static InputStream unzipped(InputStream gzip) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(gzip, BUFFER), BUFFER);
    }
}
