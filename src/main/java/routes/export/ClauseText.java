package routes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A clause, taken apart: the parser reads a skeleton in which nothing is the caller's own, {@code "0" = '1'} for
 * {@code region = 'US'}. So what a parser makes of quotes, escapes, comments, hints and letters of other scripts is no
 * concern of ours.
 *
 * @param tokens the skeleton: keywords, comparisons, parentheses, and for each operand its index in quotes, double for a
 *     name, single for a literal
 * @param places for each token where it begins in the clause, counted from 1
 * @param operands names and literals, by index
 */
record ClauseText(List<String> tokens, List<Integer> places, List<Operand> operands) {
    ClauseText {
        tokens = List.copyOf(tokens);
        places = List.copyOf(places);
        operands = List.copyOf(operands);
        if (tokens.isEmpty() || tokens.size() != places.size()) {
            throw new IllegalArgumentException("clause has " + tokens.size() + " tokens and " + places.size()
                    + " places, expected a place for each of at least one");
        }
    }

    /** One token a line: the line of a token is its number. */
    String skeleton() {
        return String.join("\n", tokens);
    }

    /** The place of the token on this line, counted from 1; the last place for a line behind all of them. */
    int place(int line) {
        return places.get(Math.max(1, Math.min(line, places.size())) - 1);
    }

    /** Collects tokens in the order in which they stand in the clause. */
    static final class Builder {
        private final List<String> tokens = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<Operand> operands = new ArrayList<>();

        void add(String token, int at) {
            tokens.add(token);
            places.add(at);
        }

        void add(Operand operand) {
            String quote = operand instanceof Literal ? "'" : "\"";
            add(quote + operands.size() + quote, operand.at());
            operands.add(operand);
        }

        boolean endsWithOneOf(Stream<String> wanted) {
            return !tokens.isEmpty() && wanted.anyMatch(tokens.get(tokens.size() - 1)::equals);
        }

        int literals() {
            return (int) operands.stream().filter(Literal.class::isInstance).count();
        }

        ClauseText build() {
            return new ClauseText(tokens, places, operands);
        }
    }
}
