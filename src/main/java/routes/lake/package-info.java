/**
 * The lake's own words: names that are safe in keys, S3 events in all their wrappings, gzip files, bundles of many objects.
 * No Camel, no AWS SDK.
 */
@NullMarked
package routes.lake;

import org.jspecify.annotations.NullMarked;
