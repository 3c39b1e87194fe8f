@NullMarked
package infra.functions;

import org.jspecify.annotations.NullMarked;
