@NullMarked
package infra.messaging;

import org.jspecify.annotations.NullMarked;
