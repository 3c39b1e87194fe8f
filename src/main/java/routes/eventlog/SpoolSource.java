package routes.eventlog;

import java.io.IOException;
import routes.lake.Spool;
import routes.lake.parquet.ParquetSource;

/** A Parquet file that is not in S3 yet. */
record SpoolSource(Spool spool) implements ParquetSource {

    @Override
    public long length() {
        return spool.length();
    }

    @Override
    public void read(long position, byte[] into, int offset, int count) throws IOException {
        spool.read(position, into, offset, count);
    }
}
