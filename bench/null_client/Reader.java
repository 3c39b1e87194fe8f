package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection, event file after event file, of a page of the listing. */
final class Reader implements Callable<Long> {
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

    private final URI server;
    private final int number;
    private final long deadline;

    /** The number tells where in the page this one begins. */
    Reader(URI server, int number, long deadline) {
        this.server = server;
        this.number = number;
        this.deadline = deadline;
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(server)) {
            byte[] list = Requests.head("GET", "/lake-events?list-type=2&prefix=local/", "", 0);
            List<byte[]> gets = new ArrayList<>();
            for (Matcher key = KEY.matcher(new String(wire.exchange(list), US_ASCII)); key.find(); ) {
                gets.add(Requests.head("GET", "/lake-events/" + key.group(1), "", 0));
            }
            long files = 0;
            while (System.nanoTime() < deadline) {
                wire.exchange(gets.get((int) ((number * 100L + files) % gets.size())));
                files++;
            }
            return files;
        }
    }
}
