/** What can be seen from outside: metrics, traces and logs, in a process and in a Lambda alike. */
@NullMarked
package routes.observe;

import org.jspecify.annotations.NullMarked;
