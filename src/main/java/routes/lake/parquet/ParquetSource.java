package routes.lake.parquet;

import java.io.IOException;

/** Bytes of a file at any place; each call of read is one range request when the file is in S3. */
public interface ParquetSource {

    /** The file's size in bytes. */
    long length();

    /** Reads exactly {@code count} bytes from {@code position}, which lie within the file, or fails. */
    void read(long position, byte[] into, int offset, int count) throws IOException;
}
