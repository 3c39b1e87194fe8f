@NullMarked
package infra.storage;

import org.jspecify.annotations.NullMarked;
