package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import local.iceberg.IcebergSnapshots;

/** A table as the catalog describes it, and the objects that its rows are in. */
final class LakeTable {
    private final ObjectNode definition;
    private final List<ObjectNode> partitions;
    private final LakeObjects objects;

    LakeTable(ObjectNode definition, List<ObjectNode> partitions, LakeObjects objects) {
        this.definition = definition;
        this.partitions = partitions;
        this.objects = objects;
    }

    /** Names and DuckDB's types of the columns in the files. */
    Map<String, String> columns() throws QueryFailedException {
        return types(definition.path("StorageDescriptor").path("Columns"));
    }

    /** Names and DuckDB's types of the partition keys. */
    Map<String, String> partitionKeys() throws QueryFailedException {
        return types(definition.path("PartitionKeys"));
    }

    private static Map<String, String> types(JsonNode columns) throws QueryFailedException {
        Map<String, String> types = new LinkedHashMap<>();
        for (JsonNode column : columns) {
            types.put(
                    column.path("Name").asText().toLowerCase(Locale.ROOT),
                    GlueType.inDuckDb(column.path("Type").asText("string")));
        }
        return types;
    }

    /** The files of the table as it is, or of an Iceberg table as it was in a snapshot. */
    List<LakeFile> files(Optional<Long> snapshot) throws IOException, InterruptedException, QueryFailedException {
        if (isIceberg()) {
            return icebergFiles(snapshot);
        } else if (snapshot.isPresent()) {
            throw new QueryFailedException("NOT_SUPPORTED: only Iceberg tables have versions");
        }
        List<String> keys = List.copyOf(partitionKeys().keySet());
        List<LakeFile> files = new ArrayList<>();
        if (partitions.isEmpty()) {
            for (LakeObject object : objects.below(folder(definition))) {
                files.add(LakeFile.ofKey(object, keys));
            }
        }
        for (ObjectNode partition : partitions) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                values.put(keys.get(i), partition.path("Values").path(i).asText());
            }
            for (LakeObject object : objects.below(folder(partition))) {
                files.add(new LakeFile(object, values));
            }
        }
        return files;
    }

    private static String folder(ObjectNode part) {
        String location = part.path("StorageDescriptor").path("Location").asText();
        return location.endsWith("/") ? location : location + "/";
    }

    private List<LakeFile> icebergFiles(Optional<Long> snapshot) throws QueryFailedException {
        try {
            return snapshots().files(snapshot).entrySet().stream()
                    .map(file -> new LakeObject(LakeObjects.address(file.getKey()), "immutable", file.getValue()))
                    .map(object -> new LakeFile(object, Map.of()))
                    .toList();
        } catch (IllegalArgumentException unknown) {
            throw new QueryFailedException("INVALID_ARGUMENTS: " + unknown.getMessage());
        }
    }

    /** What the metadata of an Iceberg table says of its snapshots. */
    IcebergSnapshots snapshots() throws QueryFailedException {
        if (!isIceberg()) {
            throw new QueryFailedException("TABLE_NOT_FOUND: only Iceberg tables have a table of snapshots");
        }
        String metadata =
                definition.path("Parameters").path("metadata_location").asText();
        return IcebergSnapshots.read(metadata, objects::bytes);
    }

    private boolean isIceberg() {
        return definition.path("Parameters").path("table_type").asText().equalsIgnoreCase("ICEBERG");
    }

    /** Whether the files are Parquet; otherwise they are lines of JSON. */
    boolean isParquet() throws QueryFailedException {
        JsonNode storage = definition.path("StorageDescriptor");
        String formats = (storage.path("InputFormat").asText()
                        + storage.path("SerdeInfo").path("SerializationLibrary").asText()
                        + definition.path("Parameters").path("classification").asText())
                .toLowerCase(Locale.ROOT);
        if (isIceberg() || formats.contains("parquet")) {
            return true;
        } else if (formats.contains("json")) {
            return false;
        }
        throw new QueryFailedException("HIVE_UNSUPPORTED_FORMAT: the local Athena reads Parquet and lines of JSON, and "
                + definition.path("Name").asText() + " is neither");
    }
}
