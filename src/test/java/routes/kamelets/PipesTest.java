package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import routes.deploy.Yaml;

/** A Pipe as it is shipped, with another address. */
class PipesTest {
    private static final Path PIPES = Path.of("deploy", "camel-k", "pipes");

    private final Bucket bucket = new Bucket();

    @Test
    void pagesOfASourceBecomeObjectsOfTheRawZone() throws Exception {
        try (End source = new End(call ->
                        new End.Answer(200, call.line().endsWith("page=1") ? "{\"items\":[1]}" : "{\"items\":[]}"));
                Run run = run("source-to-raw-zone.yaml", Map.of("url", source.url()))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> run.isUp() && source.calls().size() == 2);
            assertThat(bucket.puts())
                    .singleElement()
                    .satisfies(put -> assertThat(put.request().key())
                            .matches("raw/source=api-a/ingestion_date=\\d{4}-\\d\\d-\\d\\d/page=000001\\.json\\.gz"));
        }
    }

    /** As the operator translates it: Camel Main itself would hand over values that are encoded as in a URL. */
    private Run run(String pipe, Map<String, String> instead) throws Exception {
        JsonNode spec = Yaml.read(PIPES.resolve(pipe)).get(0).path("spec");
        Map<String, String> values = new HashMap<>();
        for (String end : List.of("source", "sink")) {
            String prefix = "camel.kamelet." + spec.path(end).at("/ref/name").asText() + "." + end + ".";
            spec.path(end)
                    .path("properties")
                    .properties()
                    .forEach(parameter -> values.put(
                            prefix + parameter.getKey(),
                            instead.getOrDefault(
                                    parameter.getKey(), parameter.getValue().asText())));
        }
        return new Run(values, Map.of("s3", bucket), new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:" + spec.at("/source/ref/name").asText() + "/source")
                        .to("kamelet:" + spec.at("/sink/ref/name").asText() + "/sink");
            }
        });
    }
}
