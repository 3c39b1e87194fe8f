package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import local.IcebergTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.observe.Telemetry;

/** Objects of an Iceberg table: their events come before the commit that makes their rows part of the table. */
class ExportIcebergIT {
    private static final String TABLE = "local_people_silver";
    private static final String SOME =
            "SELECT i AS id, TIMESTAMP '2026-11-20 10:00:00' AS processed_timestamp FROM range(%d) AS r(i)";

    private final ExportLake lake = new ExportLake();
    private final IcebergTable table = IcebergTable.create(
            TestLake.Ends.AWS, lake.database(), TABLE, "s3://" + lake.bucket() + "/silver/people", columns());

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "bigint");
        columns.put("processed_timestamp", "timestamp");
        return columns;
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private CamelApplication start() throws Exception {
        Map<String, String> values = lake.values(
                "export.tables",
                TABLE,
                "export.tables." + TABLE + ".columns",
                "id:bigint,processed_timestamp:timestamp",
                "export.tables." + TABLE + ".iceberg",
                "true");
        values.keySet().removeIf(key -> key.contains(ExportLake.TABLE));
        return new CamelApplication(
                        Assembly.of(
                                TestLake.settings(values),
                                List.of(Pipeline.EXPORT),
                                new CountingMeter(),
                                Telemetry.off(),
                                Clock.systemUTC()),
                        true)
                .start();
    }

    @Test
    void anObjectIsExportedOnceItIsCommittedAndNotAgainWhenItsRowsAreCompacted() throws Exception {
        try (CamelApplication running = start()) {
            assertThat(running.context().isStarted()).isTrue();
            String small = table.put("small.parquet", SOME.formatted(30));
            lake.send(lake.objectEvent("silver/people/data/small.parquet", "v1"));
            await("looked for in vain")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> lake.lake().depth(lake.events()) == 1
                            && !lake.ledger("export:").isEmpty()
                            && lake.ledger("export:")
                                            .get(0)
                                            .getOrDefault("attempt", "1")
                                            .compareTo("1")
                                    > 0);
            assertThat(lake.exports()).isEmpty();

            table.append(small);
            lake.awaitIdle();
            assertThat(lake.exports()).hasSize(1);
            assertThat(lake.records(lake.exports().get(0))).hasSize(30);

            String compacted = table.put("compacted.parquet", SOME.formatted(30));
            table.rewrite(List.of(small), List.of(compacted));
            lake.send(lake.objectEvent("silver/people/data/compacted.parquet", "v2"));
            lake.send(lake.objectEvent("silver/people/metadata/v3.parquet", "v3"));
            lake.awaitIdle();
            assertThat(lake.exports()).hasSize(1);
            assertThat(lake.lake().depth(lake.events() + "-dlq")).isZero();
            assertThat(lake.ledger("export:"))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row).containsKey("finished_at"));
        }
    }
}
