package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.runtime.RuntimeApi.Posted;

/** The package as AWS runs it: unzipped, under the real runtime interface client, on the local cloud. */
class LambdaIT {
    private static final String DAY = "2026-11-19";

    @TempDir
    static Path directory;

    private TestLake lake;
    private Function function;

    @BeforeEach
    void makeALake() {
        lake = new TestLake();
    }

    @AfterEach
    void stop() throws Exception {
        if (function != null) {
            function.close();
        }
        lake.close();
    }

    private Function start(Class<?> handler, String step, String... more) throws Exception {
        Path root = directory.resolve("task");
        if (!root.toFile().exists()) {
            Package.unzip(root);
        }
        Map<String, String> environment = lake.environment(more);
        environment.put("LAKE_STEP", step);
        function = new Function(root, handler, environment);
        return function;
    }

    @Test
    void aRangeEventIsPlanned() throws Exception {
        start(EventHandler.class, "ingest-trigger");
        Posted answer = function.invoke("{\"from\":\"2026-11-01\",\"to\":\"2026-11-03\",\"endpoints\":[\"api-a\"]}");
        assertThat(answer.what()).as(answer.body()).isEqualTo("response");
        assertThat(JSON.std.mapFrom(answer.body()))
                .containsEntry("status", "ok")
                .containsEntry("planned", 3)
                .containsEntry("dates", List.of("2026-11-01", "2026-11-02", "2026-11-03"))
                .containsEntry("endpoint_stats", Map.of("api-a", 3));
        assertThat(lake.depth(lake.queue("api-a"))).isEqualTo(3);
    }

    @Test
    void aBatchOfMessagesIsFetched() throws Exception {
        for (int page = 1; page <= 10; page++) {
            lake.send("api-a", DAY, page);
        }
        start(QueueHandler.class, "ingest-fetch");
        String queue = lake.queue("api-a");
        Posted answer = function.invoke(SqsEvents.of(queue, lake.receive(queue, 10, Duration.ofSeconds(30))));
        assertThat(answer.what()).as(answer.body()).isEqualTo("response");
        assertThat(JSON.std.mapFrom(answer.body()))
                .containsEntry("batchItemFailures", List.of())
                .containsEntry("handled", 10)
                .containsEntry("failed", 0)
                .containsEntry("processing_stats", Map.of("api-a", Map.of("processed", 10, "failed", 0)));
        assertThat(lake.keys()).hasSize(10);
    }
}
