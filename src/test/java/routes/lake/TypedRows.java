package routes.lake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import routes.Cases;

/**
 * Rows of random types and values: as Athena writes them, and as they should arrive.
 *
 * @param columns of the rows
 * @param csv with its header
 * @param records by column: texts, truth values, numbers as {@link BigDecimal}, null
 */
record TypedRows(List<ResultColumn> columns, String csv, List<Map<String, Object>> records) {
    private static final DateTimeFormatter OF_ATHENA = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final List<String> TYPES = List.of(
            "varchar",
            "json",
            "boolean",
            "bigint",
            "decimal",
            "double",
            "date",
            "timestamp",
            "timestamp with time zone");

    /** A value in both shapes. */
    private record Value(String csv, Object json) {
        static Value same(String text) {
            return new Value(text, text);
        }
    }

    static TypedRows random(Cases cases, int mostRows) {
        List<ResultColumn> columns = new ArrayList<>();
        for (int column = cases.number(1, 6); column > 0; column--) {
            String type = TYPES.get(cases.number(0, TYPES.size() - 1));
            columns.add(new ResultColumn(column + cases.text(5), type, 38, 5));
        }
        StringBuilder csv = new StringBuilder(AthenaCsv.header(columns));
        List<Map<String, Object>> records = new ArrayList<>();
        for (int row = cases.number(0, mostRows); row > 0; row--) {
            @Nullable String[] line = new String[columns.size()];
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int column = 0; column < line.length; column++) {
                Value value = cases.number(0, 4) == 0
                        ? null
                        : value(cases, columns.get(column).type());
                line[column] = value == null ? null : value.csv();
                fields.put(columns.get(column).name(), value == null ? null : value.json());
            }
            csv.append(AthenaCsv.line(line));
            records.add(fields);
        }
        return new TypedRows(columns, csv.toString(), records);
    }

    private static Value value(Cases cases, String type) {
        return switch (type) {
            case "boolean" -> cases.random().nextBoolean() ? new Value("true", true) : new Value("false", false);
            case "bigint" ->
                number(BigInteger.valueOf(cases.random().nextLong() >> cases.number(0, 63))
                        .toString());
            case "decimal" ->
                number(new BigDecimal(new BigInteger(cases.number(0, 120), cases.random()), cases.number(0, 6))
                        .toPlainString());
            case "double" ->
                cases.number(0, 5) == 0
                        ? Value.same(List.of("NaN", "Infinity", "-Infinity").get(cases.number(0, 2)))
                        : number(Double.toString(cases.random().nextGaussian() * Math.pow(10, cases.number(-20, 20))));
            case "date" ->
                Value.same(LocalDate.ofEpochDay(cases.number(-300_000, 300_000)).toString());
            case "timestamp" -> {
                LocalDateTime time = time(cases);
                yield new Value(OF_ATHENA.format(time), ISO.format(time));
            }
            case "timestamp with time zone" -> {
                LocalDateTime time = time(cases);
                yield cases.random().nextBoolean()
                        ? new Value(OF_ATHENA.format(time) + " UTC", ISO.format(time) + "Z")
                        : new Value(OF_ATHENA.format(time) + " -03:30", ISO.format(time) + "-03:30");
            }
            default -> Value.same(cases.number(0, 9) == 0 ? "" : cases.text(30));
        };
    }

    private static Value number(String digits) {
        return new Value(digits, new BigDecimal(digits));
    }

    private static LocalDateTime time(Cases cases) {
        return LocalDateTime.ofEpochSecond(
                cases.random().nextInt() * 10L, cases.number(0, 999) * 1_000_000, ZoneOffset.UTC);
    }
}
