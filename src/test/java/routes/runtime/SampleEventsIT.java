package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/**
 * Every sample event through {@code lake-routes invoke}, in the order of docs/how-to/sample-events.md: what a step leaves
 * behind the next ones find.
 */
@TestMethodOrder(OrderAnnotation.class)
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "it has a cloud of its own")
class SampleEventsIT {
    private static final String SNAPSHOT = "year=2024/month=06/day=15/hour=10/";
    private static final Set<String> INVOKED = new TreeSet<>();
    private static FurnishedLake lake;

    @BeforeAll
    static void furnish() throws IOException {
        lake = new FurnishedLake();
        lake.putSampleObjects();
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    @AfterEach
    void nothingIsParked() {
        lake.clients().sqs().listQueues().queueUrls().stream()
                .filter(url -> url.endsWith("-dlq"))
                .forEach(url -> assertThat(lake.clients()
                                .sqs()
                                .receiveMessage(receive -> receive.queueUrl(url))
                                .messages())
                        .as(url)
                        .isEmpty());
    }

    private static Map<String, Object> invoke(String step) {
        INVOKED.add(step);
        TestCommands.Ended ended =
                new TestCommands(lake.values()).run("invoke", step, "--event", "docs/events/" + step + ".json");
        assertThat(ended.code()).as("%s%n%s", ended.out(), ended.err()).isZero();
        return ended.json();
    }

    @Test
    @Order(1)
    void ingestTriggerPlansTwoDays() {
        assertThat(invoke("ingest-trigger"))
                .containsEntry("planned", 2)
                .containsEntry("dates", List.of("2024-02-28", "2024-02-29"));
    }

    @Test
    @Order(2)
    void ingestFetchStoresAPage() {
        assertThat(invoke("ingest-fetch")).containsEntry("handled", 1).containsEntry("batchItemFailures", List.of());
        assertThat(lake.object("lake-raw", "raw/source=api-a/ingestion_date=2024-02-29/page=000001.json.gz"))
                .isNotEmpty();
    }

    @Test
    @Order(3)
    void aggregatorBundleArchivesTheTwoObjectsUnderTheIdThatTheNextSampleNames() throws IOException {
        Map<String, Object> record =
                cast(((List<?>) SampleEventsTest.sample("aggregator-deliver").get("Records")).get(0));
        String id = String.valueOf(JSON.std.mapFrom(record.get("body")).get("bundle_id"));
        assertThat(invoke("aggregator-bundle")).containsEntry("handled", 2).containsEntry("bundles", List.of(id));
    }

    @Test
    @Order(4)
    void aggregatorDeliverSendsTheBundleToNifi() {
        assertThat(invoke("aggregator-deliver")).containsEntry("handled", 1).containsEntry("failed", 0);
        assertThat(received("nifi")).hasSize(1);
    }

    @Test
    @Order(5)
    void aggregatorSweepFindsNothingThatStandsStill() {
        assertThat(invoke("aggregator-sweep"))
                .containsEntry("enqueued", List.of())
                .containsEntry("finished", List.of());
    }

    @Test
    @Order(6)
    void exportTriggerExportsARegion() {
        assertThat(invoke("export-trigger").toString()).contains("\"region\" = CAST(? AS varchar)", "failed_batches=0");
    }

    @Test
    @Order(7)
    void exportRequestExportsTheRowsOfAnObject() {
        assertThat(invoke("export-request")).containsEntry("handled", 1).containsEntry("failed", 0);
    }

    @Test
    @Order(8)
    void exportAnswerExportsFiveRowsForACaller() {
        Map<String, Object> answer = invoke("export-answer");
        assertThat(answer).containsEntry("statusCode", 200);
        assertThat(String.valueOf(answer.get("body"))).contains("\"recordsProcessed\":5");
    }

    @Test
    @Order(9)
    void eventlogCollectTakesAFileIntoItsCheckpoint() {
        assertThat(invoke("eventlog-collect"))
                .containsEntry("statusCode", 200)
                .containsEntry("batchItemFailures", List.of());
        assertThat(lake.object("lake-processed", "checkpoints/adrc/form/events.parquet"))
                .isNotEmpty();
    }

    @Test
    @Order(10)
    void eventlogTriggerFindsThatNothingIsMissing() {
        assertThat(invoke("eventlog-trigger").toString()).contains("statusCode=200", "total_events=0");
    }

    @Test
    @Order(11)
    void flightsFetchStoresASnapshot() {
        assertThat(invoke("flights-fetch").toString()).contains("stored=true");
    }

    @Test
    @Order(12)
    void flightsConvertMakesAFileOfTheSampleSnapshot() {
        assertThat(invoke("flights-convert")).containsEntry("handled", 1).containsEntry("failed", 0);
        assertThat(lake.object("lake-processed", SNAPSHOT + "flight_data_20240615_100000.parquet"))
                .isNotEmpty();
    }

    @Test
    @Order(13)
    void flightsValidateReportsOnTheFile() {
        assertThat(invoke("flights-validate")).containsEntry("handled", 1).containsEntry("failed", 0);
        assertThat(new String(
                        lake.object("lake-processed", "quality/" + SNAPSHOT + "flight_data_20240615_100000.json")))
                .contains("score");
    }

    @Test
    @Order(14)
    void theseWereTheSamplesOfAllSteps() {
        assertThat(INVOKED).hasSize((int) Arrays.stream(Pipeline.values())
                .mapToLong(pipeline -> pipeline.eventSteps().size()
                        + pipeline.queueSteps().size()
                        + pipeline.httpSteps().size())
                .sum());
    }

    private static List<Object> received(String end) {
        try (var stream = lake.stubs().resolve("/_received?end=" + end).toURL().openStream()) {
            return JSON.std.listFrom(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }
}
