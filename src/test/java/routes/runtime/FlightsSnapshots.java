package routes.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Answers of OpenSky whose quality is known beforehand. */
final class FlightsSnapshots {

    private FlightsSnapshots() {}

    static String of(Instant time, List<String> states) {
        return "{\"time\":" + time.getEpochSecond() + ",\"states\":[" + String.join(",", states) + "]}";
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Nothing is wrong with it. */
    static String good(Instant time) {
        return of(time, good(time, 20));
    }

    /** A score between the two thresholds: an alert, and no quarantine. */
    static String bad(Instant time) {
        List<String> states = new ArrayList<>(good(time, 10));
        states.addAll(terrible(time, 10));
        return of(time, states);
    }

    /** A high score, and one check that fails: a quarter of the callsigns are longer than callsigns are. */
    static String longCallsigns(Instant time) {
        List<String> states = new ArrayList<>(good(time, 20));
        for (int i = 0; i < 5; i++) {
            states.set(i, states.get(i).replaceFirst("SWR\\d+ +", "MUCH-TOO-LONG"));
        }
        return of(time, states);
    }

    /** A score below 0.3: nobody should use it. */
    static String terrible(Instant time) {
        return of(time, terrible(time, 20));
    }

    /** A score below 0.3, and a state that is refused. */
    static String worst(Instant time) {
        List<String> states = new ArrayList<>(terrible(time, 20));
        states.addAll(refused(1));
        return of(time, states);
    }

    /** Half of the states are refused: what is left is good. */
    static String halfRefused(Instant time) {
        List<String> states = new ArrayList<>(good(time, 10));
        states.addAll(refused(10));
        return of(time, states);
    }

    /** No state can become a row. */
    static String allRefused(Instant time) {
        return of(time, refused(7));
    }

    private static List<String> good(Instant time, int count) {
        long at = time.getEpochSecond();
        List<String> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add("[\"" + String.format("%06x", 0x4b1800 + i) + "\",\"SWR" + (10 + i) + "   \",\"Switzerland\","
                    + (at - 2) + "," + (at - 1) + "," + (8.5 + i / 100.0) + "," + (47.25 + i / 100.0) + ","
                    + (9000 + 10 * i) + ",false," + (200 + i) + ",271.25,0,null," + (9010 + 10 * i)
                    + ",\"0021\",false,0,4]");
        }
        return states;
    }

    /** Every value that can be wrong is, in a way that conversion lets through. */
    private static List<String> terrible(Instant time, int count) {
        long old = time.getEpochSecond() - 200_000;
        List<String> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add("[\"nobody-knows\",\"MUCH-TOO-LONG\",\"\"," + old + "," + (old - i)
                    + ",999.12345678,999.12345678,90000.0,true,900.0,1.0,0,null,10000.0,null,false,0,0]");
        }
        return states;
    }

    private static List<String> refused(int count) {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add("[\"" + String.format("%06x", 0xabc000 + i) + "\",17]");
        }
        return states;
    }
}
