package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import routes.ingest.PlanRequest;
import routes.ingest.PlanResult;
import routes.observe.Telemetry;

/** The pipeline in one process, with its real doors, on the local cloud. */
class IngestIT {
    private static final String DAY = "2026-11-19";

    private TestLake lake;
    private CamelApplication application;

    @BeforeEach
    void makeALake() {
        lake = new TestLake();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        lake.close();
    }

    private void start(String... more) throws Exception {
        Assembly assembly =
                Assembly.of(lake.settings(more), List.of(), new CountingMeter(), Telemetry.off(), Clock.systemUTC());
        application = new CamelApplication(assembly, true).start();
    }

    private PlanResult plan(String from, String to) {
        PlanRequest request = new PlanRequest(LocalDate.parse(from), LocalDate.parse(to), List.of(), false, "run-1");
        return application
                .context()
                .createProducerTemplate()
                .requestBody("direct:ingest-plan", request, PlanResult.class);
    }

    @Test
    void aPlannedDayIsStoredPageByPageExactlyAsTheSourcesSentIt() throws Exception {
        start("ingest.catch-up", "0s", "lake.poll-wait", "1s");
        PlanResult result = plan(DAY, DAY);
        assertThat(result.endpointStats()).containsEntry("api-a", 1).hasSize(4);
        await().atMost(Duration.ofSeconds(60)).until(() -> lake.keys().size() == 40);
        String key = "raw/source=api-b/ingestion_date=2026-11-19/page=000010.json.gz";
        assertThat(TestLake.unzipped(lake.object(key))).isEqualTo(lake.page("api-b", DAY, 10));
        assertThat(lake.head(key).contentType()).isEqualTo("application/gzip");
        assertThat(lake.head(key).contentEncoding()).isNull();
        assertThat(lake.head(key).metadata())
                .containsKeys("content-sha256", "fetched-at")
                .containsEntry("run-id", "run-1");
        await().atMost(Duration.ofSeconds(20)).until(() -> lake.depth(lake.queue("api-a")) == 0);
    }

    @Test
    void aPoisonMessageAmongTenGoodOnesIsParkedWithItsReasonAndTheTenAreStored() throws Exception {
        for (int page = 1; page <= 5; page++) {
            lake.send("api-a", DAY, page);
        }
        lake.send("api-a", "{\"endpoint\":\"../x\",\"ingestion_date\":\"2026-11-19\",\"page\":1}", Map.of());
        for (int page = 6; page <= 10; page++) {
            lake.send("api-a", DAY, page);
        }
        start("ingest.catch-up", "0s", "ingest.sources.api-a.paging", "fixed:10");
        await().atMost(Duration.ofSeconds(60)).until(() -> lake.keys().size() == 10);
        await().atMost(Duration.ofSeconds(20)).until(() -> lake.depth(lake.queue("api-a") + "-dlq") == 1);
        var parked = lake.parked("api-a").get(0);
        assertThat(parked.body()).contains("../x");
        assertThat(parked.messageAttributes())
                .containsKeys("error_kind", "error", "failed_route", "attempts", "run_id");
        assertThat(parked.messageAttributes().get("error_kind").stringValue()).isEqualTo("poison");
        assertThat(parked.messageAttributes().get("failed_route").stringValue()).isEqualTo("ingest-page");
    }
}
