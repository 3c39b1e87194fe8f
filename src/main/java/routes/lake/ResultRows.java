package routes.lake;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a result CSV of Athena's, each as a JSON object: UTF-8, a header, every value in quotes (a quote within is
 * doubled), NULL as nothing at all. Values keep their type: numbers digit by digit, {@code true}, {@code false},
 * {@code null}, dates and times as ISO 8601, all else as text. See {@link ResultForm}.
 */
final class ResultRows {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final ResultBytes csv;
    private final List<ResultColumn> columns;
    private final ResultForm[] forms;
    private final byte[][] names;

    /** @throws IllegalArgumentException when there is no column, or two of one name */
    ResultRows(ResultBytes csv, List<ResultColumn> columns) {
        this.csv = csv;
        this.columns = List.copyOf(columns);
        this.forms =
                columns.stream().map(column -> ResultForm.of(column.type())).toArray(ResultForm[]::new);
        this.names = new byte[columns.size()][];
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("result has 0 columns, expected at least 1");
        }
        if (columns.stream().map(ResultColumn::name).distinct().count() < columns.size()) {
            throw new IllegalArgumentException("result has a column twice in " + named() + ", expected each once");
        }
        for (int column = 0; column < names.length; column++) {
            String name = new String(JsonBytes.text(columns.get(column).name()), StandardCharsets.UTF_8);
            names[column] = ((column == 0 ? '{' : ',') + name + ':').getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Reads the header, which names the columns. */
    void header() throws IOException {
        ResultForm[] texts = new ResultForm[forms.length];
        Arrays.fill(texts, ResultForm.TEXT);
        JsonBytes header = new JsonBytes(ResultBytes.MOST_ROW_BYTES);
        if (!next(header, texts)) {
            throw new UnreadableResult("result has no header, expected the columns " + named());
        }
        StringBuilder expected = new StringBuilder();
        for (byte[] name : names) {
            String begin = new String(name, StandardCharsets.UTF_8);
            expected.append(begin).append(begin, 1, begin.length() - 1);
        }
        if (!header.recordIs(expected.append('}').toString().getBytes(StandardCharsets.UTF_8))) {
            throw new UnreadableResult("header of the result names other columns than " + named());
        }
    }

    /**
     * Writes the next row behind what is there.
     *
     * @return false when there is none
     */
    boolean next(JsonBytes json) throws IOException {
        return next(json, forms);
    }

    private boolean next(JsonBytes json, ResultForm[] as) throws IOException {
        if (!csv.isMore()) {
            return false;
        }
        json.startRecord();
        try {
            while (!convert(json, as)) {
                json.takeBackRecord();
                if (!csv.more()) {
                    throw csv.cutOff();
                }
            }
        } catch (BufferOverflowException e) {
            throw csv.tooLarge();
        }
        return true;
    }

    /** Writes the row at hand; false when its end is not read yet. */
    private boolean convert(JsonBytes json, ResultForm[] as) {
        byte[] bytes = csv.bytes;
        int end = csv.end;
        int at = csv.at;
        int last = as.length - 1;
        for (int column = 0; column <= last; column++) {
            json.raw(names[column]);
            boolean quoted = bytes[at] == '"';
            if (quoted) {
                int closing = as[column].write(bytes, at + 1, json);
                if (closing < 0) {
                    if (~closing >= end) {
                        return false;
                    }
                    throw csv.unreadable("has in column " + columns.get(column).name() + " a value that is not "
                            + as[column].expected());
                }
                at = closing + 1;
            } else {
                json.raw(NULL);
            }
            if (at >= end) {
                return false;
            }
            if (bytes[at] != (column == last ? '\n' : ',')) {
                throw csv.unreadable(wrong(bytes[at], column, quoted));
            }
            at++;
        }
        json.put('}');
        if (json.recordSize() > ResultBytes.MOST_ROW_BYTES) {
            throw csv.tooLarge();
        }
        csv.used(at);
        return true;
    }

    private String wrong(byte found, int column, boolean quoted) {
        if (found == '\n') {
            return "has " + (column + 1) + " values, expected " + names.length;
        }
        if (found == ',') {
            return "has more values than the " + names.length + " that were expected";
        }
        return quoted
                ? "has text behind the quote that closes value " + (column + 1)
                : "has no quote at the begin of value " + (column + 1);
    }

    private String named() {
        return columns.stream().map(ResultColumn::name).collect(Collectors.joining(", "));
    }
}
