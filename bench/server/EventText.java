package bench.server;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The names and contents of a lake's event files, each made of its number: two years of events, in four blocks by action,
 * in which the later number is the later event. The same numbers give the same texts.
 */
final class EventText {
    private static final String[] ACTIONS = {"delete", "not-pass-qc", "pass-qc", "submit"};
    private static final int[] PERCENT = {5, 15, 35, 45};
    private static final String[] DATATYPES = {
        "apoe", "biomarker", "dicom", "enrollment", "genetic-availability", "gwas", "imputation", "scan-analysis"
    };
    private static final String[] STUDIES = {"adrc", "adrc", "adrc", "clariti", "dvcid"};
    private static final String[] MODULES = {"UDS", "FTLD", "LBD", "NP", "MDS"};
    private static final String[] PACKETS = {"\"I\"", "\"I4\"", "\"F\"", "null"};
    private static final long START = 1_672_531_200L;
    private static final long SECONDS = 2L * 365 * 86_400;
    private static final long[] DAYS = new long[4_000];

    static {
        for (int day = 0; day < DAYS.length; day++) {
            LocalDate date = LocalDate.of(2020, 1, 1).plusDays(day);
            DAYS[day] = date.getYear() * 10_000L + date.getMonthValue() * 100 + date.getDayOfMonth();
        }
    }

    private static final long FIRST_DAY = LocalDate.of(2020, 1, 1).toEpochDay();

    private final int files;
    private final int groups;
    private final int[] starts = new int[ACTIONS.length + 1];

    EventText(int files, int groups) {
        this.files = files;
        this.groups = groups;
        long percent = 0;
        for (int block = 0; block < ACTIONS.length; block++) {
            percent += PERCENT[block];
            starts[block + 1] = (int) (files * percent / 100);
        }
    }

    int files() {
        return files;
    }

    /** A number near the end of a block, further from it the larger {@code i} is; the blocks take turns by their size. */
    int last(int i) {
        int turn = i % 20;
        int block = turn < 1 ? 0 : turn < 4 ? 1 : turn < 11 ? 2 : 3;
        return Math.max(0, starts[block + 1] - 1 - i / 20);
    }

    String key(int number) {
        int block = block(number);
        long hash = mixed(number);
        StringBuilder key = new StringBuilder(96).append(EventLake.PREFIX).append("log-").append(ACTIONS[block]);
        long second = second(number, block);
        key.append('-').append(DAYS[day(second)]).append('-');
        two(key, second / 3_600 % 24);
        two(key, second / 60 % 60);
        two(key, second % 60);
        key.append('-').append(adcid(hash)).append("-ingest-").append(datatype(hash)).append('-');
        ptid(key, hash);
        return date(key.append('-'), visitDay(second, hash)).append(".json").toString();
    }

    String body(int number) {
        int block = block(number);
        long hash = mixed(number);
        long second = second(number, block);
        String datatype = datatype(hash);
        boolean form = datatype.equals("form");
        StringBuilder json = new StringBuilder(400).append("{\"action\": \"").append(ACTIONS[block]);
        json.append("\", \"study\": \"").append(study(hash)).append("\", \"pipeline_adcid\": ").append(adcid(hash));
        json.append(", \"project_label\": \"ingest-").append(datatype).append("\", \"center_label\": \"center-");
        json.append(adcid(hash)).append("\", \"gear_name\": \"").append(form ? "form-scheduler" : "identifier-lookup");
        json.append("\", \"ptid\": \"");
        ptid(json, hash);
        date(json.append("\", \"visit_date\": \""), visitDay(second, hash));
        json.append("\", \"visit_number\": \"0").append(1 + (hash >>> 20) % 9).append("\", \"datatype\": \"");
        json.append(datatype).append("\", \"module\": ");
        json.append(form ? '"' + MODULES[(int) ((hash >>> 24) % MODULES.length)] + '"' : "null");
        json.append(", \"packet\": ").append(form ? PACKETS[(int) ((hash >>> 28) % PACKETS.length)] : "null");
        date(json.append(", \"timestamp\": \""), day(second)).append('T');
        two(json, second / 3_600 % 24).append(':');
        two(json, second / 60 % 60).append(':');
        two(json, second % 60).append('.');
        long micros = micros(hash);
        two(two(two(json, micros / 10_000), micros / 100 % 100), micros % 100);
        return json.append("+00:00\"}").toString();
    }

    int length(int number) {
        return body(number).length();
    }

    String etag(int number) {
        StringBuilder etag = new StringBuilder(32);
        for (long half : new long[] {mixed(number * 2L + 7_000_000_001L), mixed(number * 2L + 7_000_000_002L)}) {
            for (int shift = 60; shift >= 0; shift -= 4) {
                etag.append(Character.forDigit((int) (half >>> shift) & 15, 16));
            }
        }
        return etag.toString();
    }

    Instant modified(int number) {
        return Instant.ofEpochSecond(second(number, block(number)) + 3 + (mixed(number) >>> 50) % 60);
    }

    /** Takes the file whose event is next in time; the cursor holds how far each block has been read. -1: none is left. */
    int nextInTime(int[] cursor) {
        int first = -1;
        long least = Long.MAX_VALUE;
        for (int block = 0; block < ACTIONS.length; block++) {
            int number = starts[block] + cursor[block];
            if (number < starts[block + 1]) {
                long time = second(number, block) * 1_000_000 + micros(mixed(number));
                if (time < least) {
                    least = time;
                    first = block;
                }
            }
        }
        return first < 0 ? -1 : starts[first] + cursor[first]++;
    }

    /** Thirty-two and thirty-two bits that look as if by chance; never negative. */
    static long mixed(long number) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) & Long.MAX_VALUE;
    }

    private int block(int number) {
        int block = 0;
        while (number >= starts[block + 1]) {
            block++;
        }
        return block;
    }

    /** Of the event, since the epoch; each block's numbers have seconds that grow. */
    private long second(int number, int block) {
        long step = Math.max(1, SECONDS / Math.max(1, starts[block + 1] - starts[block]));
        return START + (number - starts[block]) * step + (mixed(number) >>> 36) % step;
    }

    private static long micros(long hash) {
        return (hash >>> 8) % 1_000_000;
    }

    private static int day(long second) {
        return (int) (second / 86_400 - FIRST_DAY);
    }

    private static int visitDay(long second, long hash) {
        return day(second) - (int) ((hash >>> 16) % 300);
    }

    private String study(long hash) {
        return groups == 1 ? STUDIES[0] : STUDIES[(int) ((hash >>> 12) % STUDIES.length)];
    }

    private String datatype(long hash) {
        return groups == 1 || (hash >>> 5) % 3 > 0 ? "form" : DATATYPES[(int) ((hash >>> 32) % DATATYPES.length)];
    }

    private static long adcid(long hash) {
        return (hash >>> 40) % 60;
    }

    private static void ptid(StringBuilder text, long hash) {
        long number = 100_000 + (hash >>> 3) % 900_000;
        text.append("NA").append(number);
    }

    private static StringBuilder date(StringBuilder text, int day) {
        long date = DAYS[day];
        text.append(date / 10_000).append('-');
        two(text, date / 100 % 100).append('-');
        return two(text, date % 100);
    }

    private static StringBuilder two(StringBuilder text, long number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
