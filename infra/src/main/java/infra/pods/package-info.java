@NullMarked
package infra.pods;

import org.jspecify.annotations.NullMarked;
