package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
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
                .contains("api_latency_seconds_bucket{source=\"api-a\",le=\"0.25\"} 0")
                .contains("api_latency_seconds_bucket{source=\"api-a\",le=\"0.5\"} 1")
                .contains("bytes_in_total{source=\"api-a\"} 7.0");
    }

    @Test
    void negativeNumbersAndUnpairedDimensionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.time("latency", Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.count("pages", 1, "source"));
    }
}
