package routes.lake;

/**
 * A column of a query's result, as Athena describes it.
 *
 * @param name as in the header of the result
 * @param type without parameters, such as {@code varchar}, {@code decimal} or {@code timestamp with time zone}
 * @param precision digits of a decimal; of other types whatever Athena says
 * @param scale digits of a decimal behind its point
 */
public record ResultColumn(String name, String type, int precision, int scale) {
    public ResultColumn {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name of a result's column is empty, expected a name");
        }
        if (type.isBlank()) {
            throw new IllegalArgumentException("type of column " + name + " is empty, expected a type such as varchar");
        }
        if (precision < 0 || scale < 0) {
            throw new IllegalArgumentException(
                    "column " + name + " has precision " + precision + " and scale " + scale + ", expected at least 0");
        }
    }
}
