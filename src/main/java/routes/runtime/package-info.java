/**
 * The two kinds of doors onto the pipelines' steps, and the table of contents: one process on Camel Main, or Lambdas.
 * Nothing imports this room.
 */
@NullMarked
package routes.runtime;

import org.jspecify.annotations.NullMarked;
