package routes.policy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer that knows when it has to end, and how to be left early: by breaking the connection. */
final class BoundedAnswer extends HttpEntityWrapper {
    private final ExecRuntime connection;
    private final Instant end;
    private final Clock clock;
    private final Runnable over;

    /** @param over is run when the body has been read or left */
    BoundedAnswer(HttpEntity entity, ExecRuntime connection, Instant end, Clock clock, Runnable over) {
        super(entity);
        this.connection = connection;
        this.end = end;
        this.clock = clock;
        this.over = over;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Content(super.getContent());
    }

    private final class Content extends FilterInputStream {
        private boolean ended;

        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            inTime();
            return ended(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            inTime();
            return ended(super.read(bytes, offset, count));
        }

        @Override
        public void close() throws IOException {
            over.run();
            if (!ended) {
                ended = true;
                connection.discardEndpoint();
            }
            super.close();
        }

        private void inTime() throws IOException {
            if (!clock.instant().isBefore(end)) {
                throw new IOException("the response took longer than it may");
            }
        }

        private int ended(int read) {
            if (read < 0) {
                ended = true;
                over.run();
            }
            return read;
        }
    }
}
