package routes.flights;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import local.OpenSkyStates;

/**
 * Converts so many generated snapshots, one each five minutes, and prints the processor time of reading alone and of
 * conversion: {@code ManySnapshots <snapshots> <states> [repeat]}.
 */
public final class ManySnapshots {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private ManySnapshots() {}

    /** What one round does with a snapshot; returns a size. */
    private interface Work {
        long on(byte[] packed, Instant time) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        int states = Integer.parseInt(arguments[1]);
        OpenSkyStates fleet = new OpenSkyStates(1, states, true);
        List<byte[]> packed = new ArrayList<>();
        long plain = 0;
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            byte[] answer = fleet.answer(START.plusSeconds(300L * i).getEpochSecond());
            plain += answer.length;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(answer);
            }
            packed.add(out.toByteArray());
        }
        System.out.println("json bytes " + plain + ", packed "
                + packed.stream().mapToLong(bytes -> bytes.length).sum());
        Conversion conversion = new Conversion(Conversion.MOST_ROWS);
        for (int i = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1; i > 0; i--) {
            timed("read", packed, states, ManySnapshots::read);
            timed(
                    "convert",
                    packed,
                    states,
                    (bytes, time) -> conversion
                            .convert(
                                    () -> new ByteArrayInputStream(bytes),
                                    Optional.of(time),
                                    OutputStream.nullOutputStream(),
                                    OutputStream.nullOutputStream())
                            .parquetBytes());
        }
    }

    private static long read(byte[] packed, Instant time) throws IOException {
        try (StateReader reader =
                new StateReader(new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 14), Optional.empty())) {
            StateRow row = new StateRow();
            long states = 0;
            while (reader.next(row) != StateReader.Found.END) {
                states++;
            }
            return states;
        }
    }

    private static void timed(String what, List<byte[]> packed, int states, Work work) throws IOException {
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        long size = 0;
        for (int i = 0; i < packed.size(); i++) {
            size += work.on(packed.get(i), START.plusSeconds(300L * i));
        }
        double seconds = (thread.getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s of the thread, %,.0f states a second, size %,d%n",
                what,
                seconds,
                packed.size() * (double) states / seconds,
                size);
    }
}
