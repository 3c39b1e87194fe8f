package routes.flights;

import static routes.lake.parquet.ParquetColumn.optional;
import static routes.lake.parquet.ParquetColumn.required;

import java.util.List;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetSchema;

/** The columns of a snapshot's Parquet file: always all of them, in this order, whatever the states hold. */
final class StateColumns {
    static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            required("snapshot_time", Kind.MILLIS),
            required("icao24", Kind.TEXT),
            optional("callsign", Kind.TEXT),
            optional("origin_country", Kind.TEXT),
            optional("time_position", Kind.MILLIS),
            optional("last_contact", Kind.MILLIS),
            optional("longitude", Kind.REAL),
            optional("latitude", Kind.REAL),
            optional("baro_altitude_m", Kind.REAL),
            optional("baro_altitude_ft", Kind.REAL),
            optional("on_ground", Kind.TRUTH),
            optional("velocity_ms", Kind.REAL),
            optional("velocity_knots", Kind.REAL),
            optional("true_track", Kind.REAL),
            optional("vertical_rate_ms", Kind.REAL),
            optional("vertical_rate_fpm", Kind.REAL),
            optional("sensors", Kind.INTEGERS),
            optional("geo_altitude_m", Kind.REAL),
            optional("geo_altitude_ft", Kind.REAL),
            optional("squawk", Kind.TEXT),
            optional("spi", Kind.TRUTH),
            optional("position_source", Kind.INTEGER),
            optional("category", Kind.INTEGER),
            required("has_position", Kind.TRUTH),
            required("has_altitude", Kind.TRUTH),
            required("has_velocity", Kind.TRUTH),
            required("altitude_category", Kind.TEXT),
            required("speed_category", Kind.TEXT),
            required("estimated_phase", Kind.TEXT),
            required("completeness_score", Kind.REAL),
            optional("callsign_normalized", Kind.TEXT),
            optional("airline_code", Kind.TEXT),
            required("region", Kind.TEXT),
            optional("fetched_at", Kind.MILLIS)));

    /** In the footer: the number of rows. */
    static final String VALID = "valid-states";
    /** In the footer: the number of states that break a rule. */
    static final String REJECTED = "rejected-states";
    /** In the footer: the number of states that repeat the icao24 and last_contact of a row. */
    static final String DUPLICATES = "duplicate-states";
    /** In the footer: the snapshot's time, such as {@code 2026-11-21T18:55:00Z}; a file without rows has it too. */
    static final String SNAPSHOT_TIME = "snapshot-time";
    /** In the footer, where it is known: when the raw object was fetched. */
    static final String FETCHED_AT = "fetched-at";

    static final int AT_SNAPSHOT_TIME = SCHEMA.index("snapshot_time");
    static final int AT_ICAO24 = SCHEMA.index("icao24");
    static final int AT_CALLSIGN = SCHEMA.index("callsign");
    static final int AT_ORIGIN_COUNTRY = SCHEMA.index("origin_country");
    static final int AT_TIME_POSITION = SCHEMA.index("time_position");
    static final int AT_LAST_CONTACT = SCHEMA.index("last_contact");
    static final int AT_LONGITUDE = SCHEMA.index("longitude");
    static final int AT_LATITUDE = SCHEMA.index("latitude");
    static final int AT_BARO_ALTITUDE_M = SCHEMA.index("baro_altitude_m");
    static final int AT_BARO_ALTITUDE_FT = SCHEMA.index("baro_altitude_ft");
    static final int AT_ON_GROUND = SCHEMA.index("on_ground");
    static final int AT_VELOCITY_MS = SCHEMA.index("velocity_ms");
    static final int AT_VELOCITY_KNOTS = SCHEMA.index("velocity_knots");
    static final int AT_TRUE_TRACK = SCHEMA.index("true_track");
    static final int AT_VERTICAL_RATE_MS = SCHEMA.index("vertical_rate_ms");
    static final int AT_VERTICAL_RATE_FPM = SCHEMA.index("vertical_rate_fpm");
    static final int AT_SENSORS = SCHEMA.index("sensors");
    static final int AT_GEO_ALTITUDE_M = SCHEMA.index("geo_altitude_m");
    static final int AT_GEO_ALTITUDE_FT = SCHEMA.index("geo_altitude_ft");
    static final int AT_SQUAWK = SCHEMA.index("squawk");
    static final int AT_SPI = SCHEMA.index("spi");
    static final int AT_POSITION_SOURCE = SCHEMA.index("position_source");
    static final int AT_CATEGORY = SCHEMA.index("category");
    static final int AT_HAS_POSITION = SCHEMA.index("has_position");
    static final int AT_HAS_ALTITUDE = SCHEMA.index("has_altitude");
    static final int AT_HAS_VELOCITY = SCHEMA.index("has_velocity");
    static final int AT_ALTITUDE_CATEGORY = SCHEMA.index("altitude_category");
    static final int AT_SPEED_CATEGORY = SCHEMA.index("speed_category");
    static final int AT_ESTIMATED_PHASE = SCHEMA.index("estimated_phase");
    static final int AT_COMPLETENESS_SCORE = SCHEMA.index("completeness_score");
    static final int AT_CALLSIGN_NORMALIZED = SCHEMA.index("callsign_normalized");
    static final int AT_AIRLINE_CODE = SCHEMA.index("airline_code");
    static final int AT_REGION = SCHEMA.index("region");
    static final int AT_FETCHED_AT = SCHEMA.index("fetched_at");

    private StateColumns() {}
}
