package routes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.runtime.Pipeline;
import routes.runtime.command.Console;
import routes.runtime.command.HealthCheck;
import routes.runtime.command.LakeRoutes;

/** What can be said of docker-compose.yml and what it mounts without an engine. */
class ComposeTest {
    private static final Path FILE = Path.of("docker-compose.yml");

    private static JsonNode compose(String text) {
        return Yaml.parse(FILE.toString(), text).get(0);
    }

    private static String text() throws IOException {
        return Files.readString(FILE);
    }

    @Test
    void nothingIsWrongWithIt() throws IOException {
        assertThat(Compose.faults(compose(text()), Path.of("."))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prom/prometheus:v3.5.0                    | prom/prometheus:latest               | prometheus: image",
                "grafana/grafana:12.1.1                    | grafana/grafana                      | grafana: image",
                "'    healthcheck:'                        | '    unhealthy:'                     | healthcheck is 'missing'",
                "network_mode: service:local-cloud         | network_mode: service:cloud          | network_mode",
                "'      init:'                             | '      initial:'                     | depends_on is 'initial'",
                "service_completed_successfully            | service_healthy                      | init to end",
                "'      dynamodb:'                         | '      dynamo:'                      | depends_on is 'dynamo'",
                "'127.0.0.1:9090:9090'                     | '9090:9090'                          | prometheus: port",
                "./deploy/compose/alerts.yml               | ./deploy/compose/alarms.yml          | volume",
                "lake-routes.properties:ro                 | lake-routes.properties               | volume",
                "LAKE_CONFIG: /etc/lake-routes/            | LAKE_CONFIG: /etc/                   | LAKE_CONFIG",
                "LAKE_SPOOL_DIRECTORY                      | LAKE_SPOOL                           | variable is 'LAKE_SPOOL'",
                "AWS_SECRET_ACCESS_KEY: local              | AWS_SECRET_ACCESS_KEY: wJalr         | no secret",
                "/tmp:exec,mode=1777,size=1g               | /tmp                                 | tmpfs",
            })
    void aSeededFaultIsFound(String good, String bad, String fault) throws IOException {
        assertThat(text()).contains(good);
        assertThat(Compose.faults(compose(text().replace(good, bad)), Path.of(".")))
                .isNotEmpty()
                .anyMatch(line -> line.contains(fault));
    }

    @Test
    void ourImagesAreThoseThatTheBuildMakes() throws Exception {
        String version = Pom.text("/project/version");
        JsonNode services = compose(text()).path("services");
        for (String image : List.of("lake-routes", "lake-routes-local")) {
            String wanted = image + ":${LAKE_ROUTES_VERSION:-" + version + "}";
            assertThat(services)
                    .filteredOn(service -> service.path("image").asText().equals(wanted))
                    .isNotEmpty()
                    .allMatch(service -> service.path("pull_policy").asText().equals("never"));
            assertThat(text()).contains("docker load < target/" + image + "-image.tar");
        }
        assertThat(services.at("/lake-routes/command/0").asText()).isEqualTo("run");
    }

    @Test
    void aHealthCheckAsksOurProcessesByAClassThatIsThere() throws IOException {
        for (String service : List.of("lake-routes", "local-cloud")) {
            JsonNode test = compose(text()).at("/services/" + service + "/healthcheck/test");
            assertThat(test).extracting(JsonNode::asText).contains("CMD", HealthCheck.class.getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "grafana/provisioning/datasources/prometheus.yml"})
    void addressesLeadToServicesOfTheFile(String file) throws IOException {
        Map<String, Set<Integer>> ports = Map.of(
                "local-cloud", Set.of(4566, 4570, 8080, 9876), "prometheus", Set.of(9090), "127.0.0.1", Set.of(9090));
        String text = Files.readString(Dashboard.COMPOSE.resolve(file));
        assertThat(Compose.strangers(text, ports)).isEmpty();
        assertThat(Compose.strangers(text.replace(":9876", ":9877").replace("prometheus:", "prom:"), ports))
                .isNotEmpty();
    }

    @Test
    void prometheusAndGrafanaFindWhatIsMountedForThem() throws IOException {
        JsonNode prometheus =
                Yaml.read(Dashboard.COMPOSE.resolve("prometheus.yml")).get(0);
        JsonNode provider = Yaml.read(Dashboard.COMPOSE.resolve("grafana/provisioning/dashboards/lake-routes.yml"))
                .get(0);
        JsonNode source = Yaml.read(Dashboard.COMPOSE.resolve("grafana/provisioning/datasources/prometheus.yml"))
                .get(0);
        assertThat(text())
                .contains("alerts.yml:" + prometheus.at("/rule_files/0").asText() + ":ro")
                .contains(
                        "dashboards:" + provider.at("/providers/0/options/path").asText() + ":ro");
        assertThat(prometheus.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/observe/metrics");
        Dashboard.read().path("panels").forEach(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.at("/datasource/uid")).isEqualTo(source.at("/datasources/0/uid"));
            }
        });
    }

    @Test
    void dashboardAndAlertsAskForWhatIsEmitted() {
        JsonNode alerts = Yaml.read(Dashboard.COMPOSE.resolve("alerts.yml")).get(0);
        List<String> all = Stream.concat(
                        Dashboard.queries(Dashboard.read()).stream(), Dashboard.conditions(alerts).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(20).noneMatch(String::isBlank);
        assertThat(Dashboard.unknown(all)).isEmpty();
        assertThat(Dashboard.unknown(List.of(
                        "sum by (pipeline) (rate(PagesIngested_total[5m])) / up",
                        "rate(api_latency_seconds_sum[5m]) or rate(apiLatency_seconds_count[5m] offset 5m)")))
                .containsExactly("PagesIngested_total", "apiLatency_seconds_count");
    }

    @Test
    void theDashboardHasARowForEveryPipeline() {
        assertThat(Dashboard.read().path("panels"))
                .filteredOn(panel -> panel.path("type").asText().equals("row"))
                .extracting(panel -> panel.path("title").asText())
                .containsAll(Pipeline.names());
    }

    @Test
    void theConfigurationIsWholeAndRunsEveryPipeline() throws IOException {
        Path config = Dashboard.COMPOSE.resolve("lake-routes.properties");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        Console console =
                new Console(Map.of(), new Properties(), InputStream.nullInputStream(), out, out, Clock.systemUTC());
        assertThat(LakeRoutes.execute(console, "config", "check", "--config", config.toString()))
                .as(said.toString(UTF_8))
                .isZero();
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(config)) {
            properties.load(reader);
        }
        assertThat(properties.getProperty("lake.pipelines").split(",")).containsExactlyElementsOf(Pipeline.names());
        assertThat(properties).containsEntry("export.http-host", "0.0.0.0");
    }
}
