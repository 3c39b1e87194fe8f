package routes.lake.parquet;

import java.io.IOException;
import routes.lake.Spool;

/** A Parquet file that is being made, or was brought from S3. */
public record SpoolSource(Spool spool) implements ParquetSource {

    @Override
    public long length() {
        return spool.length();
    }

    @Override
    public void read(long position, byte[] into, int offset, int count) throws IOException {
        spool.read(position, into, offset, count);
    }
}
