package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;

/**
 * The harness's door to the event files: {@code POST /_events?files=&fresh=&groups=} fills the lake, {@code POST
 * /_events/land?files=&announce=} lets some of the fresh ones land, {@code GET /_events/rows?cursor=&most=} gives what lies
 * there in the order of time, {@code POST /_events/sample?seed=&files=&bad=} puts a sample, good and bad, into the bucket
 * and says what must become of each.
 */
final class EventAdmin {
    static final String PATH = "/_events";

    private static final String QUEUE = "eventlog-events";

    private final EventLake lake;
    private final S3 s3;
    private final Sqs sqs;

    EventAdmin(EventLake lake, S3 s3, Sqs sqs) {
        this.lake = lake;
        this.s3 = s3;
        this.sqs = sqs;
    }

    Response answer(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /_events" -> {
                lake.fill(
                        Admin.number(request, "files", 0),
                        Admin.number(request, "fresh", 0),
                        Admin.number(request, "groups", 27));
                yield Response.empty(204, Map.of());
            }
            case "POST /_events/land" -> {
                int[] landed = lake.land(Admin.number(request, "files", 0));
                if (request.query().containsKey("announce")) {
                    sqs.announce(QUEUE, Arrays.stream(landed).mapToObj(lake::event).toList());
                }
                yield Response.empty(204, Map.of());
            }
            case "GET /_events/rows" -> rows(request);
            case "POST /_events/sample" -> Response.json(200, Json.text(sample(request)));
            default -> Response.json(404, Json.text(Map.of("message", "nothing answers " + request.path())));
        };
    }

    void reset() {
        lake.fill(0, 0, 1);
    }

    /** Lines of JSON: each the event with its source's key and ETag; the cursor for the next ones is in a header. */
    private Response rows(Request request) {
        int[] cursor = Stream.of(request.parameter("cursor", "0,0,0,0").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        EventText text = lake.text();
        StringBuilder lines = new StringBuilder();
        for (int number : lake.inTime(cursor, Admin.number(request, "most", 50_000))) {
            String body = text.body(number);
            lines.append(body, 0, body.length() - 1)
                    .append(", \"source_key\": \"")
                    .append(text.key(number))
                    .append("\", \"source_etag\": \"")
                    .append(text.etag(number))
                    .append("\"}\n");
        }
        String next = Arrays.stream(cursor).mapToObj(Integer::toString).collect(Collectors.joining(","));
        byte[] bytes = lines.toString().getBytes(UTF_8);
        return new Response(200, Map.of("Content-Type", "application/x-ndjson", "X-Cursor", next), bytes, bytes.length);
    }

    private List<Object> sample(Request request) {
        EventLogs logs = new EventLogs(Admin.number(request, "seed", 1));
        List<EventFile> files = new ArrayList<>(logs.files(Admin.number(request, "files", 100)));
        if (request.query().containsKey("bad")) {
            files.addAll(EventFaults.all(logs));
            files.addAll(EventFaults.misnamed(logs));
            files.add(EventFaults.longerThan(1 << 20, logs));
        }
        return files.stream().map(this::put).collect(Collectors.toList());
    }

    private Map<String, Object> put(EventFile file) {
        String key = EventLake.PREFIX + file.name();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("key", key);
        told.put("etag", s3.put(EventLake.BUCKET, key, file.content(), Map.of()).replace("\"", ""));
        told.put("fate", file.fate().name());
        told.put("field", file.field());
        told.put("rule", file.rule());
        told.put("fields", new HashMap<>(file.fields()));
        return told;
    }
}
