/** Configuration: read once at start, validated whole, every fault named with its key, value and expectation. */
@NullMarked
package routes.settings;

import org.jspecify.annotations.NullMarked;
