package local;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import local.iceberg.GlueOperations;
import local.iceberg.StoredFiles;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An Iceberg table in the local S3 and Glue, written step by step: first an object, whose event goes out at once, later
 * the commit that makes its rows part of the table.
 */
public final class IcebergTable {
    private static final Map<String, String> TYPES = Map.of("bigint", "long", "integer", "int", "varchar", "string");

    private final S3Client s3;
    private final String location;
    private final BaseTable table;
    private final Map<String, DataFile> files = new HashMap<>();

    private IcebergTable(S3Client s3, String location, BaseTable table) {
        this.s3 = s3;
        this.location = location;
        this.table = table;
    }

    /**
     * Creates a table without rows; its bucket and database must be there.
     *
     * @param location {@code s3://bucket/prefix}
     * @param columns names and types as in {@code decimal(12,2)}, in this order
     */
    public static IcebergTable create(
            URI endpoint, String database, String name, String location, Map<String, String> columns) {
        S3Client s3 = Clients.s3(endpoint);
        StoredFiles files = new StoredFiles(
                uri -> s3.getObjectAsBytes(get -> get.bucket(bucket(uri)).key(key(uri)))
                        .asByteArray(),
                (uri, content) -> put(s3, uri, content));
        GlueOperations operations = new GlueOperations(
                Clients.at(endpoint, GlueClient.builder()), database, name, location, columns, files);
        operations.create(schema(columns), PartitionSpec.unpartitioned());
        return new IcebergTable(s3, location, new BaseTable(operations, database + "." + name));
    }

    private static Schema schema(Map<String, String> columns) {
        AtomicInteger id = new AtomicInteger();
        List<Types.NestedField> fields = columns.entrySet().stream()
                .map(column -> Types.NestedField.optional(
                        id.incrementAndGet(),
                        column.getKey(),
                        Types.fromPrimitiveString(TYPES.getOrDefault(column.getValue(), column.getValue()))))
                .collect(Collectors.toList());
        return new Schema(fields);
    }

    /**
     * Puts a Parquet file as an object, and nothing else: no row of it belongs to the table yet.
     *
     * @param file its name below {@code data/}
     * @param select a query in DuckDB's SQL that gives the rows
     * @return its S3 URI
     */
    public String put(String file, String select) {
        String uri = location + "/data/" + file;
        ParquetFile parquet = ParquetFile.of(select);
        put(s3, uri, parquet.content());
        files.put(
                uri,
                DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(uri)
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(parquet.content().length)
                        .withRecordCount(parquet.rows())
                        .build());
        return uri;
    }

    /** Commits files that were put; answers the id of the snapshot. */
    public long append(String... uris) {
        AppendFiles append = table.newAppend();
        List.of(uris).forEach(uri -> append.appendFile(files.get(uri)));
        append.commit();
        return table.currentSnapshot().snapshotId();
    }

    /** Commits, as compaction does, files with the same rows in the place of others; answers the id of the snapshot. */
    public long rewrite(Collection<String> old, Collection<String> fresh) {
        RewriteFiles rewrite = table.newRewrite();
        old.forEach(uri -> rewrite.deleteFile(files.get(uri)));
        fresh.forEach(uri -> rewrite.addFile(files.get(uri)));
        rewrite.commit();
        return table.currentSnapshot().snapshotId();
    }

    private static void put(S3Client s3, String uri, byte[] content) {
        s3.putObject(put -> put.bucket(bucket(uri)).key(key(uri)), RequestBody.fromBytes(content));
    }

    private static String bucket(String uri) {
        return uri.split("/", 4)[2];
    }

    private static String key(String uri) {
        return uri.split("/", 4)[3];
    }
}
