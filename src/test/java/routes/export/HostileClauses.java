package routes.export;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import routes.Cases;

/** Generated attacks: allowed conditions with something in them, around them or behind them that must not pass. */
final class HostileClauses {
    private static final List<String> FRAGMENTS = List.of(
            "--",
            "-- ",
            "/*",
            "*/",
            "/**/",
            "/*+ hint */",
            "#",
            ";",
            "; DROP TABLE customers",
            ";SELECT 1",
            " UNION SELECT secret FROM vault",
            " UNION ALL SELECT * FROM information_schema.tables",
            " OR 1=1",
            " OR 'a'='a'",
            " OR TRUE",
            "' OR '1'='1",
            "' --",
            "'",
            "''",
            "'''",
            "\"",
            "\"\"",
            "`",
            "\\'",
            "\\",
            "$$x$$",
            "q'[x]'",
            "N'x'",
            "X'41'",
            "U&'\\0041'",
            "E'\\''",
            "(SELECT 1)",
            " IN (SELECT id FROM users)",
            " EXISTS (SELECT 1)",
            " = ANY (SELECT 1)",
            " = ALL (VALUES 1)",
            "CASE WHEN 1=1 THEN 1 END",
            "CAST('1' AS bigint)",
            "TRY_CAST(region AS date)",
            "concat(region, name)",
            "sleep(10)",
            "system('id')",
            "lower(upper(region))",
            "length(lower(region))",
            "lower((SELECT secret FROM vault))",
            "?",
            " = ?",
            ":name",
            "@x",
            "{{secret:db}}",
            "${env:HOME}",
            "$simple{body}",
            " LIMIT 1",
            " ORDER BY 1",
            " GROUP BY 1",
            " HAVING 1=1",
            " OVER ()",
            " AT TIME ZONE 'UTC'",
            " COLLATE x",
            " IS TRUE",
            " IS DISTINCT FROM 1",
            " RLIKE '.*'",
            " SIMILAR TO 'x'",
            " REGEXP '(a+)+$'",
            " || 'x'",
            " + 1",
            " % 2",
            "->'x'",
            "->>'x'",
            "[1]",
            "ARRAY[1]",
            "::text",
            "\"$path\"",
            "\"$path\" = 's3://x'",
            "vault.secret",
            "\"vault\".\"secret\"",
            "0x1F",
            "1e",
            "1..2",
            "--1",
            "- -1",
            "+1",
            "NULL",
            "(+)",
            " PRIOR age = 1",
            " AND",
            "AND ",
            "NOT NOT ",
            "!",
            "&&",
            "^",
            "~",
            "\u0000",
            "\u00a0",
            "\u200b",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\u001a",
            "\b");
    private static final List<String> WRAPS = List.of(
            "%s; %s",
            "%s) OR (%s",
            "%s -- %s",
            "%s /* %s */",
            "(SELECT 1 WHERE %s AND %s)",
            "%s UNION SELECT * FROM t WHERE %s",
            "lower(%s) = %s",
            "(%s) = (%s)",
            "(%s, %s)",
            "CASE WHEN %s THEN %s END",
            "%s = %s",
            "%s %s",
            "region IN (%s, %s)",
            "region = '%s' OR %s",
            "NOT %s %s",
            "age BETWEEN %s AND %s");
    /** What looks like the characters that SQL gives a meaning, in the same order as {@link #LOOK_ALIKES}. */
    private static final String PLAIN = "'\"=<>();,- aeoiscpx";

    private static final String LOOK_ALIKES =
            "\u2019\uff02\uff1d\uff1c\uff1e\uff08\uff09\u037e\uff0c\u2212\u3000\u0430\u0435\u043e\u0131\u0455\u0441\u0440\u0445";

    private final Cases cases;

    private HostileClauses(Cases cases) {
        this.cases = cases;
    }

    static String clause(Cases cases) {
        return new HostileClauses(cases).attack(Clauses.clause(cases));
    }

    private String attack(String clause) {
        return switch (cases.number(0, 9)) {
            case 0 -> clause + pick(FRAGMENTS);
            case 1 -> pick(FRAGMENTS) + clause;
            case 2, 3 -> insert(clause, pick(FRAGMENTS));
            case 4 -> insert(insert(clause, pick(FRAGMENTS)), pick(FRAGMENTS));
            case 5 -> pick(WRAPS).formatted(clause, Clauses.clause(cases));
            case 6 -> disguised(clause);
            case 7 -> cut(clause);
            case 8 -> nested(clause);
            default -> insert(clause, cases.text(20));
        };
    }

    private String nested(String clause) {
        int depth = cases.number(1, 1000);
        return switch (cases.number(0, 3)) {
            case 0 -> "(".repeat(depth) + clause + ")".repeat(depth);
            case 1 -> "NOT ".repeat(depth) + clause;
            case 2 -> "lower(".repeat(depth) + "name" + ")".repeat(depth) + " = 'a'";
            default -> "(".repeat(depth) + clause + ")".repeat(cases.number(0, depth));
        };
    }

    /** One kind of character becomes its look-alike, inside of text and outside. */
    private String disguised(String clause) {
        int kind = cases.number(0, PLAIN.length() - 1);
        String plain = PLAIN.substring(kind, kind + 1);
        String alike = LOOK_ALIKES.substring(kind, kind + 1);
        return cases.random().nextBoolean()
                ? clause.replace(plain, alike)
                : clause.toLowerCase(Locale.ROOT).replaceFirst(Pattern.quote(plain), alike);
    }

    private String insert(String clause, String fragment) {
        int at = cases.number(0, clause.length());
        return clause.substring(0, at) + fragment + clause.substring(at);
    }

    /** Without a piece, and with another piece twice. */
    private String cut(String clause) {
        List<Integer> ends = IntStream.range(0, 4)
                .mapToObj(i -> cases.number(0, clause.length()))
                .sorted()
                .toList();
        return Stream.of(
                        clause.substring(0, ends.get(1)),
                        clause.substring(ends.get(2), ends.get(3)),
                        clause.substring(ends.get(2)))
                .collect(Collectors.joining());
    }

    private String pick(List<String> choices) {
        return choices.get(cases.number(0, choices.size() - 1));
    }
}
