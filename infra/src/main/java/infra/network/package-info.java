@NullMarked
package infra.network;

import org.jspecify.annotations.NullMarked;
