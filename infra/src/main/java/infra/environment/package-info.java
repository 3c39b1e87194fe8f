@NullMarked
package infra.environment;

import org.jspecify.annotations.NullMarked;
