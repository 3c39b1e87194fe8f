/** S3 events into bundles, an archive of them, and NiFi behind it. */
@NullMarked
package routes.aggregator;

import org.jspecify.annotations.NullMarked;
