package routes.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Bytes on their way from a stream to an object: in memory while they are few, in a file of its own beyond that. */
public final class Spool extends OutputStream {
    private final int memoryLimit;
    private final Path directory;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(8192);
    private @Nullable Path file;
    private @Nullable OutputStream toFile;
    private final CRC32 checksum = new CRC32();
    private long length;

    /** Keeps up to {@code memoryLimit} bytes in memory; a file, when needed, is made in {@code directory}. */
    public Spool(int memoryLimit, Path directory) {
        this.memoryLimit = memoryLimit;
        this.directory = directory;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        length += count;
        checksum.update(bytes, offset, count);
        if (toFile == null && length > memoryLimit) {
            file = Files.createTempFile(directory, "spool-", ".tmp");
            toFile = Files.newOutputStream(file);
            memory.writeTo(toFile);
            memory = new ByteArrayOutputStream(0);
        }
        if (toFile == null) {
            memory.write(bytes, offset, count);
        } else {
            toFile.write(bytes, offset, count);
        }
    }

    /** How many bytes were written. */
    public long length() {
        return length;
    }

    /** CRC-32 of the bytes. */
    public int checksum() {
        return (int) checksum.getValue();
    }

    /** The file that holds the bytes, once they have become too many for memory. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** A new stream over everything written; as often as needed. */
    public InputStream open() {
        try {
            if (toFile == null || file == null) {
                return new ByteArrayInputStream(memory.toByteArray());
            }
            toFile.flush();
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("spool file " + file + " cannot be read", e);
        }
    }

    /** Forgets the bytes and removes the file. */
    @Override
    public void close() {
        try {
            if (toFile != null && file != null) {
                toFile.close();
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spool file " + file + " cannot be removed", e);
        }
    }
}
