package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicrometerMeterTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMeter meter = new MicrometerMeter(registry);

    @Test
    void countsAddUpByDimension() {
        meter.count("pages_ingested", 2, "source", "api-a");
        meter.count("pages_ingested", 3, "source", "api-a");
        meter.count("pages_ingested", 1, "source", "api-b");
        assertThat(registry.get("pages_ingested")
                        .tag("source", "api-a")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void timesAreCountedInStepsThatPrometheusCanAddUp() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Meter timed = new MicrometerMeter(prometheus);
        timed.time("api_latency", Duration.ofMillis(300), "source", "api-a");
        timed.count("bytes_in", 7, "source", "api-a");
        timed.flush();
        assertThat(prometheus.scrape())
                .contains("api_latency_seconds_bucket{pipeline=\"\",source=\"api-a\",le=\"0.25\"} 0")
                .contains("api_latency_seconds_bucket{pipeline=\"\",source=\"api-a\",le=\"0.5\"} 1")
                .contains("bytes_in_total{source=\"api-a\"} 7.0");
    }

    @Test
    void aNameThatPipelinesUseWithDimensionsOfTheirOwnIsShownOfEachOfThem() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        prometheus.throwExceptionOnRegistrationFailure();
        Meter all = new MicrometerMeter(prometheus);
        String[] group = {"pipeline", "eventlog", "study", "adrc", "datatype", "form"};
        for (String name : List.of("EventsProcessed", "EventsFailed", "OutputFileSize")) {
            all.count(name, 1, "pipeline", "ingest");
            all.count(name, 2, group);
            assertThat(prometheus.scrape())
                    .contains(name + "_total{datatype=\"\",pipeline=\"ingest\",study=\"\"} 1.0")
                    .contains(name + "_total{datatype=\"form\",pipeline=\"eventlog\",study=\"adrc\"} 2.0");
        }
        all.count("failures", 3, "pipeline", "export", "kind", "bug");
        all.count("failures", 4, "source", "api-a", "kind", "bug");
        all.time("api_latency", Duration.ofMillis(300), "pipeline", "export");
        all.time("api_latency", Duration.ofMillis(300), "source", "api-a");
        assertThat(prometheus.scrape())
                .contains("failures_total{kind=\"bug\",pipeline=\"export\",source=\"\"} 3.0")
                .contains("failures_total{kind=\"bug\",pipeline=\"\",source=\"api-a\"} 4.0")
                .contains("api_latency_seconds_count{pipeline=\"export\",source=\"\"} 1")
                .contains("api_latency_seconds_count{pipeline=\"\",source=\"api-a\"} 1");
    }

    @Test
    void aNamespaceStandsInFrontOfEachNameAndItsTagsAreItsOwn() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Meter root = new MicrometerMeter(prometheus);
        root.count("RecordsProcessed", 1, "pipeline", "flights");
        root.in("FlightDataPipeline").count("RecordsProcessed", 2);
        Meter quality = root.in("FlightDataPipeline").in("FlightDataPipeline/Quality");
        quality.count("RecordsProcessed", 3, "file", "a");
        quality.gauge("Waiting", 4);
        quality.time("ValidationTime", Duration.ofMillis(300));
        quality.value("OverallQualityScore", 0.75);
        assertThat(prometheus.scrape())
                .contains("\nRecordsProcessed_total{pipeline=\"flights\"} 1.0\n")
                .contains("\nFlightDataPipeline_RecordsProcessed_total 2.0\n")
                .contains("\nFlightDataPipeline_Quality_RecordsProcessed_total{file=\"a\"} 3.0\n")
                .contains("\nFlightDataPipeline_Quality_Waiting 4.0\n")
                .contains("\nFlightDataPipeline_Quality_ValidationTime_seconds_count 1\n")
                .contains("\nFlightDataPipeline_Quality_OverallQualityScore_count 1\n");
    }

    @Test
    void valuesAreSummedUpSoThatTheirMeanCanBeTold() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Meter quality = new MicrometerMeter(prometheus).in("FlightDataPipeline/Quality");
        quality.value("OverallQualityScore", 0.75, "pipeline", "flights");
        quality.value("OverallQualityScore", 0.5, "pipeline", "flights");
        assertThat(prometheus.scrape())
                .contains("\nFlightDataPipeline_Quality_OverallQualityScore_count{pipeline=\"flights\"} 2\n")
                .contains("\nFlightDataPipeline_Quality_OverallQualityScore_sum{pipeline=\"flights\"} 1.25\n")
                .contains("\nFlightDataPipeline_Quality_OverallQualityScore_max{pipeline=\"flights\"} 0.75\n");
    }

    @Test
    void aNegativeValueIsCountedAsNothingAndNotDropped() {
        meter.value("FileSizeReduction", -0.5);
        assertThat(registry.get("FileSizeReduction").summary().count()).isEqualTo(1);
        assertThat(registry.get("FileSizeReduction").summary().totalAmount()).isZero();
    }

    @Test
    void aNamespaceThatCloudWatchWouldRefuseIsRefusedHereToo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.in("Flight Data"))
                .withMessage("namespace is 'Flight Data', expected letters, digits and . - _ / # :, 255 at most");
    }

    @Test
    void numbersThatAreNoneAndUnpairedDimensionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.time("latency", Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "source"));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.value("score", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.value("score", 1, "source"));
    }
}
