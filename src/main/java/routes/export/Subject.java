package routes.export;

import java.util.Locale;
import java.util.Set;

/**
 * What a condition is about: a column, or a harmless function of one that holds text.
 *
 * @param sql as the query has it
 * @param name as a refusal may have it
 * @param type what its values are compared with
 */
record Subject(String sql, String name, ColumnType type) {
    /** In upper case, as a skeleton has them. */
    static final Set<String> FUNCTIONS = Set.of("LOWER", "UPPER", "LENGTH");

    static Subject of(Column column) {
        return new Subject(column.sql(), "'" + column.name() + "'", column.type());
    }

    /** The function's value, a number for {@code LENGTH}. */
    Subject in(String function) {
        String called = function.toLowerCase(Locale.ROOT) + "(";
        ColumnType result = function.equals("LENGTH") ? ColumnType.BIGINT : type;
        return new Subject(called + sql + ")", called + name + ")", result);
    }

    boolean is(ColumnType.Kind kind) {
        return type.kind() == kind;
    }
}
