/** Paged source APIs into the raw zone of the lake: a plan makes messages, a fetch makes one gzip object of each. */
@NullMarked
package routes.ingest;

import org.jspecify.annotations.NullMarked;
