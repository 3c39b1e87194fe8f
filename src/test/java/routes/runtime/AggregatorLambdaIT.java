package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The functions of the aggregator as AWS runs them: the package unzipped, under the real runtime interface client. */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "the local cloud's gateway alone tells a queue of new objects")
class AggregatorLambdaIT {
    @TempDir
    static Path directory;

    private final AggregatorFunctions functions = new AggregatorFunctions(directory);
    private final AggregatorLake lake = functions.lake();

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    private void put(int objects) {
        IntStream.range(0, objects).forEach(i -> lake.put("data/file-" + i, "content of " + i));
    }

    @Test
    void theObjectsOfABatchAreBundledByOneFunctionAndSentByAnother() throws Exception {
        put(4);
        lake.put("data/a b+ü.json", "content of 4");
        Map<String, Object> bundled = Functions.response(functions.bundle().invoke(functions.eventsAsEvent(5)));
        assertThat(bundled)
                .containsEntry("batchItemFailures", List.of())
                .containsEntry("handled", 5)
                .containsEntry("failed", 0);
        List<?> ids = (List<?>) bundled.get("bundles");
        assertThat(ids).hasSize(1);
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::name)
                .contains("data/a b+ü.json")
                .hasSize(5);
        assertThat(lake.states()).containsOnly(Map.entry((String) ids.get(0), "PENDING"));
        assertThat(Functions.response(functions.deliver().invoke(functions.deliveriesAsEvent(1))))
                .containsEntry("batchItemFailures", List.of())
                .containsEntry("handled", 1);
        assertThat(lake.states()).containsOnly(Map.entry((String) ids.get(0), "DELIVERED"));
        assertThat(lake.delivered())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(lake.members().stream()
                        .map(AggregatorLake.Member::sha256)
                        .toList());
    }

    @Test
    void theSameBatchAgainIsAcknowledgedAndNothingIsMadeAnew() throws Exception {
        put(3);
        String event = functions.eventsAsEvent(3);
        Function function = functions.bundle();
        Functions.response(function.invoke(event));
        assertThat(Functions.response(function.invoke(event)))
                .containsEntry("batchItemFailures", List.of())
                .containsEntry("bundles", List.of());
        assertThat(lake.keys()).hasSize(2);
        assertThat(lake.lake().depth(lake.deliveries())).isEqualTo(1);
    }

    @Test
    void aBundleThatADeadFunctionHasLeftBehindIsFinishedByTheSweep() throws Exception {
        put(3);
        String event = functions.eventsAsEvent(3);
        lake.lake().cloud("POST", "hold", "{\"service\":\"s3\",\"operation\":\"GetObject\",\"nth\":1}");
        Function dead = functions.bundle("lake.lease", "1s");
        dead.give(event);
        lake.lake().cloud("GET", "held?wait=60", "");
        dead.close();
        lake.lake().cloud("POST", "reset", "");
        String id = lake.states().keySet().iterator().next();
        Function sweep = functions.sweep("aggregator.overdue", "1s");
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        Functions.response(sweep.invoke("{}")).get("finished").equals(List.of(id)));
        assertThat(lake.states()).containsOnly(Map.entry(id, "PENDING"));
        assertThat(lake.members()).hasSize(3);
        assertThat(lake.lake().depth(lake.deliveries())).isEqualTo(1);
    }

    @Test
    void whatTheyPrintAreMetricsInTheirNamespaceAndLogLinesWithTheRunId() throws Exception {
        put(2);
        Function bundle = functions.bundle();
        Functions.response(bundle.invoke(functions.eventsAsEvent(2)));
        Function deliver = functions.deliver();
        Functions.response(deliver.invoke(functions.deliveriesAsEvent(1)));
        assertThat(bundle.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("message", "bundle archived")
                        .containsEntry("level", "INFO")
                        .containsEntry("records", 2)
                        .containsKeys("time", "objectKey", "runId"))
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("bundles", 1)
                        .containsEntry("EventsProcessed", 2)
                        .containsEntry("pipeline", "aggregator")
                        .hasEntrySatisfying("_aws", this::isOfItsNamespace));
        assertThat(deliver.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("message", "bundle delivered")
                        .containsEntry("attempt", 1))
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("deliveries", 1)
                        .containsKey("delivery_latency")
                        .hasEntrySatisfying("_aws", this::isOfItsNamespace));
    }

    private void isOfItsNamespace(Object metadata) {
        try {
            assertThat(JSON.std.asString(metadata)).contains("\"LakeRoutes/aggregator\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofTwoFunctionsOneProbesNifiAndTheOtherWaitsForWhatItHears() throws Exception {
        String[] settings = {"aggregator.failure-threshold", "1", "aggregator.cooldown", "1s"};
        Function one = functions.deliver(settings);
        Function other = functions.deliver(settings);
        put(1);
        Function bundle = functions.bundle();
        Functions.response(bundle.invoke(functions.eventsAsEvent(1)));
        lake.put("data/later", "later");
        Functions.response(bundle.invoke(functions.eventsAsEvent(1)));
        String first = functions.deliveriesAsEvent(1);
        String second = functions.deliveriesAsEvent(1);
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503,\"times\":1}");
        assertThat(failures(one.invoke(first))).hasSize(1);
        assertThat(lake.circuit()).containsEntry("state", "open");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Instant.now().isAfter(Instant.parse(lake.circuit().get("until"))));

        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"hold\",\"times\":1}");
        one.give(first);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> lake.circuit().get("state").equals("half-open") && posts() == 2);
        assertThat(failures(other.invoke(second))).hasSize(1);
        assertThat(posts()).isEqualTo(2);

        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"release\"}");
        assertThat(failures(one.posted())).isEmpty();
        assertThat(lake.circuit()).containsEntry("state", "closed");
        assertThat(failures(other.invoke(second))).isEmpty();
        assertThat(lake.states()).hasSize(2).values().containsOnly("DELIVERED");
    }

    private int posts() {
        return lake.nifi().values().stream()
                .mapToInt(bundle -> (int) bundle.get("posts"))
                .sum();
    }

    private static List<?> failures(RuntimeApi.Posted posted) throws Exception {
        return (List<?>) Functions.response(posted).get("batchItemFailures");
    }
}
