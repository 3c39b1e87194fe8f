package routes.lake;

import java.io.IOException;
import java.io.OutputStream;

/** The contents one behind the other in one gzip stream, and nothing that tells where one ends. */
final class ConcatWriter extends BundleWriter {
    private final GzipFile gzip;

    ConcatWriter(OutputStream out) throws IOException {
        this.gzip = new GzipFile(out);
    }

    @Override
    OutputStream begin(String name, long size) {
        return gzip;
    }

    @Override
    void end() {
        // A content has no end here but the beginning of the next.
    }

    @Override
    void complete() throws IOException {
        gzip.finish();
    }

    @Override
    void release() {
        gzip.abandon();
    }
}
