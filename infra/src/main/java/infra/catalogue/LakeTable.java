package infra.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table over objects of the lake. Partitions are computed from their names (projection), so that nobody has to add
 * them.
 *
 * @param name of the table
 * @param meaning in one line
 * @param bucket of its objects
 * @param prefix of its objects
 * @param columns with their types, in order
 * @param partitions with their types, in order
 * @param projection of the partitions, without {@code projection.} before each key
 * @param path of a partition below the bucket, with {@code ${…}} for each of its columns
 * @param format of the objects
 */
record LakeTable(
        String name,
        String meaning,
        String bucket,
        String prefix,
        Map<String, String> columns,
        Map<String, String> partitions,
        Map<String, String> projection,
        String path,
        Format format) {
    LakeTable {
        columns = ordered(columns);
        partitions = ordered(partitions);
        projection = ordered(projection);
        for (String partition : partitions.keySet()) {
            if (!projection.containsKey(partition + ".type") || !path.contains("${" + partition + "}")) {
                throw new IllegalArgumentException("partition " + partition + " of table " + name
                        + " is not computed, expected its projection and its place in the path");
            }
        }
    }

    /** How Athena reads an object. */
    enum Format {
        PARQUET(
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                Map.of("serialization.format", "1")),
        JSON(
                "org.openx.data.jsonserde.JsonSerDe",
                "org.apache.hadoop.mapred.TextInputFormat",
                "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                Map.of("ignore.malformed.json", "true")),
        /** A line is a value: what is in it, JSON functions tell. */
        LINES(
                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                "org.apache.hadoop.mapred.TextInputFormat",
                "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                Map.of("field.delim", "\u0001", "serialization.format", "\u0001"));

        final String serde;
        final String input;
        final String output;
        final Map<String, String> parameters;

        Format(String serde, String input, String output, Map<String, String> parameters) {
            this.serde = serde;
            this.input = input;
            this.output = output;
            this.parameters = parameters;
        }
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** {@code name type, name type} as a map in that order. */
    static Map<String, String> columns(String text) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String column : text.split(",\\s*(?![^<(]*[>)])")) {
            String[] parts = column.trim().split("\\s+", 2);
            columns.put(parts[0], parts[1]);
        }
        return columns;
    }
}
