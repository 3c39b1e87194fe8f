package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.observe.Telemetry;
import routes.policy.HttpCall;
import routes.policy.HttpReply;

/** Exports from their events to the API, on the local cloud. */
class ExportIT {
    private final ExportLake lake = new ExportLake();
    private final CountingMeter meter = new CountingMeter();

    @AfterEach
    void close() {
        lake.close();
    }

    private CamelApplication start(boolean doors, String... settings) throws Exception {
        return new CamelApplication(
                        Assembly.of(
                                TestLake.settings(lake.values(settings)),
                                List.of(Pipeline.EXPORT),
                                meter,
                                Telemetry.off(),
                                Clock.systemUTC()),
                        doors)
                .start();
    }

    @Test
    void theDoctorNamesAWorkgroupThatIsNotThere() {
        var ended = new TestCommands(lake.values("export.athena-workgroup", "no-such-group")).run("doctor");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out().lines())
                .anyMatch(line -> line.startsWith("FAIL  workgroup no-such-group: Athena answers InvalidRequest")
                        && line.contains("is not found")
                        && line.endsWith("; create it, or allow athena:GetWorkGroup"));
    }

    @Test
    void theDoctorFindsTheWorkgroup() {
        assertThat(new TestCommands(lake.values()).run("doctor").out()).contains("ok    workgroup primary: ENABLED");
    }

    @Test
    void anObjectsEventExportsItsRowsInBatchesAndOnce() throws Exception {
        try (CamelApplication running = start(true)) {
            assertThat(running.context().isStarted()).isTrue();
            lake.send(lake.objectEvent("v1"));
            lake.send(lake.objectEvent("v1"));
            lake.awaitIdle();
        }
        assertThat(lake.lake().depth(lake.events() + "-dlq")).isZero();
        assertThat(lake.exports()).hasSize(1);
        String id = lake.exports().get(0);
        assertThat(lake.records(id)).hasSize(ExportLake.CUSTOMERS);
        assertThat(lake.row(id)).containsKey("finished_at").containsEntry("attempt", "1");
        assertThat(meter.of("BatchesSent{pipeline=export}")).isEqualTo(20);
        assertThat(meter.of("RecordsExported{pipeline=export}")).isEqualTo(ExportLake.CUSTOMERS);
        assertThat(meter.of("TokensFetched{pipeline=export}")).isEqualTo(1);
    }

    @Test
    void aRequestIsAnsweredWithWhatWasSent() throws Exception {
        try (CamelApplication application = start(false);
                ProducerTemplate template = application.context().createProducerTemplate()) {
            HttpCall call = new HttpCall(
                    "GET",
                    "/export",
                    Map.of(
                            "table", List.of(ExportLake.TABLE),
                            "limit", List.of("7"),
                            "where_clause", List.of("region = 'us-east' AND customer_id < 500")),
                    Map.of("x-api-key", "open-sesame"),
                    "r-1",
                    java.time.Instant.now());
            HttpReply reply = template.requestBody("direct:export-answer", call, HttpReply.class);
            assertThat(new String(reply.body())).contains("exported 7 records");
            assertThat(reply.status()).isEqualTo(200);
            String id = (String) ExportLake.json(new String(reply.body())).get("exportId");
            assertThat(lake.records(id))
                    .hasSize(7)
                    .allSatisfy(record -> assertThat(record).containsEntry("region", "us-east"));
        }
    }

    @Test
    void aScheduleExportsItsDayAndAnswersHowManyRecords() throws Exception {
        try (CamelApplication application = start(false);
                ProducerTemplate template = application.context().createProducerTemplate()) {
            Map<?, ?> result = template.requestBody(
                    "direct:export-trigger",
                    ExportLake.json(
                            "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"detail\":{\"table\":\""
                                    + ExportLake.TABLE + "\",\"date_filter\":\"yesterday\"}}"),
                    Map.class);
            assertThat((long) (Long) result.get("recordsProcessed")).isBetween(150L, 250L);
        }
    }

    @Test
    void aProcessExportsByItsOwnClockWhatNobodyHasExportedYetAndOnce() throws Exception {
        String[] settings = {
            "export.schedule-table", ExportLake.TABLE,
            "export.schedule-date-filter", "last_week",
            "export.schedule-where", "customer_id BETWEEN 1001 AND 1010",
            "export.catch-up", "1d"
        };
        try (ExportProcess one = new ExportProcess(lake, meter, settings);
                ExportProcess other = new ExportProcess(lake, meter, settings)) {
            assertThat(List.of(one, other)).doesNotHaveDuplicates();
            await().atMost(Duration.ofSeconds(30)).until(() -> lake.exports().size() == 1);
        }
        try (ExportProcess later = new ExportProcess(lake, meter, settings)) {
            assertThat(later.export("limit", "1").status()).isEqualTo(200);
        }
        assertThat(lake.exports()).as("that of the clock, and that over HTTP").hasSize(2);
        assertThat(lake.posts(lake.exports().get(0), 1)).isEqualTo(1);
    }
}
