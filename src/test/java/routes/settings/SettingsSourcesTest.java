package routes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourcesTest {

    @TempDir
    Path directory;

    @Test
    void laterSourcesStandOverEarlierOnes() throws IOException {
        Optional<Path> file = file("lake.lease=1m", "lake.workers=1", "lake.batches=1");
        Map<String, String> environment = Map.of("LAKE_WORKERS", "2", "LAKE_BATCHES", "2");
        Map<String, String> values = SettingsSources.load(file, environment, system("lake.batches", "3"))
                .values();
        assertThat(values)
                .containsEntry("lake.batch-size", "10")
                .containsEntry("lake.lease", "1m")
                .containsEntry("lake.workers", "2")
                .containsEntry("lake.batches", "3");
    }

    @Test
    void anUnknownKeyOfTheFileIsAFault() throws IOException {
        Settings settings = load(file("lake.leese=1m", "ingest.sources.api-a.rat=1/s", "ingest.raw-bucket=b"));
        assertThatThrownBy(settings::check)
                .hasMessageStartingWith("configuration has 2 faults:")
                .hasMessageContaining("lake.leese in ")
                .hasMessageContaining("ingest.sources.api-a.rat in ")
                .hasMessageContaining("is not a known key");
    }

    @Test
    void keysOfOthersInTheFileArePassedOn() throws IOException {
        Settings settings = load(file("camel.main.name=x"));
        assertThat(settings.values()).containsEntry("camel.main.name", "x");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Optional<Path> missing = Optional.of(directory.resolve("missing.properties"));
        assertThatThrownBy(() -> load(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.properties cannot be read");
    }

    @Test
    void aSourceHasTheDefaultsOfEverySource() throws IOException {
        assertThat(load(file("ingest.sources=api-a,api-b")).values())
                .containsEntry("ingest.sources.api-a.rate", "20/s")
                .containsEntry("ingest.sources.api-b.paging", "follow");
    }

    @Test
    void aSourceStandsOverItsDefaultInFileEnvironmentAndSystem() throws IOException {
        Optional<Path> file = file(
                "ingest.sources=api-a",
                "ingest.sources.api-a.rate=1/s",
                "ingest.sources.api-a.concurrency=1",
                "ingest.sources.api-a.page-size=1");
        Map<String, String> environment =
                Map.of("INGEST_SOURCES_API_A_CONCURRENCY", "2", "INGEST_SOURCES_API_A_PAGE_SIZE", "2");
        assertThat(SettingsSources.load(file, environment, system("ingest.sources.api-a.page-size", "3"))
                        .values())
                .containsEntry("ingest.sources.api-a.rate", "1/s")
                .containsEntry("ingest.sources.api-a.concurrency", "2")
                .containsEntry("ingest.sources.api-a.page-size", "3");
    }

    @Test
    void theDefaultOfEverySourceCanBeChangedFromEverywhere() throws IOException {
        Optional<Path> file = file("ingest.sources=api-a", "ingest.source-default.rate=1/s");
        Map<String, String> environment = Map.of("INGEST_SOURCE_DEFAULT_CONCURRENCY", "2");
        Properties system = system("ingest.source-default.page-size", "3");
        assertThat(SettingsSources.load(file, environment, system).values())
                .containsEntry("ingest.sources.api-a.rate", "1/s")
                .containsEntry("ingest.sources.api-a.concurrency", "2")
                .containsEntry("ingest.sources.api-a.page-size", "3");
    }

    @Test
    void aSourceNamedByASystemPropertyIsConfiguredByTheEnvironment() {
        Map<String, String> environment = Map.of("INGEST_SOURCES_API_A_URL", "https://example.org");
        assertThat(SettingsSources.load(Optional.empty(), environment, system("ingest.sources", "api-a"))
                        .values())
                .containsEntry("ingest.sources.api-a.url", "https://example.org");
    }

    @Test
    void aTableThatIsExportedHasTheDefaultsOfEveryTableAndItsOwnKeys() throws IOException {
        Optional<Path> file = file(
                "export.tables=local_customers_silver,local_orders_silver",
                "export.tables.local_orders_silver.columns=id:bigint");
        Map<String, String> environment = Map.of("EXPORT_TABLES_LOCAL_CUSTOMERS_SILVER_ICEBERG", "true");
        assertThat(SettingsSources.load(file, environment, new Properties()).values())
                .containsEntry("export.tables.local_customers_silver.iceberg", "true")
                .containsEntry("export.tables.local_orders_silver.iceberg", "false")
                .containsEntry("export.tables.local_orders_silver.columns", "id:bigint");
    }

    @Test
    void anUnknownKeyOfATableIsAFault() throws IOException {
        Settings settings = load(file("export.tables.local_orders_silver.colums=id:bigint", "export.batchsize=1"));
        assertThatThrownBy(settings::check)
                .hasMessageStartingWith("configuration has 2 faults:")
                .hasMessageContaining("export.tables.local_orders_silver.colums in ")
                .hasMessageContaining("export.batchsize in ");
    }

    @Test
    void withoutSourcesThereAreNoKeysOfSources() {
        assertThat(load(Optional.empty()).values().keySet()).noneMatch(key -> key.startsWith("ingest.sources."));
    }

    private static Settings load(Optional<Path> file) {
        return SettingsSources.load(file, Map.of(), new Properties());
    }

    private Optional<Path> file(String... lines) throws IOException {
        return Optional.of(Files.write(
                directory.resolve("lake.properties"), String.join("\n", lines).getBytes()));
    }

    private static Properties system(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return properties;
    }
}
