package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import infra.observability.FlightsMetrics;
import infra.product.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private static final Pattern QUESTION =
            Pattern.compile("SELECT SUM\\((\\w+)\\) FROM SCHEMA\\(\"LakeRoutes/(\\w+)\", ([\\w, ]+)\\).*");

    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyAlarmTellsTheTopicAndSaysWhatItMeans() {
        Environments.all()
                .forEach(environment -> assertThat(Synthesised.of(environment).all("AWS::CloudWatch::Alarm"))
                        .isNotEmpty()
                        .allSatisfy(alarm -> {
                            String topic = Synthesised.of(environment)
                                    .deployment()
                                    .naming()
                                    .of("lake-alerts");
                            assertThat(alarm.at("/AlarmActions")).hasSize(1);
                            assertThat(alarm.text("/AlarmActions/0")).endsWith(":" + topic);
                            assertThat(alarm.text("/AlarmDescription")).hasSizeGreaterThan(40);
                        }));
    }

    @Test
    void everyFunctionIsWatchedForErrorsItsTimeOutAndThrottles() {
        for (Step step : Step.values()) {
            String name = "lake-" + step.title() + "-prod";
            assertThat(threshold(
                            "lake-prod-" + step.title() + "-errors", "Errors", name, "Sum", "GreaterThanThreshold"))
                    .isEqualTo(5);
            int timeout =
                    FunctionsTest.function(prod, step.title()).at("/Timeout").asInt();
            assertThat(threshold(
                            "lake-prod-" + step.title() + "-duration",
                            "Duration",
                            name,
                            "Maximum",
                            "GreaterThanThreshold"))
                    .as("milliseconds, as Lambda reports them")
                    .isEqualTo(timeout * 800.0);
            assertThat(threshold(
                            "lake-prod-" + step.title() + "-throttles",
                            "Throttles",
                            name,
                            "Sum",
                            "GreaterThanThreshold"))
                    .isZero();
        }
    }

    @Test
    void theOldestMessageOfIngestWaitsFiveMinutesAndThatOfTheAggregatorAnHour() {
        assertThat(age("ingest-api-a")).isEqualTo(300);
        assertThat(age("aggregator-events")).isEqualTo(3600);
        assertThat(age("aggregator-deliveries")).isEqualTo(3600);
    }

    @Test
    void oneErrorOfTheWorkerIsTold() {
        assertThat(threshold(
                        "lake-prod-ingest-worker-errors",
                        "Errors",
                        "lake-ingest-fetch-prod",
                        "Sum",
                        "GreaterThanOrEqualToThreshold"))
                .isEqualTo(1);
    }

    @Test
    void anOpenCircuitATruncatedExportAndBadQualityAreTold() {
        assertThat(alarm("aggregator-circuit-open").text("/MetricName")).isEqualTo("CircuitBreakerOpen");
        assertThat(alarm("flights-circuit-open").text("/MetricName")).isEqualTo("CircuitBreakerOpen");
        assertThat(alarm("export-truncated").text("/MetricName")).isEqualTo("Truncated");
        Resource quality = alarm("flights-quality");
        assertThat(quality.text("/Namespace")).isEqualTo("FlightDataPipeline/Quality");
        assertThat(quality.text("/MetricName")).isEqualTo("OverallQualityScore");
        assertThat(quality.text("/Statistic")).isEqualTo("Minimum");
        assertThat(quality.at("/Threshold").asDouble()).isEqualTo(0.8);
    }

    @Test
    void whatShouldRunAndDoesNotIsTold() {
        List<String> scheduled = prod.all("AWS::Events::Rule").stream()
                .map(rule -> rule.text("/Targets/0/Id"))
                .toList();
        assertThat(scheduled).hasSize(5).allSatisfy(step -> {
            Resource alarm = alarm(step + "-no-success");
            assertThat(alarm.text("/TreatMissingData")).isEqualTo("breaching");
            assertThat(alarm.at("/Metrics").toString())
                    .contains("FILL(m0, 0) - FILL(m1, 0)", "\"Invocations\"", "\"Errors\"", "lake-" + step + "-prod");
        });
        assertThat(alarm("ingest-api-a-no-pages").text("/TreatMissingData")).isEqualTo("breaching");
    }

    @Test
    void whereClocksAreOffNobodyIsToldThatNothingRan() {
        assertThat(Synthesised.of(Environments.test()).all("AWS::CloudWatch::Alarm"))
                .noneMatch(alarm -> alarm.text("/TreatMissingData").equals("breaching"));
    }

    /** A metric that nobody reports would make an alarm that never rings. */
    @Test
    void everyNumberOfOursThatIsWatchedIsReportedWithTheseDimensions() {
        List<Emitted> emitted = Emitted.all();
        assertThat(emitted).hasSizeGreaterThan(40);
        List<Emitted> watched = new ArrayList<>();
        prod.all("observability", "AWS::CloudWatch::Alarm").forEach(alarm -> {
            add(watched, alarm.properties());
            alarm.at("/Metrics").forEach(metric -> {
                add(watched, metric.at("/MetricStat/Metric"));
                Matcher question = QUESTION.matcher(metric.path("Expression").asText());
                if (question.matches()) {
                    watched.add(new Emitted(
                            question.group(2),
                            question.group(1),
                            new TreeSet<>(List.of(question.group(3).split(", ")))));
                }
            });
        });
        assertThat(watched).hasSizeGreaterThan(20);
        boolean flights = emitted.stream().anyMatch(number -> number.name().equals(FlightsMetrics.SCORE));
        watched.stream()
                .filter(number -> flights || !number.room().equals("flights"))
                .distinct()
                .forEach(number -> assertThat(emitted)
                        .as(number.toString())
                        .anyMatch(one -> one.name().equals(number.name())
                                && one.dimensions().equals(number.dimensions())
                                && Set.of(number.room(), "policy").contains(one.room())));
    }

    @Test
    void ourNumbersAreInTheNamespacesThatTheProgramReportsTo() throws IOException {
        assertThat(Files.readString(Path.of("../src/main/java/routes/runtime/LambdaRuntime.java")))
                .contains("new EmfMeter(\"LakeRoutes/\" + pipeline.title()");
        Path numbers = Path.of("../src/main/java/routes/flights/FlightNumbers.java");
        // Flights has namespaces of its own, as soon as it reports numbers.
        if (Files.exists(numbers)) {
            assertThat(Files.readString(numbers)).contains("meter.in(\"" + FlightsMetrics.QUALITY + "\")");
        }
    }

    @Test
    void noAlarmLooksBackFurtherThanCloudWatchAllows() {
        assertThat(prod.all("AWS::CloudWatch::Alarm")).allSatisfy(alarm -> {
            int period = alarm.at("/Period")
                    .asInt(alarm.at("/Metrics/0/MetricStat/Period").asInt(300));
            int looked = period * alarm.at("/EvaluationPeriods").asInt();
            assertThat(looked).isLessThanOrEqualTo(period < 3600 ? 86_400 : 604_800);
        });
    }

    @Test
    void everyPipelineHasADashboardAndThereIsOneOfAll() {
        assertThat(prod.all("AWS::CloudWatch::Dashboard").stream().map(board -> board.text("/DashboardName")))
                .containsExactlyInAnyOrder(
                        "lake-prod-ingest",
                        "lake-prod-aggregator",
                        "lake-prod-export",
                        "lake-prod-eventlog",
                        "lake-prod-flights",
                        "lake-prod-overview");
        assertThat(Synthesised.of(Environments.test()).all("AWS::CloudWatch::Dashboard"))
                .isEmpty();
    }

    private static void add(List<Emitted> watched, JsonNode metric) {
        String namespace = metric.path("Namespace").asText();
        if (!namespace.startsWith("LakeRoutes/") && !namespace.startsWith("FlightDataPipeline")) {
            return;
        }
        Set<String> dimensions = new TreeSet<>();
        metric.path("Dimensions")
                .forEach(dimension -> dimensions.add(dimension.path("Name").asText()));
        String room = namespace.startsWith("LakeRoutes/") ? namespace.substring("LakeRoutes/".length()) : "flights";
        watched.add(new Emitted(room, metric.path("MetricName").asText(), dimensions));
    }

    private double age(String queue) {
        Resource alarm = alarm(queue + "-prod-age");
        assertThat(alarm.text("/MetricName")).isEqualTo("ApproximateAgeOfOldestMessage");
        assertThat(alarm.text("/Dimensions/0/Value")).isEqualTo(queue + "-prod");
        assertThat(alarm.text("/Statistic")).isEqualTo("Maximum");
        return alarm.at("/Threshold").asDouble();
    }

    private double threshold(String alarm, String metric, String function, String statistic, String comparison) {
        Resource found = alarm(alarm.substring("lake-prod-".length()));
        assertThat(found.text("/Namespace")).isEqualTo("AWS/Lambda");
        assertThat(found.text("/MetricName")).isEqualTo(metric);
        assertThat(found.text("/Dimensions/0/Value")).isEqualTo(function);
        assertThat(found.text("/Statistic")).isEqualTo(statistic);
        assertThat(found.text("/ComparisonOperator")).isEqualTo(comparison);
        assertThat(found.at("/Period").asInt()).isEqualTo(300);
        return found.at("/Threshold").asDouble();
    }

    private Resource alarm(String name) {
        return prod.all("observability", "AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.text("/AlarmName").equals("lake-prod-" + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("alarm " + name + " is missing"));
    }
}
