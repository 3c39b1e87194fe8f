package local.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object as a part of a table.
 *
 * @param partition values of the table's partition keys, which the object itself does not hold
 */
record LakeFile(LakeObject object, Map<String, String> partition) {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** An object whose partition stands in its key, as in {@code day=2026-11-18/x.parquet}. */
    static LakeFile ofKey(LakeObject object, List<String> partitionKeys) {
        Map<String, String> partition = new LinkedHashMap<>();
        for (String segment : object.address().key().split("/")) {
            int equals = segment.indexOf('=');
            if (equals > 0 && partitionKeys.contains(segment.substring(0, equals))) {
                partition.put(segment.substring(0, equals), segment.substring(equals + 1));
            }
        }
        return new LakeFile(object, partition);
    }

    /** The value of a partition key as SQL. */
    String literal(String partitionKey) {
        String value = partition.getOrDefault(partitionKey, NULL);
        return value.equals(NULL) ? "NULL" : SqlText.quotedText(value);
    }
}
