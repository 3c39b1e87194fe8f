package local.iceberg;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.TableInput;

/** A table whose present metadata file is named in Glue, as Athena expects it; for one writer. */
public final class GlueOperations implements TableOperations {
    private final GlueClient glue;
    private final String database;
    private final String name;
    private final String location;
    private final Map<String, String> columns;
    private final StoredFiles files;
    private TableMetadata current;

    /** @param columns names and types in Glue's words */
    public GlueOperations(
            GlueClient glue,
            String database,
            String name,
            String location,
            Map<String, String> columns,
            StoredFiles files) {
        this.glue = glue;
        this.database = database;
        this.name = name;
        this.location = location;
        this.columns = columns;
        this.files = files;
    }

    /** Writes the first metadata file and enters the table into Glue. */
    public void create(Schema schema, PartitionSpec spec) {
        TableInput table = written(TableMetadata.newTableMetadata(schema, spec, location, Map.of()));
        glue.createTable(create -> create.databaseName(database).tableInput(table));
    }

    @Override
    public TableMetadata current() {
        return current;
    }

    @Override
    public TableMetadata refresh() {
        return current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        if (!Objects.equals(base, current)) {
            throw new CommitFailedException("%s.%s has changed meanwhile", database, name);
        }
        TableInput table = written(metadata);
        glue.updateTable(update -> update.databaseName(database).tableInput(table));
    }

    private TableInput written(TableMetadata metadata) {
        String uri = metadataFileLocation(UUID.randomUUID() + ".metadata.json");
        TableMetadataParser.write(metadata, files.newOutputFile(uri));
        current = TableMetadataParser.read(files, uri);
        List<Column> described = columns.entrySet().stream()
                .map(column -> Column.builder()
                        .name(column.getKey())
                        .type(column.getValue())
                        .build())
                .toList();
        return TableInput.builder()
                .name(name)
                .tableType("EXTERNAL_TABLE")
                .parameters(Map.of("table_type", "ICEBERG", "metadata_location", uri))
                .storageDescriptor(storage -> storage.location(location).columns(described))
                .build();
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    public String metadataFileLocation(String file) {
        return location + "/metadata/" + file;
    }

    @Override
    public LocationProvider locationProvider() {
        throw new UnsupportedOperationException("data files of the table are named by whoever puts them");
    }
}
