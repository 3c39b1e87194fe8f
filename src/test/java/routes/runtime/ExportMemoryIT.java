package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import local.ParquetFile;
import local.ParquetTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A result larger than the heap of the process that exports it, {@value Child#HEAP}: a process that held it whole would
 * die of it, and say so. What arrives is compared by count and by a digest that does not depend on the order.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "tables are in our gateway's catalog")
class ExportMemoryIT {
    private static final int ROWS = Scale.of(300_000, 10_000_000);
    private static final int BATCH = 500;
    /** The heap, and what a JVM with the SDK and Camel has beside it. */
    private static final long MOST_MEMORY = 400L << 20;

    private static final String TABLE = "local_orders_gold";
    private static final String KEY = "gold/orders/orders.parquet";
    private static final List<String> REGIONS = List.of("eu-west", "eu-north", "us-east", "us-west", "ap-south");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

    private final ExportLake lake = new ExportLake();

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void aResultLargerThanTheHeapIsSentWholeAndOnce() {
        createTable();
        try (Child process = Child.start(lake.values(
                "export.tables",
                TABLE,
                "export.tables." + TABLE + ".columns",
                settings(),
                "export.batch-size",
                Integer.toString(BATCH)))) {
            lake.send(lake.objectEvent("v1").replace(ExportLake.KEY, KEY));
            await().atMost(Scale.patience())
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !process.isAlive() || hasEnded());
            assertThat(process.isAlive()).as(process::log).isTrue();
            process.peakMemory().ifPresent(ExportMemoryIT::tell);
            assertThat(process.terminate()).isZero();
            assertThat(process.log()).doesNotContain("OutOfMemoryError");
        }
        assertThat(lake.export(lake.exports().get(0)))
                .containsEntry("accepted_batches", (ROWS + BATCH - 1) / BATCH)
                .containsEntry("repeated_keys", 0)
                .containsEntry("conflicts", 0)
                .containsEntry("records", ROWS)
                .extractingByKey("records_digest")
                .satisfies(digest -> assertThat(((Number) digest).longValue()).isEqualTo(digest()));
    }

    private static void tell(long peak) {
        LoggerFactory.getLogger(ExportMemoryIT.class)
                .info("{} rows were exported by a process of at most {} MiB", ROWS, peak >> 20);
        assertThat(peak).isLessThan(MOST_MEMORY);
    }

    private boolean hasEnded() {
        return lake.exports().stream().anyMatch(id -> lake.row(id).containsKey("finished_at"));
    }

    /** Names and types, as the catalog has them. */
    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "bigint");
        columns.put("name", "string");
        columns.put("email", "string");
        columns.put("region", "string");
        columns.put("amount", "decimal(12,2)");
        columns.put("paid", "boolean");
        columns.put("day", "date");
        columns.put("processed_timestamp", "timestamp");
        columns.put("ratio", "double");
        columns.put("note", "string");
        return columns;
    }

    /** The same, as the settings have them. */
    private static String settings() {
        return columns().entrySet().stream()
                .map(column -> column.getKey() + ":" + column.getValue().replace("string", "varchar"))
                .collect(Collectors.joining(","));
    }

    private void createTable() {
        ParquetTable.create(
                TestLake.Ends.AWS, lake.database(), TABLE, "s3://" + lake.bucket() + "/gold/orders/", columns());
        ParquetFile orders = ParquetFile.of("""
                SELECT i AS id, 'order ' || (i * 7919 %% 1000003) AS name,
                    CASE WHEN i %% 7 = 0 THEN NULL ELSE 'customer' || i || '@example.com' END AS email,
                    [%s][1 + i %% 5] AS region,
                    CAST((i * 7919 %% 2000003 - 50000) / 100 AS DECIMAL(12, 2)) AS amount,
                    i %% 10 = 0 AS paid,
                    DATE '1990-01-01' + CAST(i %% 10000 AS INTEGER) AS day,
                    TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i %% 86400) AS processed_timestamp,
                    CAST(i %% 1000 AS DOUBLE) / 8 AS ratio,
                    'said "no"' || chr(10) || (i %% 97) AS note
                FROM range(%d) AS orders(i)""".formatted("'" + String.join("','", REGIONS) + "'", ROWS));
        lake.lake()
                .clients()
                .s3()
                .putObject(put -> put.bucket(lake.bucket()).key(KEY), RequestBody.fromBytes(orders.content()));
    }

    /** What the records should be, worked out without the code under test. */
    private static long digest() {
        return LongStream.range(0, ROWS)
                .parallel()
                .map(ExportMemoryIT::checksum)
                .sum();
    }

    private static long checksum(long i) {
        CRC32C checksum = new CRC32C();
        checksum.update(record(i).getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private static String record(long i) {
        return "{\"id\":" + i
                + ",\"name\":\"order " + i * 7919 % 1_000_003
                + "\",\"email\":" + (i % 7 == 0 ? "null" : "\"customer" + i + "@example.com\"")
                + ",\"region\":\"" + REGIONS.get((int) (i % 5))
                + "\",\"amount\":"
                + BigDecimal.valueOf(i * 7919 % 2_000_003 - 50_000, 2).toPlainString()
                + ",\"paid\":" + (i % 10 == 0)
                + ",\"day\":\"" + LocalDate.of(1990, 1, 1).plusDays(i % 10_000)
                + "\",\"processed_timestamp\":\""
                + MILLIS.format(LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(i % 86_400))
                + "\",\"ratio\":" + i % 1000 / 8.0
                + ",\"note\":\"said \\\"no\\\"\\n" + i % 97 + "\"}";
    }
}
