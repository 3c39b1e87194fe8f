/**
 * Log lines on stdout, one JSON object or one line of text each, behind SLF4J.
 *
 * <p>Written here because a logging framework costs a Lambda more of its start than all of this package. For the same
 * reason nothing on the way to the first line uses a lambda, a regular expression, a formatter or {@code +} on strings.
 */
@NullMarked
package routes.observe.log;

import org.jspecify.annotations.NullMarked;
