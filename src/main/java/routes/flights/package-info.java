/**
 * Flights: snapshots of OpenSky, kept as received, converted to Parquet, and judged by quality checks. Start reading at
 * {@link routes.flights.Conversion}.
 */
@NullMarked
package routes.flights;

import org.jspecify.annotations.NullMarked;
