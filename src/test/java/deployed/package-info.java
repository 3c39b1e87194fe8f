/**
 * Smoke and load tests against what is deployed, started by {@code bin/smoke} and {@code bin/load} and by nothing else. They
 * know a deployment by the file that {@code cdk deploy --outputs-file} writes.
 */
@NullMarked
package deployed;

import org.jspecify.annotations.NullMarked;
