package routes.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that nobody else sees: its name is taken away as soon as it is open, so that nothing stays behind a process that
 * dies. Windows lets nobody do that; there it goes when it is closed, and a dead process leaves it behind.
 */
final class SpoolFile implements Closeable {
    private static final int BUFFER = 1 << 16;
    /** In bytes. So much room must be there before a file grows into it. */
    private static final long STEP = 8L << 20;

    private final Path directory;
    private final FreeSpace space;
    private final Path path;
    private final boolean nameless;
    /** Not a channel: that one would be closed, and the file gone, when a reading thread is interrupted. */
    private final RandomAccessFile file;

    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long stored;
    private long room;

    /** How many bytes may still be written into the file system that holds a directory. */
    @FunctionalInterface
    interface FreeSpace {
        long in(Path directory) throws IOException;

        /** What the file system says. */
        static long ofFileStore(Path directory) throws IOException {
            FileStore store = Files.getFileStore(directory);
            return store.getUsableSpace();
        }
    }

    /**
     * Makes the file.
     *
     * @param expected bytes that will be written at once
     * @throws SpoolFull when they would not fit
     */
    SpoolFile(Path directory, FreeSpace space, long expected) throws IOException {
        this.directory = directory;
        this.space = space;
        makeRoom(expected);
        this.path = Files.createTempFile(directory, "spool-", ".tmp");
        try {
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } finally {
            this.nameless = path.toFile().delete();
        }
    }

    /** @throws SpoolFull when the file system has no room for more */
    void write(byte[] bytes, int offset, int count) throws IOException {
        makeRoom(stored + buffered + count);
        if (count > BUFFER - buffered) {
            flush();
        }
        if (count >= BUFFER) {
            append(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, count);
            buffered += count;
        }
    }

    /** Everything that has been written so far, from the start. */
    InputStream open() throws IOException {
        flush();
        return new Reader(stored);
    }

    /** Bytes at any place of what has been written. */
    void read(long position, byte[] into, int offset, int count) throws IOException {
        flush();
        synchronized (file) {
            file.seek(position);
            file.readFully(into, offset, count);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (!nameless) {
            Files.deleteIfExists(path);
        }
    }

    private void makeRoom(long length) throws IOException {
        if (length > room) {
            long needed = length - stored + STEP;
            long free = space.in(directory);
            if (free < needed) {
                throw new SpoolFull(directory, free, needed);
            }
            room = length + STEP;
        }
    }

    private void flush() throws IOException {
        append(buffer, 0, buffered);
        buffered = 0;
    }

    private void append(byte[] bytes, int offset, int count) throws IOException {
        synchronized (file) {
            file.seek(stored);
            file.write(bytes, offset, count);
        }
        stored += count;
    }

    /** Reads at a place of its own; several may read side by side. */
    private final class Reader extends InputStream {
        private final long end;
        private long at;

        Reader(long end) {
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            if (at == end && count > 0) {
                return -1;
            }
            int most = (int) Math.min(count, end - at);
            synchronized (file) {
                file.seek(at);
                file.readFully(bytes, offset, most);
            }
            at += most;
            return most;
        }
    }
}
