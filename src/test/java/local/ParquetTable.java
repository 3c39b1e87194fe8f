package local;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;

/** Tables of Parquet files in a catalog of a test's own, that of customers among them. */
public final class ParquetTable {
    private ParquetTable() {}

    /**
     * Creates a table; its database must be there.
     *
     * @param location {@code s3://bucket/prefix/}
     * @param columns names and types as Glue has them, in this order
     */
    public static void create(
            URI endpoint, String database, String name, String location, Map<String, String> columns) {
        create(
                endpoint,
                database,
                name,
                location,
                columns.entrySet().stream()
                        .map(column -> Column.builder()
                                .name(column.getKey())
                                .type(column.getValue())
                                .build())
                        .toList());
    }

    /**
     * Creates a database, and the table of customers in it.
     *
     * @param location {@code s3://bucket/prefix/}
     * @return a file with all of them, to be put there
     */
    public static ParquetFile customers(URI endpoint, String database, String location) {
        List<Column> columns = Customers.COLUMNS.stream()
                .map(column -> Column.builder()
                        .name(column.get("Name"))
                        .type(column.get("Type"))
                        .build())
                .toList();
        try (GlueClient glue = Clients.at(endpoint, GlueClient.builder())) {
            glue.createDatabase(create -> create.databaseInput(input -> input.name(database)));
        }
        create(endpoint, database, Customers.TABLE, location, columns);
        return Customers.asOf(Instant.now());
    }

    private static void create(URI endpoint, String database, String name, String location, List<Column> columns) {
        try (GlueClient glue = Clients.at(endpoint, GlueClient.builder())) {
            glue.createTable(create -> create.databaseName(database)
                    .tableInput(table -> table.name(name)
                            .tableType("EXTERNAL_TABLE")
                            .storageDescriptor(storage -> storage.location(location)
                                    .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                                    .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                                    .serdeInfo(serde -> serde.serializationLibrary(
                                            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                                    .columns(columns))));
        }
    }
}
