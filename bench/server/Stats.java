package bench.server;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what came in and what went out since the last reset. */
final class Stats {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byBucket = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> bytesByBucket = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    /** When an operation was first asked of a bucket. */
    private final Map<String, Long> marks = new ConcurrentHashMap<>();
    private final AtomicLong firstStored = new AtomicLong();
    private final AtomicLong lastStored = new AtomicLong();

    /** @param out bytes of the answer's body, as far as it was sent */
    void count(String operation, int status, long in, long out) {
        requests.computeIfAbsent(operation, any -> new LongAdder()).increment();
        if (status >= 400) {
            refusals.computeIfAbsent(operation + " " + status, any -> new LongAdder())
                    .increment();
        }
        bytesIn.add(in);
        bytesOut.add(out);
    }

    /** Notes what one bucket has answered, and with how many bytes of objects either way. */
    void answered(String operation, String bucket, long bytes) {
        String name = operation + " " + bucket;
        marks.computeIfAbsent(name, any -> System.currentTimeMillis());
        byBucket.computeIfAbsent(name, any -> new LongAdder()).increment();
        bytesByBucket.computeIfAbsent(name, any -> new LongAdder()).add(bytes);
    }

    /** Notes that an object has just come to be where none was. */
    void stored() {
        long now = System.currentTimeMillis();
        firstStored.compareAndSet(0, now);
        lastStored.set(now);
    }

    void reset() {
        requests.clear();
        byBucket.clear();
        bytesByBucket.clear();
        refusals.clear();
        bytesIn.reset();
        bytesOut.reset();
        marks.clear();
        firstStored.set(0);
        lastStored.set(0);
    }

    Map<String, Object> report() {
        Map<String, Object> report = new TreeMap<>();
        report.put("requests", sums(requests));
        report.put("by_bucket", sums(byBucket));
        report.put("bytes_by_bucket", sums(bytesByBucket));
        report.put("refusals", sums(refusals));
        report.put("bytes_in", bytesIn.sum());
        report.put("bytes_out", bytesOut.sum());
        report.put("first_ms", new TreeMap<>(marks));
        report.put("first_stored_ms", firstStored.get());
        report.put("last_stored_ms", lastStored.get());
        report.put("server_cpu_ms", serverCpu().getProcessCpuTime() / 1_000_000);
        return report;
    }

    private static com.sun.management.OperatingSystemMXBean serverCpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        Map<String, Long> sums = new TreeMap<>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }
}
