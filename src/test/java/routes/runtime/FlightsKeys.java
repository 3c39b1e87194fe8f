package routes.runtime;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where what belongs to a snapshot lies, as the specification says it. */
final class FlightsKeys {
    static final String LATEST = "latest.json";

    private static final DateTimeFormatter STEM = DateTimeFormatter.ofPattern(
                    "'year='uuuu'/month='MM'/day='dd'/hour='HH'/flight_data_'uuuuMMdd_HHmmss")
            .withZone(ZoneOffset.UTC);

    private FlightsKeys() {}

    static String raw(Instant time) {
        return STEM.format(time) + ".json.gz";
    }

    static String processed(Instant time) {
        return STEM.format(time) + ".parquet";
    }

    static String rejected(Instant time) {
        return "rejected/" + STEM.format(time) + ".jsonl.gz";
    }

    static String report(Instant time) {
        return "quality/" + STEM.format(time) + ".json";
    }

    static String quarantine(Instant time) {
        return "quarantine/" + STEM.format(time) + ".parquet";
    }

    static String quarantineReport(Instant time) {
        return "quarantine/" + STEM.format(time) + ".report.json";
    }
}
