@NullMarked
package infra.catalogue;

import org.jspecify.annotations.NullMarked;
