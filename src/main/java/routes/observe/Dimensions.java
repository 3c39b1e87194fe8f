package routes.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * What a number is about, such as its source: the same pairs in any order are the same dimensions.
 *
 * @param pairs sorted by name
 */
record Dimensions(List<Pair> pairs) {

    /**
     * One of them.
     *
     * @param name as in a dashboard
     * @param value one of few
     */
    record Pair(String name, String value) implements Comparable<Pair> {
        private static final int LONGEST = 250;

        Pair {
            if (name.isBlank() || name.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "name of a dimension is '" + name + "', expected 1 to " + LONGEST + " characters");
            }
            if (value.isBlank() || value.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "dimension " + name + " is '" + value + "', expected 1 to " + LONGEST + " characters");
            }
        }

        @Override
        public int compareTo(Pair other) {
            return name.compareTo(other.name);
        }
    }

    Dimensions {
        pairs = pairs.stream().sorted().toList();
        if (pairs.stream().map(Pair::name).distinct().count() < pairs.size()) {
            throw new IllegalArgumentException("dimensions are " + pairs + ", expected each name once");
        }
    }

    static Dimensions of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "dimensions are " + List.of(namesAndValues) + ", expected name, value, name, value");
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(new Pair(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Dimensions(pairs);
    }
}
