package local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL cut into parts, so that nothing inside a literal, a quoted name or a comment is taken for something else. It puts
 * execution parameters in their places, and says in other words what DuckDB has no words for.
 */
final class SqlText {
    private enum Kind {
        TEXT,
        NAME,
        BLANK,
        NUMBER,
        WORD,
        SIGN
    }

    private record Part(Kind kind, String text) {
        boolean is(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }

        boolean isPlaceholder() {
            return kind == Kind.SIGN && text.equals("?");
        }
    }

    private static final Pattern PARTS = Pattern.compile(
            "(?<TEXT>'(?:[^']++|'')*+')|(?<NAME>\"(?:[^\"]++|\"\")*+\")|(?<BLANK>\\s++|--[^\n]*+|/\\*.*?\\*/)"
                    + "|(?<NUMBER>(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d++)?)"
                    + "|(?<WORD>[\\p{L}_][\\p{L}\\p{N}_$@]*+)|(?<SIGN>.)",
            Pattern.DOTALL);

    private static final Set<String> CONSTANTS = Set.of("true", "false", "null");
    private static final Set<String> TYPES_OF_LITERALS = Set.of("date", "time", "timestamp", "decimal");
    private static final List<String> AS_OF = List.of("for", "version", "as", "of");

    private SqlText() {}

    /**
     * The statement with a literal in the place of each {@code ?}.
     *
     * @throws QueryFailedException when there are more or fewer of them, or one is not a single SQL literal
     */
    static String bound(String sql, List<String> parameters) throws QueryFailedException {
        List<Part> parts = parts(sql);
        long places = parts.stream().filter(Part::isPlaceholder).count();
        if (places != parameters.size()) {
            throw new QueryFailedException("INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected " + places
                    + " but found " + parameters.size());
        }
        StringBuilder bound = new StringBuilder();
        int used = 0;
        for (Part part : parts) {
            bound.append(part.isPlaceholder() ? literal(parameters.get(used), ++used) : part.text());
        }
        return bound.toString();
    }

    private static String literal(String parameter, int position) throws QueryFailedException {
        List<Part> parts = parts(parameter).stream()
                .filter(part -> part.kind() != Kind.BLANK)
                .toList();
        Part last = parts.isEmpty() ? new Part(Kind.BLANK, "") : parts.get(parts.size() - 1);
        String before = parts.size() == 2 ? parts.get(0).text().toLowerCase(Locale.ROOT) : "";
        boolean single = parts.size() == 1
                && (last.kind() == Kind.TEXT
                        || last.kind() == Kind.NUMBER
                        || CONSTANTS.contains(last.text().toLowerCase(Locale.ROOT)));
        boolean typed = last.kind() == Kind.TEXT && TYPES_OF_LITERALS.contains(before);
        boolean negative = last.kind() == Kind.NUMBER && before.equals("-");
        if (!single && !typed && !negative) {
            throw new QueryFailedException("SYNTAX_ERROR: execution parameter " + position + " is not a SQL literal");
        }
        // A minus before a negative number would begin a comment.
        return negative ? "(-" + last.text() + ")" : single ? last.text() : before + " " + last.text();
    }

    /** The statement with {@code t FOR VERSION AS OF 7} as the table {@code "t@7"}, and decimal literals as numbers. */
    static String inDuckDb(String sql) {
        List<Part> parts = new ArrayList<>(parts(sql));
        for (int at = 0; at < parts.size(); at++) {
            Part part = parts.get(at);
            int version = endOfVersion(parts, at);
            int value = next(parts, at);
            if (version > 0 && (part.kind() == Kind.WORD || part.kind() == Kind.NAME)) {
                String name = name(part) + "@" + parts.get(version).text();
                replace(parts, at, version, new Part(Kind.NAME, quotedName(name)));
            } else if (part.is("decimal") && value < parts.size() && isNumber(parts.get(value))) {
                // In DuckDB such a literal has three decimals, whatever stands in it.
                String number = parts.get(value).text().replace("'", "");
                replace(parts, at, value, new Part(Kind.NUMBER, "(" + number + ")"));
            }
        }
        return parts.stream().map(Part::text).collect(Collectors.joining());
    }

    private static boolean isNumber(Part part) {
        return part.text().matches("'-?\\d+(\\.\\d+)?'");
    }

    private static void replace(List<Part> parts, int from, int to, Part part) {
        parts.set(from, part);
        parts.subList(from + 1, to + 1).clear();
    }

    /** Where the version that is asked for behind this part stands, or 0 when none is. */
    private static int endOfVersion(List<Part> parts, int table) {
        int at = table;
        for (String word : AS_OF) {
            at = next(parts, at);
            if (at == parts.size() || !parts.get(at).is(word)) {
                return 0;
            }
        }
        at = next(parts, at);
        return at < parts.size() && parts.get(at).kind() == Kind.NUMBER ? at : 0;
    }

    private static int next(List<Part> parts, int at) {
        int next = at + 1;
        while (next < parts.size() && parts.get(next).kind() == Kind.BLANK) {
            next++;
        }
        return next;
    }

    private static String name(Part part) {
        return part.kind() == Kind.WORD
                ? part.text()
                : part.text().substring(1, part.text().length() - 1);
    }

    private static List<Part> parts(String sql) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PARTS.matcher(sql);
        while (matcher.find()) {
            for (Kind kind : Kind.values()) {
                if (matcher.group(kind.name()) != null) {
                    parts.add(new Part(kind, matcher.group()));
                }
            }
        }
        return parts;
    }

    /** A name as SQL quotes it. */
    static String quotedName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text as SQL quotes it. */
    static String quotedText(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
