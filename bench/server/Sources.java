package bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Paged source APIs, {@code GET /source/<name>?date=&page=}: equal questions get equal answers, as JSON with
 * {@code items} and {@code has_more}. The records are drawn beforehand, so an answer costs one copy of its bytes.
 */
final class Sources {
    private static final int BLOCKS = 64;

    /** What one generation of the data looks like. */
    private record Data(int version, int records, int pages, byte[][] full, byte[][] last) {}

    /** How the next answers fail, if any. */
    private record Failure(int status, int retryAfter) {}

    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile Failure failure = new Failure(503, 0);
    private volatile Data data;

    Sources() {
        reset(100, 50);
    }

    /** Every day of every source has this number of pages, the last of them half full. */
    void reset(int records, int pages) {
        failuresLeft.set(0);
        data = new Data(1, records, pages, blocks(records), blocks((records + 1) / 2));
    }

    /** From now on each page has other content, as if its source had corrected it. */
    void publish(int version) {
        data = new Data(version, data.records, data.pages, data.full, data.last);
    }

    /** The next answers are failures. */
    void fail(int times, int status, int retryAfter) {
        failure = new Failure(status, retryAfter);
        failuresLeft.set(times);
    }

    Response answer(Request request) {
        if (failuresLeft.get() > 0 && failuresLeft.getAndDecrement() > 0) {
            Failure now = failure;
            return Response.empty(
                    now.status,
                    now.retryAfter == 0 ? Map.of() : Map.of("Retry-After", Integer.toString(now.retryAfter)));
        }
        String name = request.path().substring("/source/".length());
        String date = request.parameter("date", "");
        int page = Integer.parseInt(request.parameter("page", "1"));
        return Response.of(200, "application/json", page(data, name, date, page));
    }

    private static byte[] page(Data data, String name, String date, int page) {
        int block = Math.floorMod((name + date).hashCode() * 31 + page, BLOCKS);
        byte[] items = page < data.pages ? data.full[block] : page == data.pages ? data.last[block] : new byte[0];
        byte[] head = ("{\"source\":\"" + name + "\",\"date\":\"" + date + "\",\"page\":" + page + ",\"version\":"
                        + data.version + ",\"items\":[")
                .getBytes(US_ASCII);
        byte[] tail = ("],\"has_more\":" + (page < data.pages) + "}").getBytes(US_ASCII);
        byte[] body = new byte[head.length + items.length + tail.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(items, 0, body, head.length, items.length);
        System.arraycopy(tail, 0, body, head.length + items.length, tail.length);
        return body;
    }

    private static byte[][] blocks(int records) {
        byte[][] blocks = new byte[BLOCKS][];
        for (int block = 0; block < BLOCKS; block++) {
            Random random = new Random(block);
            StringBuilder items = new StringBuilder(records * 104);
            for (int record = 0; record < records; record++) {
                items.append(record == 0 ? "" : ",").append(record(random));
            }
            blocks[block] = items.toString().getBytes(US_ASCII);
        }
        return blocks;
    }

    private static String record(Random random) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%08x\",\"customer\":\"c-%05d\",\"status\":\"%s\",\"amount\":%.2f,"
                        + "\"at\":\"%02d:%02d:%02dZ\",\"score\":%d}",
                random.nextInt(),
                random.nextInt(100_000),
                random.nextInt(4) == 0 ? "pending" : "settled",
                random.nextDouble() * 1_000,
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000));
    }
}
