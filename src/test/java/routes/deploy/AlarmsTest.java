package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.observe.MicrometerMeter;
import routes.runtime.Pipeline;

/** Every alarm that a pipeline's page names is a rule, and every rule looks at something that is there. */
class AlarmsTest {
    private static final Path ALERTS = Kustomize.ROOT.resolve("alerts");
    private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\|");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> LANGUAGE = Set.of(
            "sum",
            "max",
            "count",
            "by",
            "increase",
            "delta",
            "or",
            "and",
            "unless",
            "on",
            "offset",
            "vector",
            "absent",
            "last_over_time");
    private static final Set<String> LABELS =
            Set.of("source", "queue", "routeId", "study", "datatype", "dimension_QueueName");
    /** Metrics of others: the CloudWatch exporter, Camel, Prometheus and kube-state-metrics. */
    private static final Set<String> OF_OTHERS = Set.of(
            "aws_sqs_approximate_number_of_messages_visible_maximum",
            "aws_sqs_approximate_age_of_oldest_message_maximum",
            "camel_exchanges_failed_total",
            "up",
            "kube_pod_container_status_restarts_total",
            "kube_pod_status_ready");

    record Rule(String pipeline, String alert, String expression, String alarm, JsonNode whole) {
        @Override
        public String toString() {
            return alert;
        }
    }

    static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        try (Stream<Path> files = Files.list(ALERTS)) {
            files.flatMap(file -> Yaml.read(file).stream())
                    .filter(manifest -> manifest.path("kind").asText().equals("PrometheusRule"))
                    .forEach(manifest -> manifest.at("/spec/groups/0/rules")
                            .forEach(rule -> rules.add(new Rule(
                                    rule.at("/labels/pipeline").asText(),
                                    rule.path("alert").asText(),
                                    rule.path("expr").asText(),
                                    rule.at("/annotations/alarm").asText(),
                                    rule))));
        }
        assertThat(rules).hasSizeGreaterThan(20);
        return rules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "aggregator", "export", "eventlog", "flights"})
    void everyAlarmOfAPipelinesPageIsARule(String pipeline) throws IOException {
        List<String> named = alarms(Path.of("docs", "pipelines", pipeline + ".md"));
        assertThat(named).isNotEmpty();
        assertThat(rules().stream()
                        .filter(rule -> rule.pipeline().equals(pipeline))
                        .map(Rule::alarm)
                        .filter(alarm -> !alarm.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyPipelineHasSuchAPage() {
        assertThat(Pipeline.names()).containsExactly("ingest", "aggregator", "export", "eventlog", "flights");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleLooksAtMetricsThatSomebodyEmits(Rule rule) {
        assertThat(metrics(rule.expression()))
                .isNotEmpty()
                .allMatch(metric -> OF_OTHERS.contains(metric) || Program.emits(metric));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleSaysWhatItMeansAndIsWellFormed(Rule rule) {
        assertThat(rule.whole().at("/annotations/summary").asText()).hasSizeGreaterThan(20);
        assertThat(rule.whole().at("/labels/severity").asText()).isIn("critical", "warning");
        for (String pair : List.of("()", "{}", "[]")) {
            assertThat(count(rule.expression(), pair.charAt(0))).isEqualTo(count(rule.expression(), pair.charAt(1)));
        }
        assertThat(rule.whole().path("for").asText()).matches("|\\d+[mh]");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void routesThatARuleNamesAreThere(Rule rule) throws IOException {
        Matcher named = Pattern.compile("routeId=~\"(\\w+)-\\(([^)]+)\\)\"").matcher(rule.expression());
        while (named.find()) {
            String ids = Program.text();
            for (String verb : named.group(2).split("\\|")) {
                assertThat(ids).contains(named.group(1) + "-" + verb);
            }
        }
    }

    @Test
    void namesInPrometheusAreThoseOfTheRules() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerMeter meter = new MicrometerMeter(registry);
        meter.count("failures", 1, "pipeline", "export", "kind", "bug");
        meter.gauge("pending_deliveries", 3, "pipeline", "aggregator");
        meter.in("FlightDataPipeline/Quality").value("OverallQualityScore", 0.5);
        assertThat(registry.scrape())
                .contains(
                        "failures_total{kind=\"bug\",pipeline=\"export\",source=\"\"} 1.0",
                        "pending_deliveries{pipeline=\"aggregator\"} 3.0",
                        "FlightDataPipeline_Quality_OverallQualityScore_sum 0.5",
                        "FlightDataPipeline_Quality_OverallQualityScore_count 1");
    }

    @Test
    void camelCountsFailedExchangesByTheNameThatTheRulesUse() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            MicrometerRoutePolicyFactory policies = new MicrometerRoutePolicyFactory();
            policies.setMeterRegistry(registry);
            context.addRoutePolicyFactory(policies);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ingest-tick")
                            .routeId("ingest-tick")
                            .throwException(new IllegalStateException("seeded"));
                }
            });
            context.start();
            assertThat(catchThrowable(() -> context.createProducerTemplate().sendBody("direct:ingest-tick", "")))
                    .isInstanceOf(CamelExecutionException.class);
            assertThat(registry.scrape().lines())
                    .anyMatch(line -> line.startsWith("camel_exchanges_failed_total{")
                            && line.contains("routeId=\"ingest-tick\"")
                            && line.endsWith(" 1.0"));
        }
    }

    @Test
    void theQualityThatAlarmsIsTheQualityThatPasses() throws IOException {
        String standard = Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                .filter(line -> line.startsWith("flights.quality-threshold="))
                .findFirst()
                .orElseThrow();
        assertThat(rules())
                .filteredOn(rule -> rule.alert().equals("LakeFlightsQuality"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.expression().strip())
                        .endsWith("< " + standard.substring(standard.indexOf('=') + 1)));
    }

    private static List<String> alarms(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .dropWhile(line -> !line.startsWith("| alarm |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line ->
                        ROW.matcher(line).results().findFirst().orElseThrow().group(1))
                .toList();
    }

    private static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ")
                .replaceAll("\\b\\d+[smhd]\\b", " ");
        Set<String> words = new TreeSet<>();
        WORD.matcher(bare).results().map(found -> found.group()).forEach(words::add);
        words.removeAll(LANGUAGE);
        words.removeAll(LABELS);
        return words;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(letter -> letter == wanted).count();
    }
}
