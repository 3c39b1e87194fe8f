/**
 * What every route owes its messages: the door contract (a batch in, an outcome for each message out), the four kinds
 * of failure and what becomes of each, header hygiene at the borders, the run id. Routes opt in; nothing is stated twice.
 */
@NullMarked
package routes.policy;

import org.jspecify.annotations.NullMarked;
