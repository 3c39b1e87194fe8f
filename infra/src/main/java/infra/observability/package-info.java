@NullMarked
package infra.observability;

import org.jspecify.annotations.NullMarked;
