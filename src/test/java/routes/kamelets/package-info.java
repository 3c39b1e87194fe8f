/** Kamelets as a user runs them: under Camel Main, against ends that can be told to fail. */
@NullMarked
package routes.kamelets;

import org.jspecify.annotations.NullMarked;
