@NullMarked
package infra.api;

import org.jspecify.annotations.NullMarked;
