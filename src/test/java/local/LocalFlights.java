package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Snapshots that flights has fetched, and two files that it should complain of, read back from S3 and from its topic. */
final class LocalFlights {
    private static final String RAW = "lake-raw";
    private static final String OUT = "lake-processed";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:lake-alerts";
    private static final String ALERTS = "local-alerts";
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern(
                    "'year='yyyy'/month='MM'/day='dd'/hour='HH'/flight_data_'yyyyMMdd'_'HHmmss")
            .withZone(ZoneOffset.UTC);
    private static final int STALE = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalState state;
    private final Instant stale = Instant.now().minusSeconds(86_400).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    private final List<JsonNode> alerts = new ArrayList<>();

    LocalFlights(LocalState state) {
        this.state = state;
    }

    /** Puts a snapshot of yesterday whose states are older still, and a file that is no Parquet; listens to the topic. */
    void putBad() {
        String queue = state.clients()
                .sqs()
                .createQueue(create -> create.queueName(ALERTS))
                .queueUrl();
        String arn = state.clients()
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        state.clients()
                .sns()
                .subscribe(subscribe -> subscribe
                        .topicArn(TOPIC)
                        .protocol("sqs")
                        .endpoint(arn)
                        .attributes(Map.of("RawMessageDelivery", "true")));
        put(RAW, KEY.format(stale) + ".json.gz", packed(staleSnapshot()));
        put(OUT, noParquet() + ".parquet", "no Parquet".getBytes(StandardCharsets.UTF_8));
    }

    /** Whether something was fetched and judged, and both bad files were complained of. */
    boolean areDone() {
        listen();
        return alerts.size() >= 2 && !fetched().isEmpty() && fetched().stream().allMatch(this::isJudged);
    }

    void print(PrintStream out) {
        List<String> keys = new ArrayList<>(fetched());
        keys.add(KEY.format(stale));
        out.printf("%nflights: what was fetched and what was made of it, read back%n%n");
        out.printf(
                "  %-15s %7s %9s %7s %6s %5s %6s  %s%n",
                "snapshot", "as sent", "raw", "rows", "score", "grade", "passed", "checks that failed");
        for (String key : keys) {
            byte[] raw = bytes(RAW, key + ".json.gz");
            JsonNode report = json(bytes(OUT, "quality/" + key + ".json"));
            List<String> failed = new ArrayList<>();
            report.path("individual_results").forEach(check -> {
                if (!check.path("passed").asBoolean()) {
                    failed.add(check.path("check").asText());
                }
            });
            out.printf(
                    "  %-15s %7s %9d %7d %6.3f %5s %6s  %s%n",
                    key.substring(key.length() - 15),
                    asSent(key, raw),
                    raw.length,
                    rows(bytes(OUT, key + ".parquet")),
                    report.path("overall_score").asDouble(),
                    report.path("quality_grade").asText(),
                    report.path("passed_threshold").asBoolean() ? "yes" : "no",
                    failed.isEmpty() ? "-" : String.join(", ", failed));
        }
        out.printf(
                "%n  put 1 stale snapshot and 1 file that is no Parquet; quarantined %d; alerts %d; parked %d%n",
                keys(OUT, "quarantine/year=", ".parquet").size(),
                alerts.size(),
                state.depth("flights-raw-events-dlq") + state.depth("flights-processed-events-dlq"));
        alerts.forEach(alert -> out.printf(
                "  alert: %s, %s%n",
                alert.path("file").asText().replaceFirst(".*/", ""),
                alert.path("reasons").toString()));
        out.println();
        keys.forEach(key -> out.printf("  s3://%s/%s.parquet%n", OUT, key));
    }

    /** How to look at all this, a line each. */
    List<String> commands() {
        String key = fetched().get(0);
        return List.of(
                state.aws() + " s3 cp s3://" + OUT + "/quality/" + key + ".json -",
                state.aws() + " s3 ls --recursive s3://" + OUT + "/quarantine/year=",
                state.aws() + " dynamodb scan --table-name flight-data-execution-tracking --max-items 3");
    }

    /** Yesterday's aircraft, none of them heard of for an hour; some stand in the same place twice. */
    private byte[] staleSnapshot() {
        List<String> states = new ArrayList<>();
        long time = stale.getEpochSecond();
        for (int i = 0; i < STALE; i++) {
            states.add("[\"%06x\",\"\",\"United States\",null,%d,0,0,30000,true,200,0,0,null,10,\"0021\",false,0]"
                    .formatted(i, time - 90_000 - i));
        }
        return ("{\"time\":" + time + ",\"states\":[" + String.join(",", states) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String noParquet() {
        return KEY.format(stale.minusSeconds(60));
    }

    /** Snapshots of today's schedule, by their keys without their ends. */
    private List<String> fetched() {
        return keys(RAW, "year=", ".json.gz").stream()
                .map(key -> key.substring(0, key.length() - ".json.gz".length()))
                .filter(key -> !key.equals(KEY.format(stale)))
                .limit(3)
                .toList();
    }

    private boolean isJudged(String key) {
        return !keys(OUT, "quality/" + key, ".json").isEmpty();
    }

    private void listen() {
        String queue =
                state.clients().sqs().getQueueUrl(get -> get.queueName(ALERTS)).queueUrl();
        for (Message message : state.clients()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(10))
                .messages()) {
            alerts.add(json(message.body().getBytes(StandardCharsets.UTF_8)));
            state.clients()
                    .sqs()
                    .deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
        }
    }

    private String asSent(String key, byte[] raw) {
        String time = String.valueOf(Instant.from(KEY.parse(key)).getEpochSecond());
        JsonNode sent = state.told("/_received").path("opensky").path("pages");
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(unpacked.readAllBytes()));
            for (Map.Entry<String, JsonNode> one : sent.properties()) {
                if (one.getKey().startsWith(time)) {
                    return one.getValue().path("sha256").asText().equals(sha256) ? "yes" : "NO";
                }
            }
            return "put";
        } catch (IOException | NoSuchAlgorithmException failure) {
            throw new IllegalStateException(key + " cannot be unpacked", failure);
        }
    }

    /** As DuckDB counts them, who knows nothing of us. */
    private static long rows(byte[] parquet) {
        try {
            Path file = Files.createTempFile("flights-", ".parquet");
            try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckDb.createStatement()) {
                Files.write(file, parquet);
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM '" + file + "'")) {
                    count.next();
                    return count.getLong(1);
                }
            } finally {
                Files.delete(file);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB cannot read the file: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new UncheckedIOException("no place for a file", failure);
        }
    }

    private void put(String bucket, String key, byte[] content) {
        state.clients().s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private byte[] bytes(String bucket, String key) {
        return state.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(bucket).key(key))
                .asByteArray();
    }

    private List<String> keys(String bucket, String prefix, String suffix) {
        return state
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(suffix))
                .toList();
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return packed.toByteArray();
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException("this is no JSON", failure);
        }
    }
}
