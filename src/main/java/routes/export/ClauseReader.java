package routes.export;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a clause from its first character to its last. What is outside of text is ASCII and one of a few words and
 * signs; whatever else there is (comments, semicolons, marks for parameters, other scripts) is refused here, before the
 * parser.
 */
final class ClauseReader {
    /** In UTF-16, as it is counted in Java. */
    static final int LONGEST = 4096;
    /** Beware: the parser looks ahead at each parenthesis, and each costs it more than the one before. */
    static final int DEEPEST = 10;

    static final int MOST_LITERALS = 1000;

    private static final Set<String> KEYWORDS =
            Set.of("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ESCAPE", "IS", "NULL");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern QUOTED = Pattern.compile("\"([A-Za-z0-9_]{1,255})\"(?!\")");
    private static final Pattern TEXT = Pattern.compile("'((?:[^']++|'')*+)'");
    private static final Pattern NUMBER =
            Pattern.compile("(?:\\d+(?:\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?(?![A-Za-z0-9_.])");
    private static final Pattern MINUS = Pattern.compile("-[ \\t\\r\\n]*(?=[.0-9])");
    private static final Pattern COMPARISON = Pattern.compile("<=|>=|<>|!=|=|<|>");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private final String clause;
    private final Matcher matcher;
    private final ClauseText.Builder tokens = new ClauseText.Builder();
    private int next;
    private int depth;

    private ClauseReader(String clause) {
        this.clause = clause;
        this.matcher = WORD.matcher(clause);
    }

    /**
     * Takes a clause apart.
     *
     * @throws Refusal when it is empty, too long, too deep, or has something that no condition needs
     */
    static ClauseText read(String clause) {
        if (clause.isBlank() || clause.length() > LONGEST) {
            throw refused("has " + clause.length() + " characters, expected a condition of at most " + LONGEST);
        }
        return new ClauseReader(clause).read();
    }

    /** A refusal of the clause as a caller's mistake. */
    static Refusal refused(String reason) {
        return Refusal.badRequest(WhereClause.FIELD, reason);
    }

    private ClauseText read() {
        takes(SPACE);
        while (next < clause.length()) {
            token(next + 1);
            if (tokens.literals() > MOST_LITERALS) {
                throw refused("has more than " + MOST_LITERALS + " values, expected fewer");
            }
            takes(SPACE);
        }
        if (depth > 0) {
            throw refused("has " + depth + " parentheses that are not closed");
        }
        return tokens.build();
    }

    private void token(int at) {
        if (takes(WORD)) {
            word(matcher.group(), at);
        } else if (takes(TEXT)) {
            tokens.add(text(Literal.Kind.TEXT, at));
        } else if (takes(QUOTED)) {
            name(matcher.group(1), at);
        } else if (takes(MINUS)) {
            number("-", at);
        } else if (takes(COMPARISON)) {
            comparison(matcher.group(), at);
        } else {
            other(clause.charAt(next), at);
        }
    }

    private void other(char character, int at) {
        switch (character) {
            case '(' -> {
                depth++;
                if (depth > DEEPEST) {
                    throw refused("opens more than " + DEEPEST + " parentheses in each other at character " + at);
                }
                sign("(", at);
            }
            case ')' -> {
                depth--;
                if (depth < 0) {
                    throw refused("closes a parenthesis at character " + at + " that was not opened");
                }
                sign(")", at);
            }
            case ',' -> sign(",", at);
            case '\'' -> throw refused("has a text without an end at character " + at);
            case '"' ->
                throw refused("has a quoted name at character " + at
                        + " that is no column's, expected letters, digits and underscores, and text in single quotes");
            case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number("", at);
            default -> throw refused("has a sign at character " + at + " that is not allowed outside of text");
        }
    }

    private void sign(String sign, int at) {
        next++;
        tokens.add(sign, at);
    }

    private void word(String word, int at) {
        // Beware: upper case in the user's own language, and a Turkish server knows no LIKE.
        String upper = word.toUpperCase(Locale.ROOT);
        takes(SPACE);
        if (KEYWORDS.contains(upper)) {
            tokens.add(upper, at);
        } else if (upper.equals("TRUE") || upper.equals("FALSE")) {
            tokens.add(new Literal(Literal.Kind.BOOLEAN, word.toLowerCase(Locale.ROOT), at));
        } else if (upper.equals("DATE") && takes(TEXT)) {
            tokens.add(text(Literal.Kind.DATE, at));
        } else if (upper.equals("TIMESTAMP") && takes(TEXT)) {
            tokens.add(text(Literal.Kind.TIMESTAMP, at));
        } else if (next < clause.length() && clause.charAt(next) == '(' && Subject.FUNCTIONS.contains(upper)) {
            tokens.add(upper, at);
        } else {
            name(word, at);
        }
    }

    private void name(String spelled, int at) {
        takes(SPACE);
        if (next < clause.length() && clause.charAt(next) == '(') {
            throw refused("calls a function at character " + at + ", expected none but lower, upper and length");
        }
        tokens.add(new Operand.Name(spelled, at));
    }

    private void number(String sign, int at) {
        if (!takes(NUMBER)) {
            throw refused("has a number at character " + at + " that is not understood");
        }
        Literal.Kind kind = matcher.group(1) == null ? Literal.Kind.NUMBER : Literal.Kind.FLOAT;
        tokens.add(new Literal(kind, sign + matcher.group(), at));
    }

    private void comparison(String sign, int at) {
        if (tokens.endsWithOneOf(COMPARISONS.stream())) {
            throw refused("has a second comparison at character " + at + ", expected a column or a value");
        }
        tokens.add(sign.equals("!=") ? "<>" : sign, at);
    }

    private Literal text(Literal.Kind kind, int at) {
        String text = matcher.group(1).replace("''", "'");
        if (UNSEEN.matcher(text).find()) {
            throw refused("has a text at character " + at + " with control characters or halves of characters");
        }
        return new Literal(kind, text, at);
    }

    /** Whether such a thing is next; then it is behind us, and in the matcher. */
    private boolean takes(Pattern pattern) {
        boolean found =
                matcher.usePattern(pattern).region(next, clause.length()).lookingAt();
        if (found) {
            next = matcher.end();
        }
        return found;
    }
}
