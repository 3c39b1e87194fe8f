package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path ROUTES = Path.of("../src/main/java/routes");
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyZoneHasADatabase() {
        assertThat(prod.all("AWS::Glue::Database").stream().map(database -> database.text("/DatabaseInput/Name")))
                .containsExactlyInAnyOrder("lake_raw_prod", "lake_processed_prod", "glue_catalog_prod");
    }

    @Test
    void partitionsAreComputedAndNobodyHasToAddThem() {
        assertThat(prod.all("AWS::Glue::Table").stream()
                        .filter(table -> !table.at("/TableInput/PartitionKeys").isEmpty()))
                .hasSize(5)
                .allSatisfy(table -> {
                    JsonNode parameters = table.at("/TableInput/Parameters");
                    assertThat(parameters.path("projection.enabled").asText()).isEqualTo("true");
                    table.at("/TableInput/PartitionKeys").forEach(key -> {
                        String name = key.path("Name").asText();
                        assertThat(parameters.has("projection." + name + ".type"))
                                .isTrue();
                        assertThat(Text.of(parameters.path("storage.location.template")))
                                .contains("${" + name + "}");
                    });
                });
    }

    @Test
    void columnsOfFlightsAreThoseThatTheProgramWrites() throws IOException {
        assertThat(columns("flight_states"))
                .isEqualTo(
                        written("flights/StateColumns.java", "(?:required|optional)\\(\"(\\w+)\", Kind\\.(\\w+)\\)"));
    }

    @Test
    void columnsOfVisitEventsAreThoseThatTheProgramWritesExceptWhatFoldersTell() throws IOException {
        String fields = Files.readString(ROUTES.resolve("eventlog/EventFields.java"));
        Matcher names = Pattern.compile("NAMES = List\\.of\\(([^)]*)\\)").matcher(fields);
        assertThat(names.find()).isTrue();
        List<String> written = new ArrayList<>();
        for (String name : (names.group(1) + ", \"source_key\", \"source_etag\"").split(",")) {
            String column = name.trim().replace("\"", "");
            String type = column.equals("pipeline_adcid") ? "int" : column.equals("timestamp") ? "timestamp" : "string";
            written.add(column + " " + type);
        }
        written.removeAll(List.of("study string", "datatype string"));
        assertThat(columns("visit_events")).isEqualTo(written);
    }

    @Test
    void theCrawlerFollowsThePlanAndChangesTablesButRemovesNone() {
        assertThat(prod.all("AWS::Glue::Crawler")).singleElement().satisfies(crawler -> {
            assertThat(crawler.text("/Schedule/ScheduleExpression")).isEqualTo("cron(0 3 * * ? *)");
            assertThat(crawler.text("/SchemaChangePolicy/UpdateBehavior")).isEqualTo("UPDATE_IN_DATABASE");
            assertThat(crawler.text("/SchemaChangePolicy/DeleteBehavior")).isEqualTo("DEPRECATE_IN_DATABASE");
            assertThat(crawler.text("/Targets/S3Targets/0/Path")).endsWith("/raw/");
        });
    }

    @Test
    void everyWorkgroupBoundsItsQueriesAndChoosesTheirPlaceItself() {
        Map<String, Resource> groups = prod.all("AWS::Athena::WorkGroup").stream()
                .collect(Collectors.toMap(group -> group.text("/Name"), group -> group));
        assertThat(groups.keySet())
                .containsExactlyInAnyOrder(
                        "lake-default-prod", "lake-export-prod", "lake-core-analyst-prod", "lake-pii-analyst-prod");
        assertThat(groups.values()).allSatisfy(group -> {
            JsonNode configuration = group.at("/WorkGroupConfiguration");
            assertThat(configuration.path("EnforceWorkGroupConfiguration").asBoolean())
                    .isTrue();
            assertThat(configuration.path("BytesScannedCutoffPerQuery").asLong())
                    .isGreaterThanOrEqualTo(10_000_000);
            assertThat(configuration
                            .at("/ResultConfiguration/EncryptionConfiguration/EncryptionOption")
                            .asText())
                    .isEqualTo("SSE_KMS");
        });
        assertThat(groups.values().stream()
                        .map(group -> group.text("/WorkGroupConfiguration/ResultConfiguration/OutputLocation"))
                        .distinct())
                .hasSize(4);
    }

    @Test
    void exportsFindTheirResultsWhereTheProgramLooksForThem() {
        assertThat(prod.all("AWS::Athena::WorkGroup").stream()
                        .filter(group -> group.text("/Name").equals("lake-export-prod"))
                        .map(group -> group.text("/WorkGroupConfiguration/ResultConfiguration/OutputLocation")))
                .singleElement()
                .isEqualTo("s3://" + "lake-results-prod-<AWS::AccountId>-eu-west-1/athena/");
    }

    @Test
    void noRoleReadsTheResultsOfAnotherRole() {
        Resource policy = prod.all("AWS::S3::BucketPolicy").stream()
                .filter(one -> one.id().equals("ResultsPolicy"))
                .findFirst()
                .orElseThrow();
        for (String role : List.of("core-analyst", "pii-analyst")) {
            assertThat(policy.at("/PolicyDocument/Statement"))
                    .anyMatch(statement -> statement.path("Effect").asText().equals("Deny")
                            && Text.of(statement.path("Resource")).endsWith("/workgroups/" + role + "/*")
                            && Text.of(statement.at("/Condition/ArnNotEquals/aws:PrincipalArn"))
                                    .endsWith(":role/lake-" + role + "-prod-eu-west-1"));
        }
    }

    /** Names with the types of the catalogue. */
    private List<String> columns(String table) {
        List<String> columns = new ArrayList<>();
        prod.all("AWS::Glue::Table").stream()
                .filter(one -> one.text("/TableInput/Name").equals(table))
                .findFirst()
                .orElseThrow()
                .at("/TableInput/StorageDescriptor/Columns")
                .forEach(column -> columns.add(
                        column.path("Name").asText() + " " + column.path("Type").asText()));
        return columns;
    }

    /** Names with the types of the catalogue that the kinds of the program are. */
    private static List<String> written(String file, String pattern) throws IOException {
        Map<String, String> types = Map.of(
                "TEXT", "string",
                "MILLIS", "timestamp",
                "MICROS", "timestamp",
                "REAL", "double",
                "TRUTH", "boolean",
                "INTEGER", "int",
                "INTEGERS", "array<int>");
        List<String> columns = new ArrayList<>();
        Pattern.compile(pattern)
                .matcher(Files.readString(ROUTES.resolve(file)))
                .results()
                .forEach(found ->
                        columns.add(found.group(1) + " " + types.getOrDefault(found.group(2), found.group(2))));
        return columns;
    }
}
