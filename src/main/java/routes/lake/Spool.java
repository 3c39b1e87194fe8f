package routes.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Bytes on their way from a stream to an object: in memory while they are few, in a file of its own beyond that. */
public final class Spool extends OutputStream {
    private final int memoryLimit;
    private final Path directory;
    private final SpoolFile.FreeSpace space;
    private final @Nullable MessageDigest hash;
    private final CRC32 checksum = new CRC32();
    private Memory memory = new Memory(8192);
    private @Nullable SpoolFile file;
    private long length;
    private boolean closed;

    /** Keeps up to {@code memoryLimit} bytes in memory; a file, when needed, is made in {@code directory}. */
    public Spool(int memoryLimit, Path directory) {
        this(memoryLimit, directory, SpoolFile.FreeSpace::ofFileStore, null);
    }

    Spool(int memoryLimit, Path directory, SpoolFile.FreeSpace space, @Nullable MessageDigest hash) {
        this.memoryLimit = memoryLimit;
        this.directory = directory;
        this.space = space;
        this.hash = hash;
    }

    /** One that hashes what it is given as well, which costs more than everything else that it does. */
    public static Spool withSha256(int memoryLimit, Path directory) {
        return new Spool(memoryLimit, directory, SpoolFile.FreeSpace::ofFileStore, Sha256.digest());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws SpoolFull when they would have to go to a file and there is no room for it */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        expectOpen();
        SpoolFile inFile = file;
        if (inFile == null && length + count > memoryLimit) {
            inFile = new SpoolFile(directory, space, length + count);
            file = inFile;
            memory.moveTo(inFile);
            memory = new Memory(0);
        }
        if (inFile == null) {
            memory.write(bytes, offset, count);
        } else {
            inFile.write(bytes, offset, count);
        }
        length += count;
        checksum.update(bytes, offset, count);
        if (hash != null) {
            hash.update(bytes, offset, count);
        }
    }

    /** How many bytes were written. */
    public long length() {
        return length;
    }

    /** Whether they are few. */
    public boolean isInMemory() {
        return file == null;
    }

    /** CRC-32 of the bytes. */
    public int checksum() {
        return (int) checksum.getValue();
    }

    /** SHA-256 of the bytes so far, in hexadecimal digits; of a spool that was made {@link #withSha256}. */
    public String sha256() {
        if (hash == null) {
            throw new IllegalStateException("spool has no SHA-256, expected one that was made with it");
        }
        try {
            return Sha256.hex(((MessageDigest) hash.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform can clone its SHA-256", e);
        }
    }

    /** A new stream over everything written; as often as needed. What is in memory is not copied. */
    public InputStream open() {
        expectOpen();
        try {
            return file == null ? memory.open() : file.open();
        } catch (IOException e) {
            throw new UncheckedIOException("spool file in " + directory + " cannot be written", e);
        }
    }

    /** Reads bytes at any place of what was written. */
    public void read(long position, byte[] into, int offset, int count) throws IOException {
        expectOpen();
        Objects.checkFromIndexSize(position, count, length);
        if (file == null) {
            memory.read((int) position, into, offset, count);
        } else {
            file.read(position, into, offset, count);
        }
    }

    /** Forgets the bytes and removes the file. */
    @Override
    public void close() {
        closed = true;
        memory = new Memory(0);
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spool file in " + directory + " cannot be removed", e);
        }
    }

    private void expectOpen() {
        if (closed) {
            throw new IllegalStateException("spool is closed, expected an open one");
        }
    }

    private static final class Memory extends ByteArrayOutputStream {

        Memory(int size) {
            super(size);
        }

        InputStream open() {
            return new ByteArrayInputStream(buf, 0, count);
        }

        void read(int position, byte[] into, int offset, int most) {
            System.arraycopy(buf, position, into, offset, most);
        }

        void moveTo(SpoolFile file) throws IOException {
            file.write(buf, 0, count);
        }
    }
}
