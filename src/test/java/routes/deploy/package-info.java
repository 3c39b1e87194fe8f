/** Checks of deploy/: manifests against schemas, against what the program does, and against what it needs. */
@NullMarked
package routes.deploy;

import org.jspecify.annotations.NullMarked;
