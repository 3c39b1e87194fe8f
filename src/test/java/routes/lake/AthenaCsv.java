package routes.lake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results as Athena writes them. */
final class AthenaCsv {

    private AthenaCsv() {}

    /** A line: every value in quotes, null as nothing. */
    static String line(@Nullable String... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? "" : '"' + value.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }

    /** The line that names the columns. */
    static String header(List<ResultColumn> columns) {
        return line(columns.stream().map(ResultColumn::name).toArray(String[]::new));
    }

    /** Columns from names and types by turns. */
    static List<ResultColumn> columns(String... namesAndTypes) {
        ResultColumn[] columns = new ResultColumn[namesAndTypes.length / 2];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new ResultColumn(namesAndTypes[2 * column], namesAndTypes[2 * column + 1], 0, 0);
        }
        return List.of(columns);
    }

    static InputStream stream(String csv) {
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }
}
