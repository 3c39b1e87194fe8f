package routes.eventlog;

import java.util.Comparator;

/**
 * The events of one checkpoint.
 *
 * @param study in whose course they happened
 * @param datatype that they are about
 */
record Group(String study, String datatype) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::study).thenComparing(Group::datatype);

    @Override
    public int compareTo(Group other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return study + "/" + datatype;
    }
}
