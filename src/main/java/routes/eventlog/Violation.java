package routes.eventlog;

/**
 * A rule that a file breaks. Neither holds anything of the file's values.
 *
 * @param field that breaks it; empty: the file as a whole
 * @param rule that is broken
 */
record Violation(String field, String rule) implements Comparable<Violation> {

    @Override
    public int compareTo(Violation other) {
        int fields = field.compareTo(other.field);
        return fields != 0 ? fields : rule.compareTo(other.rule);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? "file " + rule : field + " " + rule;
    }
}
