package routes.lake.parquet;

/**
 * The least and the most of a column's numbers in one row group.
 *
 * @param most not below {@code least}
 */
public record Range(long least, long most) {

    public Range {
        if (most < least) {
            throw new UnreadableParquet("a range ends at " + most + ", expected " + least + " or more");
        }
    }
}
