@NullMarked
package infra.rights;

import org.jspecify.annotations.NullMarked;
