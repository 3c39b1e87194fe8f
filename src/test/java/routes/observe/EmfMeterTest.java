package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmfMeterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_795_050_000_000L), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final EmfMeter meter =
            new EmfMeter("LakeRoutes/ingest", new PrintStream(out, false, StandardCharsets.UTF_8), CLOCK);

    @Test
    void aFlushWritesOneLineWithSumsAndTimesInCloudWatchsFormat() {
        meter.count("pages_ingested", 2, "source", "api-a");
        meter.count("pages_ingested", 3, "source", "api-a");
        meter.count("bytes_in", 1024, "source", "api-a");
        meter.time("api_latency", Duration.ofNanos(12_500_000), "source", "api-a");
        meter.time("api_latency", Duration.ofMillis(40), "source", "api-a");
        meter.flush();
        assertThat(lines())
                .containsExactly("{\"_aws\":{\"Timestamp\":1795050000000,\"CloudWatchMetrics\":[{\"Namespace\":"
                        + "\"LakeRoutes/ingest\",\"Dimensions\":[[\"source\"]],\"Metrics\":["
                        + "{\"Name\":\"bytes_in\",\"Unit\":\"Bytes\"},{\"Name\":\"pages_ingested\",\"Unit\":\"Count\"},"
                        + "{\"Name\":\"api_latency\",\"Unit\":\"Milliseconds\"}]}]},\"source\":\"api-a\","
                        + "\"bytes_in\":1024,\"pages_ingested\":5,\"api_latency\":[12.5,40.0]}");
    }

    @Test
    void eachSetOfDimensionsHasALineOfItsOwnWhateverTheirOrder() {
        meter.count("failures", 1, "source", "api-a", "kind", "poison");
        meter.count("failures", 1, "kind", "poison", "source", "api-a");
        meter.count("failures", 1, "source", "api-b", "kind", "poison");
        meter.count("runs", 1);
        meter.flush();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("\"Dimensions\":[[\"kind\",\"source\"]]")
                .endsWith("\"failures\":2}");
        assertThat(lines().get(2)).contains("\"Dimensions\":[[]]").endsWith("\"runs\":1}");
    }

    @Test
    void nothingIsWrittenWhenNothingWasCountedSinceTheLastFlush() {
        meter.flush();
        meter.count("pages_ingested", 1);
        meter.flush();
        meter.flush();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void moreThan100TimesBecomeSeveralLinesAndNoneIsLost() throws IOException {
        for (int i = 0; i < 250; i++) {
            meter.time("api_latency", Duration.ofMillis(i), "source", "api-a");
        }
        assertThat(lines()).as("written before the flush, or memory would grow").hasSize(2);
        meter.flush();
        assertThat(lines()).hasSize(3);
        int told = 0;
        for (String line : lines()) {
            List<?> values = (List<?>) JSON.std.mapFrom(line).get("api_latency");
            assertThat(values).hasSizeLessThanOrEqualTo(100);
            told += values.size();
        }
        assertThat(told).isEqualTo(250);
    }

    @Test
    void eachNamespaceHasLinesOfItsOwnAndAllAreFlushedTogether() {
        Meter quality = meter.in("FlightDataPipeline/Quality");
        meter.count("RecordsProcessed", 1);
        quality.count("RecordsProcessed", 2);
        meter.in("FlightDataPipeline/Quality").count("RecordsProcessed", 3);
        quality.in("FlightDataPipeline").count("RecordsProcessed", 4);
        meter.flush();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("\"Namespace\":\"LakeRoutes/ingest\"")
                .endsWith("\"RecordsProcessed\":1}");
        assertThat(lines().get(1))
                .contains("\"Namespace\":\"FlightDataPipeline/Quality\"")
                .endsWith("\"RecordsProcessed\":5}");
        assertThat(lines().get(2))
                .as("a namespace takes the place of another")
                .contains("\"Namespace\":\"FlightDataPipeline\"")
                .endsWith("\"RecordsProcessed\":4}");
        quality.flush();
        assertThat(lines()).as("nothing is told twice").hasSize(3);
    }

    @Test
    void aNameMayBeACountInOneNamespaceAndAValueInAnother() {
        meter.count("score", 1);
        meter.in("Other").value("score", 0.5);
        meter.flush();
        assertThat(lines()).hasSize(2);
    }

    @Test
    void valuesAreKeptOneByOneAndHaveNoUnit() {
        meter.value("OverallQualityScore", 0.875, "pipeline", "flights");
        meter.value("OverallQualityScore", 1, "pipeline", "flights");
        meter.value("FileSizeReduction", -0.25, "pipeline", "flights");
        meter.flush();
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("{\"Name\":\"OverallQualityScore\",\"Unit\":\"None\"}")
                .endsWith("\"FileSizeReduction\":[-0.25],\"OverallQualityScore\":[0.875,1.0]}");
    }

    @Test
    void moreThan100ValuesBecomeSeveralLinesAndNoneIsLost() throws IOException {
        for (int i = 0; i < 101; i++) {
            meter.value("score", i);
        }
        assertThat(lines()).hasSize(1);
        meter.flush();
        assertThat(JSON.std.mapFrom(lines().get(0)).get("score"))
                .asInstanceOf(LIST)
                .hasSize(100);
        assertThat(JSON.std.mapFrom(lines().get(1)).get("score")).isEqualTo(List.of(100.0));
    }

    @Test
    void aDimensionWithQuotesAndNewlinesStaysOneLine() throws IOException {
        meter.count("failures", 1, "source", "a\"\n}b");
        meter.flush();
        assertThat(lines()).hasSize(1);
        Map<String, Object> line = JSON.std.mapFrom(lines().get(0));
        assertThat(line).containsEntry("source", "a\"\n}b");
    }

    @Test
    void nothingIsLostWhenThreadsCountWhileAnotherFlushes() throws Exception {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> IntStream.range(0, 1000).forEach(i -> {
                    meter.count("pages_ingested", 1, "source", "api-a");
                    if (i % 100 == 0) {
                        meter.flush();
                    }
                })))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        meter.flush();
        long sum = 0;
        for (String line : lines()) {
            sum += ((Number) JSON.std.mapFrom(line).get("pages_ingested")).longValue();
        }
        assertThat(sum).isEqualTo(4000);
    }

    @Test
    void whatCloudWatchWouldDropOrAddUpWronglyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.count("pages", -1))
                .withMessage("count of pages is -1, expected 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.time("latency", Duration.ofMillis(-1)))
                .withMessageContaining("latency");
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "source"));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "source", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "", "api-a"));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "source", "a", "source", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("source", 1, "source", "a"));
        meter.count("pages", 1);
        assertThatIllegalArgumentException().isThrownBy(() -> meter.time("pages", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.value("pages", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.value("score", Double.NaN))
                .withMessage("value of score is NaN, expected a finite number");
        assertThatIllegalArgumentException().isThrownBy(() -> meter.value("score", Double.NEGATIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmfMeter("Lake Routes", System.out, CLOCK));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.in(""))
                .withMessage("namespace is '', expected letters, digits and . - _ / # :, 255 at most");
        meter.flush();
        assertThat(lines()).hasSize(1);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
