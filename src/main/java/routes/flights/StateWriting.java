package routes.flights;

import static routes.flights.StateField.BARO_ALTITUDE;
import static routes.flights.StateField.CALLSIGN;
import static routes.flights.StateField.CATEGORY;
import static routes.flights.StateField.GEO_ALTITUDE;
import static routes.flights.StateField.ICAO24;
import static routes.flights.StateField.LAST_CONTACT;
import static routes.flights.StateField.LATITUDE;
import static routes.flights.StateField.LONGITUDE;
import static routes.flights.StateField.ON_GROUND;
import static routes.flights.StateField.ORIGIN_COUNTRY;
import static routes.flights.StateField.POSITION_SOURCE;
import static routes.flights.StateField.SENSORS;
import static routes.flights.StateField.SPI;
import static routes.flights.StateField.SQUAWK;
import static routes.flights.StateField.TIME_POSITION;
import static routes.flights.StateField.TRUE_TRACK;
import static routes.flights.StateField.VELOCITY;
import static routes.flights.StateField.VERTICAL_RATE;

import java.time.Instant;
import java.util.Optional;
import routes.lake.parquet.ParquetWriting;

/**
 * Writes states as rows, with what follows from them. Zero is a value; what is not known stays empty, and what would
 * follow from it too. The altitude that counts is the barometric one, without it the geometric.
 */
final class StateWriting {
    static final double FEET_PER_METRE = 3.28084;
    static final double KNOTS_PER_METRE_A_SECOND = 1.94384;
    static final double FEET_A_MINUTE_PER_METRE_A_SECOND = 196.8504;

    private static final StateField[] SCORED = {
        ICAO24, CALLSIGN, ORIGIN_COUNTRY, LONGITUDE, LATITUDE, BARO_ALTITUDE, VELOCITY, TRUE_TRACK
    };
    private static final int AIRLINE = 3;
    private static final int NOT_WRITTEN = -1;

    private final ParquetWriting out;
    private final long snapshotTime;
    private final Optional<Instant> fetchedAt;
    private final StateText normalized = new StateText();
    private long present;

    StateWriting(ParquetWriting out, Instant snapshotTime, Optional<Instant> fetchedAt) {
        this.out = out;
        this.snapshotTime = snapshotTime.toEpochMilli();
        this.fetchedAt = fetchedAt;
    }

    /** Writes a row; the row's callsign loses its padding. */
    void write(StateRow row) {
        out.number(StateColumns.AT_SNAPSHOT_TIME, snapshotTime);
        if (fetchedAt.isPresent()) {
            out.number(StateColumns.AT_FETCHED_AT, fetchedAt.get().toEpochMilli());
        }
        row.text(CALLSIGN).trim();
        text(row, ICAO24, StateColumns.AT_ICAO24);
        text(row, CALLSIGN, StateColumns.AT_CALLSIGN);
        text(row, ORIGIN_COUNTRY, StateColumns.AT_ORIGIN_COUNTRY);
        text(row, SQUAWK, StateColumns.AT_SQUAWK);
        time(row, TIME_POSITION, StateColumns.AT_TIME_POSITION);
        time(row, LAST_CONTACT, StateColumns.AT_LAST_CONTACT);
        truth(row, ON_GROUND, StateColumns.AT_ON_GROUND);
        truth(row, SPI, StateColumns.AT_SPI);
        number(row, POSITION_SOURCE, StateColumns.AT_POSITION_SOURCE);
        number(row, CATEGORY, StateColumns.AT_CATEGORY);
        if (row.has(SENSORS)) {
            out.integers(StateColumns.AT_SENSORS, row.sensors, row.sensorCount);
        }
        measures(row);
        callsign(row);
        out.endRow();
    }

    /** How much of the scored fields all rows have, 0 to 1; 0 without rows. */
    double completeness() {
        return out.rows() == 0 ? 0 : (double) present / out.rows() / SCORED.length;
    }

    private void measures(StateRow row) {
        real(row, LONGITUDE, StateColumns.AT_LONGITUDE, NOT_WRITTEN, 1);
        real(row, LATITUDE, StateColumns.AT_LATITUDE, NOT_WRITTEN, 1);
        real(row, TRUE_TRACK, StateColumns.AT_TRUE_TRACK, NOT_WRITTEN, 1);
        double barometric = real(
                row, BARO_ALTITUDE, StateColumns.AT_BARO_ALTITUDE_M, StateColumns.AT_BARO_ALTITUDE_FT, FEET_PER_METRE);
        double geometric = real(
                row, GEO_ALTITUDE, StateColumns.AT_GEO_ALTITUDE_M, StateColumns.AT_GEO_ALTITUDE_FT, FEET_PER_METRE);
        double knots = real(
                row, VELOCITY, StateColumns.AT_VELOCITY_MS, StateColumns.AT_VELOCITY_KNOTS, KNOTS_PER_METRE_A_SECOND);
        double feetPerMinute = real(
                row,
                VERTICAL_RATE,
                StateColumns.AT_VERTICAL_RATE_MS,
                StateColumns.AT_VERTICAL_RATE_FPM,
                FEET_A_MINUTE_PER_METRE_A_SECOND);
        double feet = row.has(BARO_ALTITUDE) ? barometric : geometric;
        boolean hasPosition = row.has(LONGITUDE) && row.has(LATITUDE);
        boolean hasAltitude = row.has(BARO_ALTITUDE) || row.has(GEO_ALTITUDE);
        boolean hasVelocity = row.has(VELOCITY);
        out.truth(StateColumns.AT_HAS_POSITION, hasPosition);
        out.truth(StateColumns.AT_HAS_ALTITUDE, hasAltitude);
        out.truth(StateColumns.AT_HAS_VELOCITY, hasVelocity);
        Region region = hasPosition ? Region.of(row.real(LONGITUDE), row.real(LATITUDE)) : Region.UNKNOWN;
        AltitudeCategory altitude = hasAltitude ? AltitudeCategory.of(feet) : AltitudeCategory.UNKNOWN;
        SpeedCategory speed = hasVelocity ? SpeedCategory.of(knots) : SpeedCategory.UNKNOWN;
        FlightPhase phase = FlightPhase.UNKNOWN;
        if (row.has(ON_GROUND) && row.truth(ON_GROUND)) {
            phase = FlightPhase.GROUND;
        } else if (hasAltitude && hasVelocity) {
            phase = FlightPhase.inTheAir(feet, knots, feetPerMinute);
        }
        out.text(StateColumns.AT_REGION, region.utf8);
        out.text(StateColumns.AT_ALTITUDE_CATEGORY, altitude.utf8);
        out.text(StateColumns.AT_SPEED_CATEGORY, speed.utf8);
        out.text(StateColumns.AT_ESTIMATED_PHASE, phase.utf8);
        out.real(StateColumns.AT_COMPLETENESS_SCORE, score(row));
    }

    /** Eighths have three decimals: nothing is rounded. A callsign or country without a character says nothing. */
    private double score(StateRow row) {
        int count = 0;
        for (StateField field : SCORED) {
            boolean says = row.has(field) && (field.kind != StateField.Kind.TEXT || row.text(field).size > 0);
            count += says ? 1 : 0;
        }
        present += count;
        return (double) count / SCORED.length;
    }

    private void callsign(StateRow row) {
        StateText callsign = row.text(CALLSIGN);
        if (!row.has(CALLSIGN) || callsign.size == 0) {
            return;
        }
        normalized.setCapitals(callsign);
        out.text(StateColumns.AT_CALLSIGN_NORMALIZED, normalized.bytes, 0, normalized.size);
        int airline = normalized.bytesOf(AIRLINE);
        if (airline > 0) {
            out.text(StateColumns.AT_AIRLINE_CODE, normalized.bytes, 0, airline);
        }
    }

    private void text(StateRow row, StateField field, int column) {
        if (row.has(field)) {
            StateText text = row.text(field);
            out.text(column, text.bytes, 0, text.size);
        }
    }

    private void time(StateRow row, StateField field, int column) {
        if (row.has(field)) {
            out.number(column, row.number(field) * 1_000);
        }
    }

    private void number(StateRow row, StateField field, int column) {
        if (row.has(field)) {
            out.integer(column, (int) row.number(field));
        }
    }

    private void truth(StateRow row, StateField field, int column) {
        if (row.has(field)) {
            out.truth(column, row.truth(field));
        }
    }

    /** Writes a measure as it is and in the other unit; returns it in the other unit, 0 when it is not known. */
    private double real(StateRow row, StateField field, int column, int converted, double factor) {
        if (!row.has(field)) {
            return 0;
        }
        double value = row.real(field);
        out.real(column, value);
        if (converted != NOT_WRITTEN) {
            out.real(converted, value * factor);
        }
        return value * factor;
    }
}
