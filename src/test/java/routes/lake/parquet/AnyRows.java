package routes.lake.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import routes.Cases;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * Schemas and rows of any shape, from a seed: nulls, empty texts, extremes, values that repeat and such that do not.
 */
final class AnyRows {

    private AnyRows() {}

    static ParquetSchema schema(Cases cases) {
        Kind[] kinds = {
            Kind.TEXT,
            Kind.INTEGER,
            Kind.LONG,
            Kind.REAL,
            Kind.TRUTH,
            Kind.MILLIS,
            Kind.MICROS,
            Kind.INTEGERS,
            Kind.TEXTS
        };
        int columns = cases.number(1, 12);
        return new ParquetSchema(IntStream.range(0, columns)
                .mapToObj(i -> new ParquetColumn(
                        "c" + i,
                        kinds[cases.number(0, kinds.length - 1)],
                        cases.random().nextBoolean()))
                .toList());
    }

    static List<List<@Nullable Object>> rows(Cases cases, ParquetSchema schema, int count) {
        int[] variety = schema.columns().stream()
                .mapToInt(column -> cases.random().nextInt(3))
                .toArray();
        int[] nulls = schema.columns().stream()
                .mapToInt(column -> column.required() ? 0 : cases.random().nextInt(5))
                .toArray();
        return Stream.generate(() -> row(cases, schema, variety, nulls))
                .limit(count)
                .toList();
    }

    private static List<@Nullable Object> row(Cases cases, ParquetSchema schema, int[] variety, int[] nulls) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 0; i < variety.length; i++) {
            boolean empty = cases.random().nextInt(4) < nulls[i];
            row.add(empty ? null : value(cases, schema.columns().get(i).kind(), variety[i]));
        }
        return row;
    }

    private static Object value(Cases cases, Kind kind, int variety) {
        return switch (kind) {
            case TEXT -> text(cases, variety);
            case INTEGER -> integer(cases, variety);
            case LONG, MILLIS, MICROS -> number(cases, variety);
            case REAL -> real(cases, variety);
            case TRUTH -> variety == 0 || cases.random().nextBoolean();
            case INTEGERS ->
                Stream.generate(() -> integer(cases, variety))
                        .limit(cases.number(0, 5))
                        .toList();
            default -> {
                TreeMap<String, String> map = new TreeMap<>();
                for (int i = cases.number(0, 4); i > 0; i--) {
                    map.put(text(cases, variety), text(cases, variety));
                }
                yield map;
            }
        };
    }

    private static String text(Cases cases, int variety) {
        return switch (variety) {
            case 0 -> "same";
            case 1 -> cases.random().nextInt(4) == 0 ? "" : "value " + cases.number(0, 9);
            default -> cases.text(40);
        };
    }

    private static int integer(Cases cases, int variety) {
        return switch (variety) {
            case 0 -> 7;
            case 1 -> new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}[cases.number(0, 3)];
            default -> cases.random().nextInt();
        };
    }

    private static long number(Cases cases, int variety) {
        return switch (variety) {
            case 0 -> 1_700_000_000_000_000L;
            case 1 -> new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}[cases.number(0, 3)];
            default -> cases.random().nextLong();
        };
    }

    private static double real(Cases cases, int variety) {
        double[] edges = {
            0.0,
            -0.0,
            Double.NaN,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        return switch (variety) {
            case 0 -> 0.1;
            case 1 -> edges[cases.number(0, edges.length - 1)];
            default -> cases.random().nextGaussian();
        };
    }
}
