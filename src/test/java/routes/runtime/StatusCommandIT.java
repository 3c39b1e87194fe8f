package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import routes.observe.Telemetry;

/** {@code status}, {@code trace} and {@code doctor}, which read what a run has left behind. */
class StatusCommandIT {
    private static final String DAY = "2026-11-19";

    private final TestLake lake = new TestLake();
    private final TestCommands commands = new TestCommands(lake.values());
    private String runId = "";

    @BeforeEach
    void fetchADay() throws Exception {
        lake.behave("{\"end\":\"api-c\",\"page\":1,\"do\":\"status\",\"status\":404}");
        Assembly assembly = Assembly.of(
                lake.settings("ingest.catch-up", "0s", "lake.management-port", "0"),
                List.of(),
                new CountingMeter(),
                Telemetry.off(),
                Clock.systemUTC());
        CamelApplication application = new CamelApplication(assembly, true);
        try (application) {
            application.start();
            runId = (String) commands.run("ingest", "plan", "--from", DAY, "--endpoints", "api-a,api-b,api-c", "--json")
                    .json()
                    .get("run_id");
            await().atMost(Duration.ofSeconds(60)).until(() -> lake.keys().size() == 20);
            await().atMost(Duration.ofSeconds(60)).until(() -> lake.depth(lake.queue("api-c") + "-dlq") == 1);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lake.depth(lake.queue("api-a")) + lake.depth(lake.queue("api-b")) == 0);
        }
    }

    @AfterEach
    void leave() {
        lake.close();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Map<String, Object>> days() {
        var ended = commands.run("status", "--from", DAY, "--json");
        assertThat(ended.code()).isZero();
        Map<String, Object> pipeline = ((List<Map<String, Object>>) ended.json().get("pipelines")).get(0);
        Map<String, Map<String, Object>> bySource = new LinkedHashMap<>();
        ((List<Map<String, Object>>) pipeline.get("days"))
                .forEach(day -> bySource.put((String) day.get("source"), day));
        return bySource;
    }

    @Test
    void everyDayHasItsStateComparedWithWhatIsStored() {
        String gone = "raw/source=api-b/ingestion_date=" + DAY + "/page=000004.json.gz";
        // The version itself: S3Mock goes on listing a key behind a delete marker.
        String version = lake.head(gone).versionId();
        lake.clients()
                .s3()
                .deleteObject(delete -> delete.bucket(lake.bucket()).key(gone).versionId(version));
        Map<String, Map<String, Object>> days = days();
        assertThat(days.get("api-a"))
                .containsEntry("state", "complete")
                .containsEntry("pages", 10)
                .containsEntry("stored", 10);
        assertThat(days.get("api-b")).containsEntry("state", "missing pages").containsEntry("missing", List.of(4));
        assertThat(days.get("api-c")).containsEntry("state", "open").containsEntry("parked", 1);
        assertThat(days.get("api-d")).containsEntry("state", "not planned").containsEntry("stored", 0);
        assertThat(commands.run("status", "--from", DAY).out()).contains("missing pages", "oldest parked");
    }

    @Test
    void aRunIsFollowedToItsObjectsAndToWhatItLeftParked() {
        var ended = commands.run("trace", runId, "--json");
        assertThat(ended.code()).isZero();
        assertThat((List<?>) ended.json().get("ledger")).hasSize(3);
        assertThat((List<?>) ended.json().get("objects")).hasSize(20);
        assertThat(ended.json()).containsEntry("objects_cut", false);
        assertThat(ended.json().get("parked").toString()).contains("poison", lake.queue("api-c"));
        assertThat(commands.run("trace", runId, "--most", "5", "--json").json()).containsEntry("objects_cut", true);
    }

    @Test
    void anObjectIsFollowedToItsRunItsVersionsAndItsDay() {
        var ended = commands.run("trace", lake.keys().get(0), "--json");
        assertThat(ended.code()).isZero();
        assertThat(ended.json()).containsEntry("run_id", runId);
        assertThat((List<?>) ended.json().get("versions")).hasSize(1);
        assertThat(ended.json().get("ledger").toString()).contains("state=complete");
        assertThat(commands.run("trace", "raw/source=api-a/ingestion_date=2020-01-01/page=000001.json.gz")
                        .code())
                .isEqualTo(1);
        assertThat(commands.run("trace", "somewhere/else").code()).isEqualTo(2);
    }

    @Test
    void theDoctorFindsEverythingInItsPlace() {
        var ended = commands.run("doctor");
        assertThat(ended.out()).doesNotContain("FAIL").contains("all is there");
        assertThat(ended.code()).isZero();
    }

    @Test
    void theDoctorNamesWhatIsMissingAndWhatToDo() {
        var ended = new TestCommands(lake.values(
                        "ingest.sources.api-b.queue", "no-such-queue",
                        "lake.max-receives", "3",
                        "ingest.raw-bucket", "no-such-bucket",
                        "ingest.sources.api-d.url", "http://127.0.0.1:1/data",
                        "ingest.sources.api-c.authentication", "header",
                        "ingest.sources.api-c.secret", "no/such/secret"))
                .run("doctor");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out().lines())
                .anyMatch(line -> line.startsWith("FAIL  queue no-such-queue:") && line.contains("create it"))
                .anyMatch(line -> line.startsWith("FAIL  queue no-such-queue-dlq:"))
                .anyMatch(line -> line.startsWith("FAIL  bucket no-such-bucket:"))
                .anyMatch(line -> line.startsWith("FAIL  secret no/such/secret:"))
                .anyMatch(line -> line.startsWith("FAIL  url http://127.0.0.1:1/data:"))
                .anyMatch(line -> line.contains("maxReceiveCount 6, expected 4"))
                .anyMatch(line -> line.startsWith("ok    table"));
    }
}
