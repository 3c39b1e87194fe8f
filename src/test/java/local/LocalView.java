package local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What ingest has done in the local run, read back from S3, the queues, the table and the stub ends. */
final class LocalView {
    /** Four sources with ten pages each. */
    static final int PAGES = 40;

    private static final String BUCKET = "lake-raw";

    private final LocalState state;
    private final LocalPipelines pipelines;
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private final long startedAt = System.nanoTime();

    LocalView(LocalState state, LocalPipelines pipelines) {
        this.state = state;
        this.pipelines = pipelines;
    }

    /**
     * How far things had come at some moment.
     *
     * @param plans scheduled plans that were finished
     * @param requests that the sources had received
     * @param versions of all pages
     */
    record Mark(int plans, int requests, int versions) {
        boolean isLaterThan(Mark before) {
            return plans > before.plans && requests >= before.requests + PAGES;
        }
    }

    Mark mark() {
        int requests = LocalPipelines.SOURCES.keySet().stream()
                .mapToInt(source -> received().path(source).path("requests").asInt())
                .sum();
        return new Mark((int) plans(), requests, versions());
    }

    /** Pages of yesterday in the raw zone. */
    int stored() {
        return LocalPipelines.SOURCES.keySet().stream()
                .mapToInt(source -> pages(source).size())
                .sum();
    }

    /** Whether no message waits or is in hand. */
    boolean isQuiet() {
        return LocalPipelines.SOURCES.keySet().stream().allMatch(source -> state.depth("ingest-" + source) == 0);
    }

    void printFirst(PrintStream out) {
        JsonNode received = received();
        int planned = 0;
        int same = 0;
        int parked = 0;
        out.printf("%ningest, %s: what came in and what went out, read back%n%n", day);
        out.printf(
                "  %-8s %-9s %8s %8s %8s %9s %7s%n",
                "source", "paging", "planned", "fetched", "stored", "verified", "parked");
        for (Map.Entry<String, String> source : LocalPipelines.SOURCES.entrySet()) {
            JsonNode delivered = received.path(source.getKey()).path("pages");
            List<String> pages = pages(source.getKey());
            int verified =
                    (int) pages.stream().filter(key -> isAsSent(key, delivered)).count();
            int parkedHere = state.depth("ingest-" + source.getKey() + "-dlq");
            int plannedHere = planned(source.getKey());
            out.printf(
                    "  %-8s %-9s %8d %8d %8d %9d %7d%n",
                    source.getKey(),
                    source.getValue(),
                    plannedHere,
                    delivered.size(),
                    pages.size(),
                    verified,
                    parkedHere);
            planned += plannedHere;
            same += verified;
            parked += parkedHere;
        }
        out.printf(
                "%n  planned %d messages; stored %d of %d pages, %d with exactly the bytes that were sent; parked %d; %d s%n",
                planned, stored(), PAGES, same, parked, (System.nanoTime() - startedAt) / 1_000_000_000L);
        out.println(
                "  planned: messages of the plan. A source that is followed is planned with its first page; each page\n"
                        + "  leads to the next.");
        out.println();
        LocalPipelines.SOURCES.keySet().forEach(source -> out.printf("  s3://%s/%s%n", BUCKET, prefix(source)));
    }

    /** @param more commands that show what is not here */
    void printHowToLook(PrintStream out, List<String> more) {
        out.printf(
                """

                To look yourself:
                  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1
                  %1$s s3 ls --recursive s3://%2$s/raw/
                  %1$s s3 cp s3://%2$s/%3$spage=000001.json.gz - | gunzip | head -c 300
                  %1$s sqs list-queues
                %7$s
                  curl %4$s/_received
                  curl http://127.0.0.1:%5$d/observe/health
                  curl http://127.0.0.1:%5$d/observe/metrics
                and, once packaged (mvn package):
                  target/lake-routes/bin/lake-routes status --config %6$s
                """,
                state.aws(),
                BUCKET,
                prefix("api-a"),
                state.stubs(),
                pipelines.managementPort(),
                pipelines.configuration(),
                "  " + String.join("\n  ", more));
        out.println("\nwaiting for the next tick of the schedule (every 20 s) ...");
        out.flush();
    }

    void printSecond(PrintStream out, Mark before) {
        Mark now = mark();
        out.printf(
                "%nplanned again: %d requests more, %d of %d pages, %d new versions, parked %d: %s%n%nCtrl-C ends everything.%n",
                now.requests - before.requests,
                stored(),
                PAGES,
                now.versions - before.versions,
                LocalPipelines.SOURCES.keySet().stream()
                        .mapToInt(source -> state.depth("ingest-" + source + "-dlq"))
                        .sum(),
                now.versions == before.versions ? "nothing has changed" : "SOMETHING HAS CHANGED");
        out.flush();
    }

    private String prefix(String source) {
        return "raw/source=" + source + "/ingestion_date=" + day + "/";
    }

    private List<String> pages(String source) {
        return state
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix(source)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private int versions() {
        return (int)
                state
                        .clients()
                        .s3()
                        .listObjectVersionsPaginator(list -> list.bucket(BUCKET).prefix("raw/"))
                        .versions()
                        .stream()
                        .count();
    }

    /** Whether an object, unpacked, is what the source says that it sent for the page. */
    private boolean isAsSent(String key, JsonNode delivered) {
        byte[] object = state.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(key))
                .asByteArray();
        int page = Integer.parseInt(key.replaceFirst(".*page=(\\d{6})\\.json\\.gz", "$1"));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(object))) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(unpacked.readAllBytes());
            return HexFormat.of()
                    .formatHex(digest)
                    .equals(delivered.path(day + "/" + page).path("sha256").asText());
        } catch (IOException | NoSuchAlgorithmException failure) {
            throw new IllegalStateException(key + " cannot be unpacked", failure);
        }
    }

    private int planned(String source) {
        Map<String, AttributeValue> row = state.clients()
                .dynamoDb()
                .getItem(get -> get.tableName("lake-runs")
                        .key(Map.of(
                                "run", AttributeValue.fromS("ingest/" + source),
                                "at", AttributeValue.fromS(day.toString()))))
                .item();
        return row.containsKey("planned") ? Integer.parseInt(row.get("planned").s()) : 0;
    }

    private long plans() {
        return state
                .clients()
                .dynamoDb()
                .queryPaginator(query -> query.tableName("lake-runs")
                        .keyConditionExpression("run = :run")
                        .expressionAttributeValues(Map.of(":run", AttributeValue.fromS("ingest-plan"))))
                .items()
                .stream()
                .filter(row -> row.containsKey("finished_at"))
                .count();
    }

    private JsonNode received() {
        return state.told("/_received");
    }
}
