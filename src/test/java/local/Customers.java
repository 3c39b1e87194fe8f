package local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * People who do not exist, the same ones each time: customers of the table {@value #TABLE}, with all that makes data
 * dirty among their values. Only the times at which they were processed follow the clock, over ten days.
 */
final class Customers {
    static final String TABLE = "local_customers_silver";

    /** Bucket and prefix of the table's objects. */
    static final String FOLDER = "lake-processed/silver/customers/";

    static final int PEOPLE = 2_000;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String FIRST_NAMES =
            names("Ada", "Björn", "Chloé", "Dmitri", "Eun-ji", "Fatima", "Guo", "Zoë");
    private static final String LAST_NAMES =
            names("O'Brien", "García", "Müller", "Ивано́в", "山田", "van der Berg", "Smith");
    private static final String REGIONS = names("eu-west", "eu-north", "us-east", "us-west", "ap-south");

    private static final String NOTES = names(
            "",
            "said \"no\" twice",
            "first line\nsecond line",
            "carriage\r\nreturn",
            "{\"looks\": \"like JSON\"}",
            "[1, 2, 3]",
            "null",
            "true",
            "0012",
            "1e3",
            "a,b;c\td",
            " blanks around ",
            "back\\slash",
            "it's",
            "東京 🙂 e\u0301",
            "<b>bold</b> & more");

    private Customers() {}

    private static String names(String... names) {
        return List.of(names).stream()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Names and types, as the catalog has them. */
    static final List<Map<String, String>> COLUMNS = List.of(
            column("customer_id", "bigint"),
            column("first_name", "string"),
            column("last_name", "string"),
            column("email", "string"),
            column("region", "string"),
            column("balance", "decimal(12,2)"),
            column("vip", "boolean"),
            column("birth_date", "date"),
            column("processed_timestamp", "timestamp"),
            column("note", "string"));

    static Map<String, String> column(String name, String type) {
        return Map.of("Name", name, "Type", type);
    }

    /** The table as Glue takes it. */
    static Map<String, Object> table() {
        return parquet(TABLE, FOLDER, COLUMNS);
    }

    /**
     * A table of Parquet files as Glue takes it.
     *
     * @param folder bucket and prefix of its objects
     * @param columns names and types
     */
    static Map<String, Object> parquet(String name, String folder, List<Map<String, String>> columns) {
        String hive = "org.apache.hadoop.hive.ql.io.parquet.";
        Map<String, Object> storage = Map.of(
                "Columns", columns,
                "Location", "s3://" + folder,
                "InputFormat", hive + "MapredParquetInputFormat",
                "OutputFormat", hive + "MapredParquetOutputFormat",
                "SerdeInfo", Map.of("SerializationLibrary", hive + "serde.ParquetHiveSerDe"));
        return Map.of("Name", name, "TableType", "EXTERNAL_TABLE", "StorageDescriptor", storage);
    }

    /** @param now when the youngest of them was processed */
    static ParquetFile asOf(Instant now) {
        return ParquetFile.of("""
                SELECT i AS customer_id,
                    %1$s[1 + i %% len(%1$s)] AS first_name,
                    %2$s[1 + i * 31 %% len(%2$s)] AS last_name,
                    CASE WHEN i %% 53 = 0 THEN NULL WHEN i %% 59 = 0 THEN '' WHEN i %% 61 = 0 THEN 'not an address'
                        ELSE 'customer' || i || '@example.com' END AS email,
                    CASE WHEN i %% 37 = 0 THEN NULL ELSE %3$s[1 + i * 7 %% len(%3$s)] END AS region,
                    CAST(CASE WHEN i %% 41 = 0 THEN NULL WHEN i = 1 THEN 9999999999.99 WHEN i = 2 THEN -0.01
                        ELSE (i * 7919 %% 2000003 - 50000) / 100 END AS DECIMAL(12, 2)) AS balance,
                    CASE WHEN i %% 43 = 0 THEN NULL ELSE i %% 10 = 0 END AS vip,
                    CASE WHEN i %% 47 = 0 THEN NULL WHEN i = 3 THEN DATE '2000-02-29'
                        ELSE DATE '1930-01-01' + CAST(i * 13 %% 29000 AS INTEGER) END AS birth_date,
                    TIMESTAMP '%4$s' - to_seconds((%5$d - i) * 432) AS processed_timestamp,
                    CASE WHEN i %% 3 = 0 THEN NULL ELSE %6$s[1 + i %% len(%6$s)] END AS note
                FROM range(1, %5$d + 1) AS people(i)""".formatted(FIRST_NAMES, LAST_NAMES, REGIONS, SECONDS.format(now), PEOPLE, NOTES));
    }
}
