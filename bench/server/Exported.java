package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the API has taken, read after the measurement: how many records, a digest over their values that knows no order,
 * and whether batches are numbered and keyed as they should be.
 */
final class Exported {
    private static final BigInteger ROOM = BigInteger.ONE.shiftLeft(256);

    private Exported() {}

    /** A batch as it was sent: its key, its number of how many, its records and the sum of their hashes. */
    private record Batch(String key, long number, long total, int records, BigInteger sum) {
        static Batch of(String key, byte[] body) {
            Map<String, Object> fields = Json.object(body);
            List<?> records = (List<?>) fields.get("records");
            BigInteger sum = BigInteger.ZERO;
            for (Object one : records) {
                sum = sum.add(hash(one));
            }
            long number = (Long) fields.get("batch_number");
            return new Batch(key, number, (Long) fields.get("total_batches"), records.size(), sum);
        }

        /** Names in their order; numbers by their value, so that 1.50 is 1.5: twelve digits fit a double exactly. */
        private static BigInteger hash(Object one) {
            byte[] canonical = Json.text(new TreeMap<>(Json.asMap(one))).getBytes(UTF_8);
            return new BigInteger(1, Digests.of("SHA-256").digest(canonical));
        }
    }

    /** {@code rows}, {@code digest}, and {@code wrong}: a line for everything that should not be so. */
    static Map<String, Object> report(Map<String, byte[]> bodies) {
        List<Batch> batches = bodies.entrySet().parallelStream()
                .map(entry -> Batch.of(entry.getKey(), entry.getValue()))
                .toList();
        BigInteger sum = batches.stream().map(Batch::sum).reduce(BigInteger.ZERO, BigInteger::add);
        Map<String, Object> report = new TreeMap<>();
        report.put("rows", batches.stream().mapToLong(Batch::records).sum());
        report.put("digest", HexFormat.of().formatHex(sum.mod(ROOM).toByteArray()));
        report.put("wrong", wrong(batches));
        return report;
    }

    private static List<String> wrong(List<Batch> batches) {
        List<String> wrong = new ArrayList<>();
        TreeSet<Long> numbers = new TreeSet<>();
        TreeSet<Long> totals = new TreeSet<>();
        TreeSet<String> exports = new TreeSet<>();
        for (Batch batch : batches) {
            if (!batch.key().matches("[0-9a-f]{32}-" + batch.number())) {
                wrong.add("batch " + batch.number() + " has key " + batch.key());
            }
            exports.add(batch.key().replaceFirst("-.*", ""));
            totals.add(batch.total());
            if (!numbers.add(batch.number())) {
                wrong.add("batch " + batch.number() + " came under two keys");
            }
        }
        if (exports.size() > 1 || totals.size() > 1) {
            wrong.add("batches are of exports " + exports + " with totals " + totals);
        }
        if (!numbers.isEmpty() && (numbers.first() < 1 || numbers.last() > totals.last())) {
            wrong.add("batches are " + numbers.first() + " to " + numbers.last() + " of " + totals);
        }
        return wrong;
    }

    /** All bodies as one JSON list. */
    static byte[] bodies(Map<String, byte[]> bodies) {
        List<String> texts =
                bodies.values().stream().map(body -> new String(body, UTF_8)).toList();
        return ("[" + String.join(",", texts) + "]").getBytes(UTF_8);
    }
}
