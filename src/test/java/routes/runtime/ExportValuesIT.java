package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import local.ParquetFile;
import local.ParquetTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Every value of a table at the API, beside what DuckDB reads of the same Parquet file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportValuesIT {
    private static final String DIRTY = "local_dirty_silver";

    private static final String VALUES = """
            SELECT CAST(id AS BIGINT) AS id, CAST(tiny AS TINYINT) AS tiny, CAST(small AS SMALLINT) AS small,
                CAST(whole AS INTEGER) AS whole, CAST(amount AS DECIMAL(38, 10)) AS amount, CAST(single AS REAL) AS single,
                CAST(twice AS DOUBLE) AS twice, CAST(flag AS BOOLEAN) AS flag, CAST(day AS DATE) AS day,
                CAST(moment AS TIMESTAMP) AS moment, CAST(words AS VARCHAR) AS words
            FROM (VALUES
                (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (2, 0, 0, 0, '0', 0, 0, false, '1970-01-01', '1970-01-01 00:00:00', ''),
                (3, -128, -32768, -2147483648, '-9999999999999999999999999999.9999999999', 0.1, 1e300, true, '0001-01-01',
                    '0001-01-01 00:00:00', '"'),
                (4, 127, 32767, 2147483647, '9999999999999999999999999999.9999999999', 3.4e38, -1e-300, false,
                    '9999-12-31', '9999-12-31 23:59:59.999', 'a "quoted" word, and "" two'),
                (5, 1, 1, 1, '0.0000000001', 1, 0.1, true, '2000-02-29', '2000-02-29 12:34:56.789', E'line\\nline\\r\\nline\\r'),
                (9007199254740993, 1, 1, 1, '1.1000000000', 16777217, 9007199254740993, true, '2024-12-31',
                    '2024-12-31 23:00:00', '{"looks": "like", "JSON": [1, null]}'),
                (9223372036854775807, 1, 1, 1, '-0.5', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00.100', 'NULL'),
                (-9223372036854775808, 1, 1, 1, '100', 1, 100, true, '2024-01-01', '2024-01-01 00:00:00', '[]'),
                (10, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', '0012'),
                (11, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', '1e3'),
                (12, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', 'true'),
                (13, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', ' blanks and a tab' || chr(9)),
                (14, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', E'\\\\ back \\\\" slash \\\\n'),
                (15, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', '東京 🙂 e' || chr(769) || chr(8232) || chr(160) || chr(65279)),
                (16, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', E'\\x01\\x1f\\x7f'),
                (17, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', chr(65287) || '; DROP TABLE x; --'),
                (18, 1, 1, 1, '1', 1, 1, true, '2024-01-01', '2024-01-01 00:00:00', repeat('long ', 20000))
            ) AS dirty(id, tiny, small, whole, amount, single, twice, flag, day, moment, words)""";

    private static final Map<String, String> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("id", "bigint");
        TYPES.put("tiny", "tinyint");
        TYPES.put("small", "smallint");
        TYPES.put("whole", "int");
        TYPES.put("amount", "decimal(38,10)");
        TYPES.put("single", "float");
        TYPES.put("twice", "double");
        TYPES.put("flag", "boolean");
        TYPES.put("day", "date");
        TYPES.put("moment", "timestamp");
        TYPES.put("words", "string");
    }

    private final ExportLake lake = new ExportLake();
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    private Path directory;

    @BeforeEach
    void forget() {
        lake.reset();
    }

    @AfterAll
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfADirtyTableArrivesWithItsType(ExportDoor.Kind kind) throws Exception {
        ParquetFile dirty = ParquetFile.of(VALUES);
        if (kind == ExportDoor.Kind.PROCESS) {
            String location = "s3://" + lake.bucket() + "/silver/dirty/";
            ParquetTable.create(TestLake.Ends.AWS, lake.database(), DIRTY, location, TYPES);
            lake.lake()
                    .clients()
                    .s3()
                    .putObject(
                            put -> put.bucket(lake.bucket()).key("silver/dirty/d.parquet"),
                            RequestBody.fromBytes(dirty.content()));
        }
        List<String> columns = new ArrayList<>();
        TYPES.forEach((name, type) -> columns.add(name + ":" + type.replace("string", "varchar")));
        try (ExportDoor door = kind.open(
                lake,
                "export.tables",
                DIRTY,
                "export.tables." + DIRTY + ".columns",
                String.join(",", columns),
                "export.date-column",
                "moment",
                "export.batch-size",
                "5")) {
            ExportDoor.Answer answer = door.export("table", DIRTY);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(sent(answer.exportId(), "id")).isEqualTo(inTheFile(dirty, "id"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PROCESS")
    void everyValueOfAllCustomersArrivesWithItsType(ExportDoor.Kind kind) throws Exception {
        byte[] customers = lake.lake()
                .clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(lake.bucket()).key(ExportLake.KEY))
                .asByteArray();
        try (ExportDoor door = kind.open(lake)) {
            ExportDoor.Answer answer = door.export("limit", "10000");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(sent(answer.exportId(), "customer_id"))
                    .isEqualTo(inTheFile(new ParquetFile(customers, ExportLake.CUSTOMERS), "customer_id"))
                    .hasSize(ExportLake.CUSTOMERS);
        }
    }

    /** Records at the API by their ids: numbers as they stand in the JSON, times without their kind of text. */
    private Map<String, Map<String, Object>> sent(String exportId, String id) throws Exception {
        byte[] lines = lake.lake().call("GET", "/_export/" + exportId + "/records", "");
        Map<String, Map<String, Object>> records = new TreeMap<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
            JsonNode record = json.readTree(line);
            Map<String, Object> values = new LinkedHashMap<>();
            record.properties().forEach(field -> values.put(field.getKey(), value(field.getKey(), field.getValue())));
            records.put(record.get(id).asText(), values);
        }
        return records;
    }

    private static Object value(String column, JsonNode sent) {
        if (sent.isNull()) {
            return "null";
        } else if (sent.isTextual() && (column.equals("moment") || column.equals("processed_timestamp"))) {
            return LocalDateTime.parse(sent.textValue());
        } else if (column.equals("single")) {
            return List.of("single", sent.isNumber() ? sent.floatValue() : sent.textValue());
        } else if (column.equals("twice")) {
            return List.of("twice", sent.isNumber() ? sent.doubleValue() : sent.textValue());
        } else if (sent.isNumber()) {
            return sent.decimalValue();
        }
        return sent.isBoolean() ? sent.booleanValue() : "'" + sent.textValue();
    }

    private Map<String, Map<String, Object>> inTheFile(ParquetFile parquet, String id) throws Exception {
        Path file = Files.write(directory.resolve("expected.parquet"), parquet.content());
        Map<String, Map<String, Object>> records = new TreeMap<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM '" + file + "'")) {
            while (rows.next()) {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.put(rows.getMetaData().getColumnName(i), value(rows.getObject(i)));
                }
                records.put(rows.getString(id), values);
            }
        }
        return records;
    }

    private static Object value(Object read) {
        if (read == null) {
            return "null";
        } else if (read instanceof Float single) {
            return List.of("single", single);
        } else if (read instanceof Double twice) {
            return List.of("twice", twice);
        } else if (read instanceof BigDecimal || read instanceof Boolean) {
            return read;
        } else if (read instanceof Number whole) {
            return new BigDecimal(whole.toString());
        } else if (read instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        return "'" + read;
    }
}
