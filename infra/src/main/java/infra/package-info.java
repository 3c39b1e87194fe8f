@NullMarked
package infra;

import org.jspecify.annotations.NullMarked;
