package routes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rendered SQL by a grammar of its own, which shares nothing with the code that wrote it: whatever is no condition
 * over the columns of {@link Customers} and marks for parameters is an error.
 */
final class PlainSql {
    private static final Pattern TOKEN = Pattern.compile("\\G ?(\"[A-Za-z0-9_]+\"|[A-Za-z_]+|\\d+|<>|<=|>=|[(),?<>=])");
    private static final Set<String> COLUMNS = Set.of(
            "\"customer_id\"",
            "\"Name\"",
            "\"region\"",
            "\"active\"",
            "\"age\"",
            "\"visits\"",
            "\"orders\"",
            "\"score\"",
            "\"weight\"",
            "\"balance\"",
            "\"date\"",
            "\"created\"",
            "\"seen\"");
    private static final Set<String> TYPES = Set.of(
            "varchar",
            "boolean",
            "tinyint",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double",
            "decimal ( 10 , 2 )",
            "date",
            "timestamp",
            "timestamp ( 6 )",
            "timestamp with time zone",
            "timestamp ( 6 ) with time zone");

    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int marks;

    private PlainSql(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        int end = 0;
        while (matcher.find()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        require(end == sql.length(), "other characters at " + end);
    }

    /** How many marks a condition has; an error when it is none. */
    static int marks(String sql) {
        PlainSql reader = new PlainSql(sql);
        reader.condition();
        require(reader.next == reader.tokens.size(), "more behind its end");
        return reader.marks;
    }

    /** Whether this is one literal of SQL, and nothing behind it. */
    static boolean isLiteral(String parameter) {
        if (!parameter.startsWith("'")) {
            return parameter.matches("-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?");
        }
        int at = 1;
        while (at < parameter.length()) {
            if (parameter.charAt(at) != '\'') {
                at++;
            } else if (at + 1 < parameter.length() && parameter.charAt(at + 1) == '\'') {
                at += 2;
            } else {
                return at == parameter.length() - 1;
            }
        }
        return false;
    }

    private void condition() {
        if (takes("NOT")) {
            expect("(");
            condition();
            expect(")");
        } else if (takes("(")) {
            condition();
            String word = peek();
            require(word.equals("AND") || word.equals("OR"), "parentheses around a single condition");
            while (takes(word)) {
                condition();
            }
            expect(")");
        } else if (peek().equals("CAST")) {
            cast();
            comparison();
            subject();
        } else {
            subject();
            predicate();
        }
    }

    private void predicate() {
        boolean not = takes("NOT");
        if (takes("IN")) {
            expect("(");
            cast();
            while (takes(",")) {
                cast();
            }
            expect(")");
        } else if (takes("BETWEEN")) {
            cast();
            expect("AND");
            cast();
        } else if (takes("LIKE")) {
            cast();
            if (takes("ESCAPE")) {
                cast();
            }
        } else if (takes("IS")) {
            takes("NOT");
            expect("NULL");
        } else if (Set.of("=", "<>", "<", "<=", ">", ">=").contains(peek())) {
            comparison();
            cast();
        } else {
            require(!not, "NOT before nothing");
        }
    }

    private void subject() {
        if (Set.of("lower", "upper", "length").contains(peek())) {
            next++;
            expect("(");
            require(COLUMNS.contains(peek()), "a function of something else than a column");
            next++;
            expect(")");
        } else {
            require(COLUMNS.contains(peek()), "no column");
            next++;
        }
    }

    private void comparison() {
        require(Set.of("=", "<>", "<", "<=", ">", ">=").contains(peek()), "no comparison");
        next++;
    }

    private void cast() {
        expect("CAST");
        expect("(");
        expect("?");
        expect("AS");
        int from = next;
        int depth = 0;
        while (depth > 0 || !peek().equals(")")) {
            depth += peek().equals("(") ? 1 : peek().equals(")") ? -1 : 0;
            next++;
        }
        require(TYPES.contains(String.join(" ", tokens.subList(from, next))), "another type");
        expect(")");
        marks++;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean takes(String token) {
        boolean found = peek().equals(token);
        if (found) {
            next++;
        }
        return found;
    }

    private void expect(String token) {
        require(takes(token), "no " + token + " at token " + next);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("SQL has " + otherwise);
        }
    }
}
