package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;

/** What Athena does not do, and what it says then. */
@ExtendWith(SharedCloud.class)
class AthenaRefusalsIT {
    private final AthenaWorld world;

    AthenaRefusalsIT(LocalCloud cloud) {
        world = new AthenaWorld(cloud);
    }

    @BeforeEach
    void createTable() {
        world.table("numbers", "parquet", Map.of("n", "bigint"));
    }

    @Test
    void sqlThatFailsHasItsReasonAndNoResult() {
        assertThat(world.failure("SELEC 1")).startsWith("SYNTAX_ERROR: ");
        assertThat(world.failure("SELECT absent FROM numbers")).contains("absent");
        assertThat(world.failure("SELECT * FROM nowhere"))
                .isEqualTo("TABLE_NOT_FOUND: Table 'awsdatacatalog." + world.name + ".nowhere' does not exist");
        String id = world.start("SELECT CAST('x' AS bigint)");
        assertThat(world.ended(id).status().stateChangeReason()).startsWith("INVALID_CAST_ARGUMENT");
        assertThatThrownBy(() -> world.athena.getQueryResults(get -> get.queryExecutionId(id)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Final query state: FAILED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM read_csv('/etc/passwd') | Table function 'read_csv' not registered",
                "SELECT * FROM '/etc/passwd' | does not exist",
                "SELECT * FROM glob('/*') | Table function 'glob' not registered",
                "SELECT (SELECT content FROM read_text('/etc/passwd')) | Table function 'read_text' not registered",
                "WITH w AS (SELECT * FROM read_blob('/etc/passwd')) SELECT 1 FROM w | 'read_blob' not registered",
                "SELECT * FROM query('SELECT 1') | Table function 'query' not registered",
                "SELECT * FROM duckdb_settings() | Table function 'duckdb_settings' not registered",
                "SELECT * FROM information_schema.tables | does not exist",
                "SELECT * FROM (DESCRIBE numbers) | runs queries only",
                "SELECT 1; SELECT 2 | Only one sql statement is allowed",
                "COPY (SELECT 1) TO '/tmp/out.csv' | Only SELECT",
                "ATTACH '/tmp/out.db' | Only SELECT",
                "INSTALL httpfs | Only SELECT",
                "LOAD httpfs | Only SELECT",
                "SET enable_external_access = true | Only SELECT",
                "PRAGMA version | Only SELECT",
                "CREATE TABLE x (a int) | Only SELECT",
                "DROP VIEW numbers | Only SELECT"
            })
    void nothingButASingleQueryOverTablesOfTheCatalogIsRun(String sql, String reason) {
        assertThat(world.failure(sql)).contains(reason);
    }

    @Test
    void noFileButCopiesOfObjectsCanBeReadEvenPastTheParser(@TempDir Path copies) throws Exception {
        try (Connection duckDb = DuckDb.open()) {
            DuckDb.lock(duckDb, copies);
            assertThatThrownBy(() -> DuckDb.execute(duckDb, "SELECT * FROM read_text('/etc/passwd')"))
                    .hasMessageContaining("Permission Error");
            assertThatThrownBy(() -> DuckDb.execute(duckDb, "COPY (SELECT 1) TO '/tmp/out.csv'"))
                    .hasMessageContaining("Permission Error");
            assertThatThrownBy(() -> DuckDb.execute(duckDb, "SET enable_external_access = true"))
                    .hasMessageContaining("locked");
        }
    }

    @Test
    void aQueryWithoutAPlaceForItsResultIsRefused() {
        assertThatThrownBy(() -> world.athena.startQueryExecution(start -> start.queryString("SELECT 1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No output location provided");
        assertThatThrownBy(() -> world.athena.startQueryExecution(
                        start -> start.queryString("SELECT 1").workGroup("absent")))
                .hasMessageContaining("WorkGroup absent is not found");
    }
}
