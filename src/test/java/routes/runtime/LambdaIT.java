package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package as AWS runs it: unzipped, under the real runtime interface client, on the local cloud. */
class LambdaIT {
    private static final String DAY = "2024-02-29";
    private static final String SCHEDULED =
            "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"time\":\"2024-03-01T01:00:00Z\"}";

    @TempDir
    static Path directory;

    private final IngestFunctions functions = new IngestFunctions(directory);
    private final TestLake lake = functions.lake();

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    @Test
    void aScheduleEventPlansTheDayThatHasClosedAndTheSameEventAgainPlansNothing() throws Exception {
        Function function = functions.plan("ingest.catch-up", "0s");
        Map<String, Object> first = Functions.response(function.invoke(SCHEDULED));
        assertThat(first.get("plans"))
                .asInstanceOf(LIST)
                .singleElement()
                .asInstanceOf(map(String.class, Object.class))
                .containsEntry("planned", 4)
                .containsEntry("dates", List.of(DAY))
                .containsEntry("endpoint_stats", Map.of("api-a", 1, "api-b", 1, "api-c", 1, "api-d", 1));
        assertThat(Functions.response(function.invoke(SCHEDULED))).containsEntry("plans", List.of());
        assertThat(lake.depth(lake.queue("api-d"))).isEqualTo(1);
    }

    @Test
    void aRangeEventIsPlanned() throws Exception {
        String event = "{\"from\":\"2024-02-27\",\"to\":\"2024-02-29\",\"endpoints\":[\"api-a\"]}";
        assertThat(Functions.response(functions.plan().invoke(event)))
                .containsEntry("status", "ok")
                .containsEntry("planned", 3)
                .containsEntry("dates", List.of("2024-02-27", "2024-02-28", "2024-02-29"))
                .containsEntry("endpoint_stats", Map.of("api-a", 3));
        assertThat(lake.depth(lake.queue("api-a"))).isEqualTo(3);
    }

    @Test
    void oneProcessFetchesBatchAfterBatch() throws Exception {
        for (int page = 1; page <= 20; page++) {
            lake.send("api-a", DAY, page);
        }
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":20}}");
        Function function = functions.fetch("ingest.sources.api-a.paging", "fixed:20");
        for (int batch = 1; batch <= 2; batch++) {
            assertThat(Functions.response(function.invoke(functions.batch("api-a", 10))))
                    .containsEntry("batchItemFailures", List.of())
                    .containsEntry("handled", 10)
                    .containsEntry("failed", 0)
                    .containsEntry("processing_stats", Map.of("api-a", Map.of("processed", 10, "failed", 0)));
            assertThat(lake.keys()).hasSize(10 * batch);
        }
        String key = "raw/source=api-a/ingestion_date=" + DAY + "/page=000020.json.gz";
        assertThat(TestLake.unzipped(lake.object(key))).isEqualTo(lake.page("api-a", DAY, 20));
    }

    @Test
    void whatItPrintsAreMetricsAndLogLinesWithTheRunId() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":1}}");
        lake.send(
                "api-a",
                "{\"endpoint\":\"api-a\",\"ingestion_date\":\"" + DAY + "\",\"page\":1,\"run_id\":\"run-7\"}",
                Map.of());
        Function function = functions.fetch();
        Functions.response(function.invoke(functions.batch("api-a", 1)));
        List<Map<String, Object>> lines = function.linesAsJson();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("message", "page created")
                        .containsEntry("level", "INFO")
                        .containsEntry("pipeline", "ingest")
                        .containsEntry("routeId", "ingest-page")
                        .containsEntry("runId", "run-7")
                        .containsKeys("time", "messageId", "objectKey"));
        assertThat(lines).anySatisfy(line -> {
            assertThat(line).containsEntry("pages_ingested", 1).containsEntry("source", "api-a");
            assertThat(JSON.std.asString(line.get("_aws"))).contains("LakeRoutes/ingest");
        });
    }

    static Stream<Class<?>> handlers() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("routes").stream()
                        .filter(type -> type.isAssignableTo(RequestStreamHandler.class))
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void everyHandlerClassOfThePackageStartsAndAnswers(Class<?> handler) throws Exception {
        lake.send("api-a", DAY, 1);
        record Step(String name, String event, String... settings) {}
        Map<Class<?>, Step> steps = Map.of(
                QueueHandler.class, new Step(IngestFunctions.FETCH, functions.batch("api-a", 1)),
                EventHandler.class, new Step(IngestFunctions.TRIGGER, "{\"from\":\"" + DAY + "\",\"dry_run\":true}"),
                HttpHandler.class,
                        new Step(
                                "export-answer",
                                "{\"version\":\"2.0\",\"rawPath\":\"/openapi.json\",\"rawQueryString\":\"\",\"headers\":{},"
                                        + "\"requestContext\":{\"requestId\":\"r-1\",\"timeEpoch\":1700000000000,"
                                        + "\"http\":{\"method\":\"GET\",\"path\":\"/openapi.json\"}}}",
                                "export.tables",
                                "local_customers_silver",
                                "export.tables.local_customers_silver.columns",
                                "id:bigint,processed_timestamp:timestamp",
                                "export.athena-output",
                                "lake-results",
                                "export.bucket",
                                "lake-processed",
                                "export.api-hosts",
                                "127.0.0.1:1"));
        assertThat(steps).containsKey(handler);
        Step step = steps.get(handler);
        Functions.response(
                functions.start(handler, step.name(), step.settings()).invoke(step.event()));
    }
}
