package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import local.OpenSkyStates;

/**
 * The harness's door to the flights: {@code POST /_flights?snapshots=&states=&seed=} puts so many raw snapshots, five
 * minutes apart, into the bucket, and a message of S3 for each on the queue of raw events. Whoever stores a processed file
 * finds a message for it on the queue of processed events, as S3 would send it.
 */
final class FlightAdmin {
    static final String PATH = "/_flights";

    private static final String RAW = "lake-raw";
    private static final String RAW_EVENTS = "flights-raw-events";
    private static final String PROCESSED = "lake-processed";
    private static final String PROCESSED_EVENTS = "flights-processed-events";
    private static final Instant FIRST = Instant.parse("2026-11-21T00:00:00Z");
    private static final long EVERY_SECONDS = 300;
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern(
                    "'year='uuuu'/month='MM'/day='dd'/hour='HH'/flight_data_'uuuuMMdd'_'HHmmss'.json.gz'")
            .withZone(ZoneOffset.UTC);

    private final S3 s3;
    private final Sqs sqs;
    private final AtomicLong sequence = new AtomicLong();
    /** The last fleet that was asked for, and its answers: they take longer to make than to convert. */
    private String fleet = "";

    private List<byte[]> answers = List.of();

    FlightAdmin(S3 s3, Sqs sqs) {
        this.s3 = s3;
        this.sqs = sqs;
    }

    synchronized Response answer(Request request) {
        if (!request.method().equals("POST") || !request.path().equals(PATH)) {
            return Response.json(404, Json.text(Map.of("message", "nothing answers " + request.path())));
        }
        String wanted = String.valueOf(new TreeMap<>(request.query()));
        if (!wanted.equals(fleet)) {
            answers = answers(request);
            fleet = wanted;
        }
        for (int number = 0; number < answers.size(); number++) {
            Instant time = time(number);
            byte[] body = answers.get(number);
            String etag = s3.put(RAW, KEY.format(time), body, Map.of(
                    "content-type", "application/json",
                    "x-amz-meta-fetched-at", time.plusMillis(1_234).toString()));
            sqs.announce(RAW_EVENTS, List.of(event(RAW, KEY.format(time), body.length, etag)));
        }
        return Response.empty(204, Map.of());
    }

    private static List<byte[]> answers(Request request) {
        OpenSkyStates states = new OpenSkyStates(
                Admin.number(request, "seed", 1), Admin.number(request, "states", OpenSkyStates.GLOBAL), true);
        List<byte[]> answers = new ArrayList<>();
        for (int number = 0; number < Admin.number(request, "snapshots", 1); number++) {
            answers.add(gzip(states.answer(time(number).getEpochSecond())));
        }
        return answers;
    }

    private static Instant time(int number) {
        return FIRST.plusSeconds(EVERY_SECONDS * number);
    }

    /** Tells of an object that was put, if it is a processed file. */
    void stored(Request put, Response answer) {
        String[] place = put.path().substring(1).split("/", 2);
        if (answer.status() == 200
                && place[0].equals(PROCESSED)
                && place[1].startsWith("year=")
                && place[1].endsWith(".parquet")) {
            String etag = answer.headers().get("ETag");
            sqs.announce(PROCESSED_EVENTS, List.of(event(PROCESSED, place[1], put.body().length, etag)));
        }
    }

    private String event(String bucket, String key, int size, String etag) {
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\","
                + "\"eventTime\":\"2026-11-21T00:00:00.000Z\",\"eventName\":\"ObjectCreated:Put\","
                + "\"s3\":{\"s3SchemaVersion\":\"1.0\",\"bucket\":{\"name\":\"" + bucket + "\",\"arn\":\"arn:aws:s3:::"
                + bucket + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, UTF_8) + "\",\"size\":" + size
                + ",\"eTag\":\"" + etag.replace("\"", "") + "\",\"sequencer\":\""
                + String.format("%018X", sequence.incrementAndGet()) + "\"}}}]}";
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return packed.toByteArray();
    }
}
