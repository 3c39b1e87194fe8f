package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.AbandonedException;
import local.http.Request;
import local.http.Response;

/** Lets the next answers of its kind break off after so many bytes of their body; their effect stays. */
final class Cut {
    private final Selector selector;
    private final long bytes;
    private final AtomicInteger left;

    private Cut(Selector selector, long bytes, int times) {
        this.selector = selector;
        this.bytes = bytes;
        this.left = new AtomicInteger(times);
    }

    static Cut of(JsonNode rule) {
        return new Cut(
                Selector.of(rule),
                rule.path("bytes").asLong(0),
                rule.path("times").asInt(1));
    }

    boolean strikes(String service, String operation, Request request) throws IOException {
        return left.get() > 0 && selector.selects(service, operation, request) && left.getAndDecrement() > 0;
    }

    /** An answer that is shorter than that comes whole. */
    Response applied(Response whole) {
        return new Response(whole.status(), whole.headers(), whole.length(), new Beginning(whole.body(), bytes));
    }

    private static final class Beginning extends FilterInputStream {
        private long left;

        Beginning(InputStream whole, long left) {
            super(whole);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int size) throws IOException {
            // The end of a short answer is an end; only what would go on breaks off.
            int some = super.read(buffer, offset, (int) Math.min(size, Math.max(1, left)));
            if (some > left) {
                throw new AbandonedException("told to break off");
            }
            left -= Math.max(0, some);
            return some;
        }
    }
}
