@NullMarked
package infra.lakeformation;

import org.jspecify.annotations.NullMarked;
