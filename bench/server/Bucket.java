package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** The objects of one bucket in the order of their keys, with S3's compare-and-set. */
final class Bucket {
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final LongAdder size = new LongAdder();
    private final Stats stats;

    Bucket(Stats stats) {
        this.stats = stats;
    }

    /** Stores the object, or refuses with 412 (404 for a comparison with nothing) and leaves what is there. */
    void put(String key, StoredObject object, String ifMatch, String ifNoneMatch) {
        if (ifMatch != null) {
            StoredObject present = require(key);
            if (!present.etag().equals(quoted(ifMatch)) || !objects.replace(key, present, object)) {
                throw preconditionFailed();
            }
        } else if (ifNoneMatch != null) {
            if (objects.putIfAbsent(key, object) != null) {
                throw preconditionFailed();
            }
            added();
        } else if (objects.put(key, object) == null) {
            added();
        }
    }

    StoredObject require(String key) {
        StoredObject object = objects.get(key);
        if (object == null) {
            throw new ServiceException(404, "NoSuchKey", "The specified key does not exist.");
        }
        return object;
    }

    void delete(String key) {
        if (objects.remove(key) != null) {
            size.decrement();
        }
    }

    /** The objects after a key, in the order of their keys. */
    Iterator<Listed> after(String key) {
        return objects.tailMap(key, false).entrySet().stream()
                .map(entry -> entry.getValue().listed(entry.getKey()))
                .iterator();
    }

    long size() {
        return size.sum();
    }

    /** Adds every key, and the SHA-256 of what its gzip bytes hold, in the order of the keys. */
    void digestInto(MessageDigest whole) throws IOException {
        for (Map.Entry<String, StoredObject> entry : objects.entrySet()) {
            byte[] body = entry.getValue().body();
            boolean gzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
            byte[] content = gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
            String line = entry.getKey() + " "
                    + HexFormat.of().formatHex(Digests.of("SHA-256").digest(content)) + "\n";
            whole.update(line.getBytes(UTF_8));
        }
    }

    private void added() {
        size.increment();
        stats.stored();
    }

    private static String quoted(String etag) {
        return etag.startsWith("\"") ? etag : '"' + etag + '"';
    }

    static ServiceException preconditionFailed() {
        return new ServiceException(
                412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }
}
