package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import local.IcebergTable;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kinds of tables that Athena reads. */
@ExtendWith(SharedCloud.class)
class AthenaTablesIT {
    private final AthenaWorld world;

    AthenaTablesIT(LocalCloud cloud) {
        world = new AthenaWorld(cloud);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aFormatThatIsNotKnownIsSaidToBeSo() {
        world.table("t", "orc", Map.of("a", "int"));
        assertThat(world.failure("SELECT * FROM t")).startsWith("HIVE_UNSUPPORTED_FORMAT");
    }

    @Test
    void aTableWithoutObjectsHasColumnsAndNoRows() {
        world.table("t", "parquet", new TreeMap<>(Map.of("a", "int", "b", "decimal(12,2)")));
        assertThat(world.csv("SELECT * FROM t")).isEqualTo("\"a\",\"b\"\n");
    }

    @Test
    void aValueThatIsNotOfTheCatalogsTypeFailsTheQuery() {
        world.table("t", "parquet", Map.of("a", "int"));
        world.putParquet("t/x.parquet", "SELECT 'seven' AS a");
        assertThat(world.failure("SELECT * FROM t")).startsWith("INVALID_CAST_ARGUMENT");
    }

    @Test
    void columnsAreFoundByNameAndTypedByTheCatalog() {
        world.table("t", "parquet", new TreeMap<>(Map.of("a", "bigint", "b", "string", "c", "decimal(20,2)")));
        world.putParquet("t/x.parquet", "SELECT 'x' AS B, CAST(1 AS INTEGER) AS a, 'ignored' AS z");
        world.putParquet("t/y.parquet", "SELECT CAST(2 AS INTEGER) AS a, 123456789012345678.91 AS c");
        assertThat(world.csv("SELECT * FROM t ORDER BY a"))
                .isEqualTo("\"a\",\"b\",\"c\"\n\"1\",\"x\",\n\"2\",,\"123456789012345678.91\"\n");
    }

    @Test
    void onlyTheRowsOfOneObjectAreThereWhenItsPathIsAskedFor() {
        world.table("t", "parquet", Map.of("a", "int"));
        world.putParquet("t/one & only+é '.parquet", "SELECT 1 AS a");
        world.putParquet("t/two.parquet", "SELECT 2 AS a");
        String uri = "s3://" + world.bucket + "/t/one & only+é '.parquet";

        assertThat(world.csv("SELECT a FROM t WHERE \"$path\" = ?", "'" + uri.replace("'", "''") + "'"))
                .isEqualTo("\"a\"\n\"1\"\n");
        assertThat(world.csv("SELECT \"$path\" FROM " + world.name + ".t WHERE a = 1"))
                .isEqualTo("\"$path\"\n\"" + uri + "\"\n");
    }

    @Test
    void anObjectThatIsWrittenAgainIsReadAgainAndOneThatIsDeletedIsNot() {
        world.table("t", "parquet", Map.of("a", "int"));
        world.putParquet("t/x.parquet", "SELECT 1 AS a");
        world.csv("SELECT a FROM t");
        world.putParquet("t/x.parquet", "SELECT 2 AS a");
        assertThat(world.csv("SELECT a FROM t")).isEqualTo("\"a\"\n\"2\"\n");
        world.s3.deleteObject(delete -> delete.bucket(world.bucket).key("t/x.parquet"));
        assertThat(world.csv("SELECT a FROM t")).isEqualTo("\"a\"\n");
    }

    @Test
    void linesOfJsonPlainOrZippedAreRowsWithTheirPartitions() throws Exception {
        world.table(
                "t",
                "json",
                new TreeMap<>(Map.of("amount", "decimal(20,2)", "id", "bigint", "tags", "array<string>")),
                "day");
        world.put(
                "t/day=2026-11-18/a.json.gz", gzip("{\"id\":1,\"amount\":1234567890123.91,\"tags\":[\"x\",\"y\"]}\n"));
        world.put(
                "t/day=2026-11-19/b.json", "{\"id\":2}\n{\"id\":3,\"amount\":null}\n".getBytes(StandardCharsets.UTF_8));

        assertThat(world.csv("SELECT id, amount, tags, day FROM t ORDER BY id"))
                .isEqualTo("\"id\",\"amount\",\"tags\",\"day\"\n"
                        + "\"1\",\"1234567890123.91\",\"[x, y]\",\"2026-11-18\"\n"
                        + "\"2\",,,\"2026-11-19\"\n\"3\",,,\"2026-11-19\"\n");
        assertThat(world.csv("SELECT count(*) AS n FROM t WHERE day = '2026-11-19'"))
                .isEqualTo("\"n\"\n\"2\"\n");
    }

    @Test
    void aPartitionThatIsRegisteredIsReadWhereItLies() {
        world.table("t", "parquet", Map.of("a", "int"), "day");
        world.putParquet("elsewhere/x.parquet", "SELECT 1 AS a");
        world.putParquet("t/day=2/y.parquet", "SELECT 2 AS a");
        world.glue.createPartition(create -> create.databaseName(world.name)
                .tableName("t")
                .partitionInput(partition -> partition
                        .values("1")
                        .storageDescriptor(storage -> storage.location("s3://" + world.bucket + "/elsewhere"))));

        assertThat(world.csv("SELECT * FROM t")).isEqualTo("\"a\",\"day\"\n\"1\",\"1\"\n");
    }

    private IcebergTable iceberg() {
        return IcebergTable.create(
                world.endpoint,
                world.name,
                "t",
                "s3://" + world.bucket + "/t",
                new TreeMap<>(Map.of("a", "bigint", "b", "decimal(12,2)", "c", "timestamp")));
    }

    private static String rows(int from, int to) {
        return "SELECT i AS a, CAST(i AS DECIMAL(12, 2)) AS b, TIMESTAMP '2024-02-29 12:34:56.123456' AS c FROM range("
                + from + ", " + to + ") AS r(i)";
    }

    @Test
    void anObjectOfAnIcebergTableHasNoRowsBeforeItsCommit() {
        IcebergTable table = iceberg();
        assertThat(world.csv("SELECT a FROM t")).isEqualTo("\"a\"\n");
        String file = table.put("x.parquet", rows(0, 2));
        String question = "SELECT a, b, c FROM t WHERE \"$path\" = '" + file + "' ORDER BY a";
        assertThat(world.csv(question)).isEqualTo("\"a\",\"b\",\"c\"\n");
        table.append(file);

        assertThat(world.csv(question))
                .isEqualTo("\"a\",\"b\",\"c\"\n\"0\",\"0.00\",\"2024-02-29 12:34:56.123456\"\n"
                        + "\"1\",\"1.00\",\"2024-02-29 12:34:56.123456\"\n");
    }

    @Test
    void anIcebergTableShowsItsSnapshotsAndCanBeReadAsOfEach() {
        IcebergTable table = iceberg();
        String one = table.put("one.parquet", rows(0, 1));
        long first = table.append(one);
        String two = table.put("two.parquet", rows(1, 3));
        long second = table.append(two);
        String all = table.put("all.parquet", rows(0, 3));
        long third = table.rewrite(List.of(one, two), List.of(all));

        assertThat(world.csv("SELECT snapshot_id, parent_id, operation FROM \"t$snapshots\" ORDER BY committed_at"))
                .isEqualTo("\"snapshot_id\",\"parent_id\",\"operation\"\n\"" + first + "\",,\"append\"\n\"" + second
                        + "\",\"" + first + "\",\"append\"\n\"" + third + "\",\"" + second + "\",\"replace\"\n");
        assertThat(world.csv("SELECT count(*) AS n FROM t FOR VERSION AS OF " + first))
                .isEqualTo("\"n\"\n\"1\"\n");
        assertThat(world.csv("SELECT count(*) AS n FROM " + world.name + ".t FOR VERSION AS OF ?", "" + second))
                .isEqualTo("\"n\"\n\"3\"\n");
        assertThat(world.csv("SELECT DISTINCT \"$path\" AS p FROM t")).isEqualTo("\"p\"\n\"" + all + "\"\n");
        assertThat(world.failure("SELECT a FROM t FOR VERSION AS OF 42")).contains("42");
    }
}
