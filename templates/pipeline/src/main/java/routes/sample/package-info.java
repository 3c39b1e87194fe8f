/** Sample rows to daily reports: the small JSON files of a day become one Parquet file. */
@NullMarked
package routes.sample;

import org.jspecify.annotations.NullMarked;
