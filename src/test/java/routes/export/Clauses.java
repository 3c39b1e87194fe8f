package routes.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import routes.Cases;

/** Generated conditions that are allowed, over {@link Customers}, in as many spellings as there are. */
final class Clauses {
    private static final List<String> SPACES = List.of(" ", "  ", "\n", "\t", " \r\n ");
    private static final List<String> SIGNS = List.of("=", "<>", "!=", "<", "<=", ">", ">=");
    /** Columns, each with values that some rows have and some have not. */
    private static final List<List<String>> VALUES = List.of(
            List.of("customer_id", "1", "2", "17", "-3", "9007199254740993", "4.0"),
            List.of(
                    "name",
                    "'Ada'",
                    "'ada'",
                    "'O''Brien'",
                    "'Zürich'",
                    "'漢字'",
                    "'😀'",
                    "''",
                    "'50%'",
                    "'a_b'",
                    "'NULL'"),
            List.of("region", "'US'", "'CH'", "'us'", "'; --'", "' '"),
            List.of("active", "TRUE", "false"),
            List.of("age", "0", "-1", "18", "65", "127", "-128"),
            List.of("visits", "0", "5", "32767", "5.00"),
            List.of("orders", "0", "3", "2147483647", "-2147483648"),
            List.of("score", "0.5", ".5", "1.5e2", "-2.25", "1E-3", "100"),
            List.of("weight", "60.5", "72.25", "0"),
            List.of("balance", "12.50", "12.5", "-0.01", "99999999.99", "7"),
            List.of("date", "'2024-02-29'", "DATE '2024-01-01'", "date'1999-12-31'"),
            List.of(
                    "created",
                    "'2024-01-01 10:30:00'",
                    "TIMESTAMP '2024-01-01 10:30:00.123'",
                    "'2024-01-01 10:30:00.123456'",
                    "DATE '2024-02-29'"),
            List.of(
                    "seen",
                    "'2024-01-01 10:30:00+00:00'",
                    "'2024-01-01 11:30:00+01:00'",
                    "'2023-12-31 23:00:00.5+00:00'"));

    private final Cases cases;

    private Clauses(Cases cases) {
        this.cases = cases;
    }

    static String clause(Cases cases) {
        return new Clauses(cases).condition(4);
    }

    private String condition(int depth) {
        if (depth == 0 || cases.number(0, 2) == 0) {
            return predicate();
        }
        return switch (cases.number(0, 4)) {
            case 0 -> word("NOT") + space() + "(" + condition(depth - 1) + ")";
            case 4 -> word("NOT") + space() + predicate();
            case 1 -> "(" + condition(depth - 1) + ")";
            case 2 -> condition(depth - 1) + space() + word("AND") + space() + condition(depth - 1);
            default -> condition(depth - 1) + space() + word("OR") + space() + condition(depth - 1);
        };
    }

    private String predicate() {
        List<String> column = VALUES.get(cases.number(0, VALUES.size() - 1));
        boolean text = column.get(0).equals("name") || column.get(0).equals("region");
        String subject = text && cases.number(0, 3) == 0 ? function(name(column)) : name(column);
        String not = cases.random().nextBoolean() ? space() + word("NOT") : "";
        return switch (cases.number(0, text ? 6 : 5)) {
            case 0 -> subject + space() + pick(SIGNS) + space() + value(column);
            case 1 -> value(column) + space() + pick(SIGNS) + space() + subject;
            case 2 -> subject + not + space() + word("IN") + space() + list(column);
            case 3 ->
                subject
                        + not
                        + space()
                        + word("BETWEEN")
                        + space()
                        + value(column)
                        + space()
                        + word("AND")
                        + space()
                        + value(column);
            case 4 -> subject + space() + word("IS") + not + space() + word("NULL");
            case 5 ->
                column.get(0).equals("active")
                        ? subject
                        : length(column) + space() + pick(SIGNS) + space() + cases.number(-1, 9);
            default -> subject + not + space() + word("LIKE") + space() + pattern();
        };
    }

    private String length(List<String> column) {
        return column.get(0).equals("name") || column.get(0).equals("region")
                ? word("LENGTH") + "(" + name(column) + ")"
                : "customer_id";
    }

    private String pattern() {
        return pick(List.of(
                "'A%'", "'%a%'", "'_d_'", "'%''%'", "'%漢%'", "'50!%' ESCAPE '!'", "'a\\_b' ESCAPE '\\'", "'%'"));
    }

    private String function(String column) {
        return word(cases.random().nextBoolean() ? "LOWER" : "UPPER") + "(" + column + ")";
    }

    private String list(List<String> column) {
        return IntStream.range(0, cases.number(1, 5))
                .mapToObj(i -> value(column))
                .collect(Collectors.joining(",", "(", ")"));
    }

    private String value(List<String> column) {
        return column.get(cases.number(1, column.size() - 1));
    }

    private String name(List<String> column) {
        String name = word(column.get(0));
        return cases.number(0, 3) == 0 ? '"' + name + '"' : name;
    }

    private String word(String word) {
        return switch (cases.number(0, 2)) {
            case 0 -> word.toLowerCase(Locale.ROOT);
            case 1 -> word.toUpperCase(Locale.ROOT);
            default -> word;
        };
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(List<String> choices) {
        return choices.get(cases.number(0, choices.size() - 1));
    }
}
