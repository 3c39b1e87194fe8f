/** The command line: what an operator does beside the doors. It reads, plans, replays and explains; it holds no logic. */
@NullMarked
package routes.runtime.command;

import org.jspecify.annotations.NullMarked;
