package local.gateway;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import local.iceberg.IcebergSnapshots;

/** The query with which DuckDB sees a table of the lake: its files, with the catalog's columns and types. */
final class LakeView {
    private final LakeTable table;
    private final ObjectCache cache;
    private final Connection duckDb;

    LakeView(LakeTable table, ObjectCache cache, Connection duckDb) {
        this.table = table;
        this.cache = cache;
        this.duckDb = duckDb;
    }

    /**
     * @param sql the query
     * @param bytes how much it reads from S3
     */
    record Content(String sql, long bytes) {}

    /** The rows of the table, now or as of a snapshot; with the column {@code $path} when that is asked for. */
    Content rows(Optional<Long> snapshot, boolean withPath)
            throws SQLException, IOException, InterruptedException, QueryFailedException {
        boolean parquet = table.isParquet();
        List<LakeFile> files = table.files(snapshot);
        List<String> copies = new ArrayList<>();
        long bytes = 0;
        for (LakeFile file : files) {
            copies.add(SqlText.quotedText(cache.file(file.object()).toString()));
            bytes += file.object().size();
        }
        String source = files.isEmpty() ? "" : source(copies, parquet);
        Set<String> present = files.isEmpty() ? Set.of() : columns(source);
        List<String> selected = new ArrayList<>();
        table.columns().forEach((name, type) -> {
            String value = present.contains(name) ? "d." + SqlText.quotedName(name) : "NULL";
            selected.add("CAST(" + value + " AS " + type + ") AS " + SqlText.quotedName(name));
        });
        table.partitionKeys().forEach((name, type) -> {
            String value = files.isEmpty() ? "NULL" : "m." + SqlText.quotedName(name);
            selected.add("CAST(" + value + " AS " + type + ") AS " + SqlText.quotedName(name));
        });
        if (withPath) {
            selected.add((files.isEmpty() ? "CAST(NULL AS VARCHAR)" : "m.\"$path\"") + " AS \"$path\"");
        }
        String select = "SELECT " + String.join(", ", selected);
        return new Content(
                files.isEmpty()
                        ? select + " WHERE false"
                        : select + " FROM " + source + " AS d JOIN " + places(files, copies)
                                + " ON d.\"$file\" = m.\"$file\"",
                bytes);
    }

    /** Beware: DuckDB reads decimals in JSON as doubles, so those of more than 15 digits are not exact. */
    private String source(List<String> copies, boolean parquet) throws QueryFailedException {
        String files = "([" + String.join(", ", copies) + "], filename = '$file', hive_partitioning = false, ";
        if (parquet) {
            return "read_parquet" + files + "union_by_name = true)";
        }
        String columns = table.columns().entrySet().stream()
                .map(column -> SqlText.quotedText(column.getKey()) + ": " + SqlText.quotedText(column.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_json" + files + "format = 'newline_delimited', columns = " + columns + ")";
    }

    /** Columns that the catalog has and no file are null in every row. */
    private Set<String> columns(String source) throws SQLException {
        try (Statement statement = duckDb.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM " + source + " LIMIT 0")) {
            ResultSetMetaData about = nothing.getMetaData();
            Set<String> columns = new HashSet<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(about.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        }
    }

    /** What is known of each copy: where in S3 it came from, and its partition. */
    private String places(List<LakeFile> files, List<String> copies) throws QueryFailedException {
        List<String> keys = List.copyOf(table.partitionKeys().keySet());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            LakeFile file = files.get(i);
            Stream<String> known =
                    Stream.of(copies.get(i), SqlText.quotedText(file.object().uri()));
            rows.add(
                    Stream.concat(known, keys.stream().map(file::literal)).collect(Collectors.joining(", ", "(", ")")));
        }
        String names = Stream.concat(Stream.of("$file", "$path"), keys.stream())
                .map(SqlText::quotedName)
                .collect(Collectors.joining(", ", "(", ")"));
        return "(VALUES " + String.join(", ", rows) + ") AS m" + names;
    }

    /** The snapshots of an Iceberg table, oldest first. */
    Content snapshots() throws QueryFailedException {
        List<String> rows = new ArrayList<>();
        rows.add("(TIMESTAMPTZ '1970-01-01 00:00:00+00', 0::BIGINT, 0::BIGINT, '', '', MAP {'': ''})");
        for (IcebergSnapshots.Entry entry : table.snapshots().all()) {
            rows.add("(TIMESTAMPTZ " + SqlText.quotedText(entry.committedAt().toString()) + ", " + entry.id() + ", "
                    + entry.parent().map(String::valueOf).orElse("NULL") + ", "
                    + SqlText.quotedText(entry.operation()) + ", " + SqlText.quotedText(entry.manifestList()) + ", "
                    + map(entry.summary()) + ")");
        }
        return new Content(
                "SELECT * FROM (VALUES " + String.join(", ", rows)
                        + ") AS s(committed_at, snapshot_id, parent_id, operation, manifest_list, summary)"
                        + " WHERE snapshot_id <> 0",
                0);
    }

    private static String map(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> SqlText.quotedText(entry.getKey()) + ": " + SqlText.quotedText(entry.getValue()))
                .collect(Collectors.joining(", ", "MAP {", "}"));
    }
}
