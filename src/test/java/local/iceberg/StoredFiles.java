package local.iceberg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Iceberg's way to its metadata files, each of which is small enough to be held whole; nothing of Hadoop is needed. */
public final class StoredFiles implements FileIO {
    private static final long serialVersionUID = 1;

    /** Reads an object by its S3 URI. */
    @FunctionalInterface
    public interface Reader {
        byte[] read(String uri) throws IOException;
    }

    /** Writes an object by its S3 URI. */
    @FunctionalInterface
    public interface Writer {
        void write(String uri, byte[] content) throws IOException;
    }

    static final Writer READ_ONLY = (uri, content) -> {
        throw new IOException("this table is only read; nothing is written to " + uri);
    };

    private final transient Reader reader;
    private final transient Writer writer;

    public StoredFiles(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public InputFile newInputFile(String uri) {
        try {
            return new InMemoryInputFile(uri, reader.read(uri));
        } catch (IOException failure) {
            throw new UncheckedIOException(uri + " could not be read", failure);
        }
    }

    @Override
    public OutputFile newOutputFile(String uri) {
        return new StoredFile(uri);
    }

    @Override
    public void deleteFile(String uri) {
        // What a failed commit leaves behind does no harm in a cloud that ends with its tests.
    }

    private final class StoredFile implements OutputFile {
        private final String uri;

        private StoredFile(String uri) {
            this.uri = uri;
        }

        @Override
        public PositionOutputStream create() {
            return new Content(uri);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return create();
        }

        @Override
        public String location() {
            return uri;
        }

        @Override
        public InputFile toInputFile() {
            return newInputFile(uri);
        }
    }

    /** Becomes an object when it is closed. */
    private final class Content extends PositionOutputStream {
        private final String uri;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean closed;

        private Content(String uri) {
            this.uri = uri;
        }

        @Override
        public long getPos() {
            return bytes.size();
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public void write(byte[] part, int offset, int length) {
            bytes.write(part, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                writer.write(uri, bytes.toByteArray());
            }
        }
    }
}
