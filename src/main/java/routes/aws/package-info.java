/**
 * What Camel's components lack: conditional writes, leases and the run ledger, the circuit breaker of a fleet, queues in
 * batches, Athena's queries, a secrets cache.
 */
@NullMarked
package routes.aws;

import org.jspecify.annotations.NullMarked;
