@NullMarked
package infra.product;

import org.jspecify.annotations.NullMarked;
