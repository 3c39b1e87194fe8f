package routes.flights;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything about one snapshot lies: the same time has the same keys, whoever asks and how often.
 *
 * @param time of the snapshot, as the API says it: whole seconds of the years 1970 to 9999
 */
record SnapshotKey(Instant time) {
    /** In the raw bucket: which snapshot is the newest. */
    static final String LATEST = "latest.json";

    /** In the processed bucket: where files lie that nobody should use. */
    static final String QUARANTINE = "quarantine/";

    static final long MOST_SECONDS = 253_402_300_799L;

    private static final DateTimeFormatter PARTITION = formatter("'year='uuuu'/month='MM'/day='dd'/hour='HH'/'");
    private static final DateTimeFormatter NAME = formatter("uuuuMMdd'_'HHmmss");
    private static final Pattern KEY = Pattern.compile("year=.*/flight_data_(\\d{8}_\\d{6})(\\.json\\.gz|\\.parquet)");

    SnapshotKey {
        long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds > MOST_SECONDS || time.getNano() != 0) {
            throw new IllegalArgumentException(
                    "snapshot's time is " + time + ", expected whole seconds of the years 1970 to 9999");
        }
    }

    /** The snapshot that lies under a key of {@link #raw}; empty for other keys. */
    static Optional<SnapshotKey> ofRaw(String key) {
        return of(key).filter(snapshot -> snapshot.raw().equals(key));
    }

    /** The snapshot that lies under a key of {@link #processed}; empty for other keys. */
    static Optional<SnapshotKey> ofProcessed(String key) {
        return of(key).filter(snapshot -> snapshot.processed().equals(key));
    }

    /** The snapshot that lies under a key of {@link #quarantine}; empty for other keys. */
    static Optional<SnapshotKey> ofQuarantine(String key) {
        return key.startsWith(QUARANTINE) ? ofProcessed(key.substring(QUARANTINE.length())) : Optional.empty();
    }

    /** The snapshot with a {@link #name}; empty for other texts. */
    static Optional<SnapshotKey> ofName(String name) {
        try {
            LocalDateTime time = LocalDateTime.parse(name, NAME);
            return Optional.of(new SnapshotKey(time.toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What people call it: {@code 20261121_185500}. */
    String name() {
        return NAME.format(time);
    }

    /** The API's response, as received. */
    String raw() {
        return stem() + ".json.gz";
    }

    /** The rows of its states. */
    String processed() {
        return stem() + ".parquet";
    }

    /** The states that could not become rows, one a line. */
    String rejected() {
        return "rejected/" + stem() + ".jsonl.gz";
    }

    /** The report of its checks. */
    String quality() {
        return "quality/" + stem() + ".json";
    }

    /** Where its rows are moved that nobody should use. */
    String quarantine() {
        return QUARANTINE + stem() + ".parquet";
    }

    /** The report that says why they were moved. */
    String quarantineReport() {
        return QUARANTINE + stem() + ".report.json";
    }

    /** The run of a snapshot that came with none, such as {@code flights-snapshot-20261121T185500Z}. */
    String runId() {
        return "flights-snapshot-" + time.toString().replaceAll("[:-]", "");
    }

    private String stem() {
        return PARTITION.format(time) + "flight_data_" + name();
    }

    private static Optional<SnapshotKey> of(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? ofName(matcher.group(1)) : Optional.empty();
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern)
                .withResolverStyle(ResolverStyle.STRICT)
                .withZone(ZoneOffset.UTC);
    }
}
