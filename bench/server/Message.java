package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;

/** One message of a queue, and whose turn it is to have it; its queue's lock guards what changes. */
final class Message {
    final String id;
    final long sequence;
    final String body;
    final String bodyMd5;
    final Map<String, Object> attributes;
    final long sentMillis = System.currentTimeMillis();
    long visibleAt;
    long firstReceivedMillis;
    int receives;

    Message(long sequence, String body, Map<String, Object> attributes, long visibleAt) {
        this.id = "00000000-0000-4000-8000-" + HexFormat.of().toHexDigits(sequence, 12);
        this.sequence = sequence;
        this.body = body;
        this.bodyMd5 = Digests.hex("MD5", body.getBytes(UTF_8));
        this.attributes = attributes;
        this.visibleAt = visibleAt;
    }

    Receipt received() {
        receives++;
        if (receives == 1) {
            firstReceivedMillis = System.currentTimeMillis();
        }
        return new Receipt(this, handle(), receives, firstReceivedMillis);
    }

    /** Another one after each receive, so that the handle of an earlier receive no longer counts. */
    String handle() {
        return id + "#" + HexFormat.of().toHexDigits(receives, 6);
    }
}
