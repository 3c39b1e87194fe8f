package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.environment.Environments;
import infra.functions.Variables;
import infra.product.Product;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What functions are told and what the product reads are the same words. */
class SettingsTest {
    /** What is no key of the product: the step, the JVM's own variable, OpenTelemetry's. */
    private static final Set<String> OTHERS = Set.of("LAKE_STEP", "JAVA_TOOL_OPTIONS", "OTEL_EXPORTER_OTLP_ENDPOINT");

    /** Lambda allows 4 KiB for all variables of a function. */
    private static final int MOST_BYTES = 4096;

    private static final Map<String, String> PROPERTIES =
            Product.read(Path.of("../src/main/resources/application.properties"));

    @Test
    void everyVariableOfAFunctionIsAKeyInApplicationProperties() {
        Set<String> known = new TreeSet<>(OTHERS);
        PROPERTIES.keySet().forEach(key -> known.add(Variables.variable(key)));
        for (String key : PROPERTIES.keySet()) {
            for (String source : new String[] {"api-a", "api-b", "api-c", "api-d"}) {
                known.add(Variables.variable(key.replace("ingest.source-default.", "ingest.sources." + source + ".")));
            }
            Environments.all()
                    .forEach(environment -> known.add(Variables.variable(key.replace(
                            "export.table-default.", "export.tables." + environment.name() + "_customers_silver."))));
        }
        Environments.all()
                .forEach(environment -> Synthesised.of(environment)
                        .all("AWS::Lambda::Function")
                        .forEach(function -> assertThat(variables(function).keySet())
                                .as(function.id())
                                .isSubsetOf(known)));
    }

    @Test
    void everyRequiredKeyOfAPipelineIsTold() {
        Set<String> required = Set.of(
                "INGEST_SOURCES",
                "INGEST_RAW_BUCKET",
                "AGGREGATOR_LANDING_BUCKET",
                "AGGREGATOR_ARCHIVE_BUCKET",
                "AGGREGATOR_NIFI_URL",
                "EXPORT_TABLES",
                "EXPORT_ATHENA_OUTPUT",
                "EXPORT_BUCKET",
                "EXPORT_API_HOSTS",
                "EVENTLOG_SOURCE_BUCKET",
                "EVENTLOG_PREFIX",
                "EVENTLOG_CHECKPOINT_BUCKET",
                "FLIGHTS_RAW_BUCKET",
                "FLIGHTS_PROCESSED_BUCKET",
                "FLIGHTS_ALERTS_TOPIC");
        Environments.all().forEach(environment -> {
            Synthesised lake = Synthesised.of(environment);
            lake.all("AWS::Lambda::Function").forEach(function -> {
                Map<String, String> variables = variables(function);
                String pipeline =
                        variables.get("LAKE_STEP").replaceFirst("-.*", "").toUpperCase(java.util.Locale.ROOT);
                assertThat(variables).as(function.id()).containsKeys("LAKE_ENVIRONMENT", "LAKE_RUNS_TABLE");
                required.stream()
                        .filter(name -> name.startsWith(pipeline + "_"))
                        .forEach(
                                name -> assertThat(variables.get(name)).as(name).isNotBlank());
            });
        });
    }

    @Test
    void noFunctionIsToldMoreThanLambdaAllows() {
        Environments.all()
                .forEach(environment -> Synthesised.of(environment)
                        .all("AWS::Lambda::Function")
                        .forEach(function -> {
                            int bytes = variables(function).entrySet().stream()
                                    .mapToInt(entry -> entry.getKey().length()
                                            + entry.getValue().length())
                                    .sum();
                            assertThat(bytes).as(function.id()).isLessThan(MOST_BYTES);
                        }));
    }

    @Test
    void noFunctionIsToldASecretButOnlyItsName() {
        Environments.all()
                .forEach(environment -> Synthesised.of(environment)
                        .all("AWS::Lambda::Function")
                        .forEach(function -> variables(function).forEach((name, value) -> {
                            if (name.endsWith("SECRET") && !value.isEmpty()) {
                                assertThat(value).as(name).startsWith(environment.name() + "/");
                            }
                        })));
    }

    static Map<String, String> variables(Synthesised.Resource function) {
        Map<String, String> variables = new TreeMap<>();
        JsonNode told = function.at("/Environment/Variables");
        told.properties().forEach(entry -> variables.put(entry.getKey(), Text.of(entry.getValue())));
        return variables;
    }
}
