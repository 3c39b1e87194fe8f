package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The columns of a file in their order.
 *
 * @param columns at least one, every name once, no kind OTHER
 */
public record ParquetSchema(List<ParquetColumn> columns) {

    public ParquetSchema {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a schema has no columns, expected at least one");
        }
        Set<String> names = new HashSet<>();
        for (ParquetColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column " + column.name() + " is there twice, expected once");
            }
            if (column.kind() == ParquetColumn.Kind.OTHER) {
                throw new IllegalArgumentException(
                        "column " + column.name() + " is of kind OTHER, expected one that can be written");
            }
        }
    }

    /** Where a column stands, from 0; IllegalArgumentException for a name that is not there. */
    public int index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("column " + name + " is not in the schema, expected one of "
                + columns.stream().map(ParquetColumn::name).toList());
    }

    /** SHA-256 of names, kinds and repetition in hexadecimal; in the footer as {@code schema-fingerprint}. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        for (ParquetColumn column : columns) {
            text.append(column.name().length()).append(':').append(column.name());
            text.append(' ').append(column.kind());
            text.append(column.required() ? " required\n" : " optional\n");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256, which every JDK has", e);
        }
    }
}
