package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

// The SDK's builders take varargs of consumers.
@SuppressWarnings("unchecked")
@ExtendWith(SharedCloud.class)
class CloudWatchIT {
    private static final Instant NOON = Instant.parse("2026-11-19T12:00:00Z");

    private final CloudWatchClient metrics;
    private final String namespace = "LakeRoutes/" + UUID.randomUUID();
    private final Dimension source =
            Dimension.builder().name("source").value("api-a").build();

    CloudWatchIT(LocalCloud cloud) {
        metrics = Clients.at(cloud.endpoint(), CloudWatchClient.builder());
    }

    private MetricDatum datum(double value, Instant time) {
        return MetricDatum.builder()
                .metricName("pages_ingested")
                .dimensions(source)
                .timestamp(time)
                .unit(StandardUnit.COUNT)
                .value(value)
                .build();
    }

    @Test
    void valuesAreReadBackAsStatisticsOfTheirPeriod() {
        metrics.putMetricData(request -> request.namespace(namespace)
                .metricData(datum(2, NOON), datum(4, NOON.plusSeconds(30)), datum(7, NOON.plusSeconds(60))));

        List<Datapoint> points = metrics.getMetricStatistics(request -> request.namespace(namespace)
                        .metricName("pages_ingested")
                        .dimensions(source)
                        .startTime(NOON)
                        .endTime(NOON.plusSeconds(120))
                        .period(60)
                        .statistics(Statistic.SUM, Statistic.AVERAGE, Statistic.MAXIMUM))
                .datapoints();
        assertThat(points).extracting(Datapoint::timestamp).containsExactly(NOON, NOON.plusSeconds(60));
        assertThat(points).extracting(Datapoint::sum).containsExactly(6.0, 7.0);
        assertThat(points).extracting(Datapoint::average).containsExactly(3.0, 7.0);
        assertThat(points).extracting(Datapoint::maximum).containsExactly(4.0, 7.0);
        assertThat(points.get(0).unit()).isEqualTo(StandardUnit.COUNT);
    }

    @Test
    void aLargeRequestThatTheSdkCompressesArrivesWhole() {
        List<MetricDatum> many = IntStream.range(0, 900)
                .mapToObj(i -> datum(1, NOON.plusMillis(i)))
                .toList();
        metrics.putMetricData(request -> request.namespace(namespace).metricData(many));

        assertThat(metrics.getMetricData(request -> request.startTime(NOON)
                                .endTime(NOON.plusSeconds(60))
                                .metricDataQueries(query -> query.id("q")
                                        .metricStat(wanted -> wanted.stat("Sum")
                                                .period(60)
                                                .metric(metric -> metric.namespace(namespace)
                                                        .metricName("pages_ingested")
                                                        .dimensions(source)))))
                        .metricDataResults()
                        .get(0)
                        .values())
                .containsExactly(900.0);
    }

    @Test
    void metricsAreListedWithTheirDimensions() {
        metrics.putMetricData(request -> request.namespace(namespace).metricData(datum(1, NOON)));
        assertThat(metrics.listMetrics(request -> request.namespace(namespace)).metrics())
                .containsExactly(Metric.builder()
                        .namespace(namespace)
                        .metricName("pages_ingested")
                        .dimensions(source)
                        .build());
    }
}
