package routes.flights;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.UnreadableParquet;

/**
 * The columns of a snapshot that its checks need, by row. NaN stands for no value, so that no comparison with it holds;
 * a number that is not finite is none either. Times are milliseconds since 1970, truths 1 and 0, altitudes feet, speeds
 * knots.
 */
final class CheckedStates {
    /** More is no snapshot: a real one of the whole world has some ten thousand. */
    static final int MOST_ROWS = 500_000;

    private static final Set<Kind> TIMES = EnumSet.of(Kind.MILLIS, Kind.MICROS);
    private static final Set<Kind> REALS = EnumSet.of(Kind.REAL);
    private static final Set<Kind> TRUTHS = EnumSet.of(Kind.TRUTH);
    private static final Set<Kind> TEXTS = EnumSet.of(Kind.TEXT);

    final int rows;
    final TextColumn icao24;
    final TextColumn callsign;
    final TextColumn originCountry;
    final double[] timePosition;
    final double[] lastContact;
    final double[] longitude;
    final double[] latitude;
    final double[] baroAltitude;
    final double[] geoAltitude;
    final double[] velocity;
    final double[] onGround;
    final double[] hasPosition;
    final double[] hasAltitude;
    final double[] hasVelocity;
    private final double[] snapshotTime;

    private CheckedStates(ParquetReading file, int rows) throws IOException {
        this.rows = rows;
        snapshotTime = numbers(file, "snapshot_time", TIMES);
        icao24 = texts(file, "icao24");
        callsign = texts(file, "callsign");
        originCountry = texts(file, "origin_country");
        timePosition = numbers(file, "time_position", TIMES);
        lastContact = numbers(file, "last_contact", TIMES);
        longitude = numbers(file, "longitude", REALS);
        latitude = numbers(file, "latitude", REALS);
        baroAltitude = numbers(file, "baro_altitude_ft", REALS);
        geoAltitude = numbers(file, "geo_altitude_ft", REALS);
        velocity = numbers(file, "velocity_knots", REALS);
        onGround = numbers(file, "on_ground", TRUTHS);
        hasPosition = numbers(file, "has_position", TRUTHS);
        hasAltitude = numbers(file, "has_altitude", TRUTHS);
        hasVelocity = numbers(file, "has_velocity", TRUTHS);
    }

    /**
     * Reads the columns one after the other, each group by group.
     *
     * @throws UnreadableParquet when one is absent or of another kind, there are too many rows, or no row says when the
     *     snapshot was taken
     */
    static CheckedStates read(ParquetReading file) throws IOException {
        long rows = 0;
        for (int group = 0; group < file.groups(); group++) {
            rows += file.rows(group);
            if (rows > MOST_ROWS) {
                throw new UnreadableParquet("file has more than " + MOST_ROWS + " rows, expected one snapshot");
            }
        }
        CheckedStates states = new CheckedStates(file, (int) rows);
        if (rows > 0 && Double.isNaN(states.reference())) {
            throw new UnreadableParquet("column snapshot_time has no time, expected the snapshot's in every row");
        }
        return states;
    }

    /** When the snapshot was taken: the latest time in its column, all of which should be the same. */
    double reference() {
        return Arrays.stream(snapshotTime)
                .filter(time -> !Double.isNaN(time))
                .max()
                .orElse(Double.NaN);
    }

    /** {@link #reference} of states that are not empty. */
    Instant snapshotTime() {
        return Instant.ofEpochMilli((long) reference());
    }

    private double[] numbers(ParquetReading file, String column, Set<Kind> kinds) throws IOException {
        Kind kind = kind(file, column, kinds);
        double[] all = new double[rows];
        int row = 0;
        for (int group = 0; group < file.groups(); group++) {
            file.values(group, column).reals(all, row);
            row += (int) file.rows(group);
        }
        for (int i = 0; i < rows; i++) {
            if (kind == Kind.MICROS) {
                all[i] /= 1000;
            } else if (!Double.isFinite(all[i])) {
                all[i] = Double.NaN;
            }
        }
        return all;
    }

    private TextColumn texts(ParquetReading file, String column) throws IOException {
        kind(file, column, TEXTS);
        TextColumn all = new TextColumn(column, rows);
        for (int group = 0; group < file.groups(); group++) {
            ColumnValues values = file.values(group, column);
            while (values.next()) {
                all.add(values.isNull() ? null : values.text());
            }
        }
        return all;
    }

    private static Kind kind(ParquetReading file, String column, Set<Kind> kinds) {
        List<Kind> found = file.columns().stream()
                .filter(one -> one.name().equals(column))
                .map(ParquetColumn::kind)
                .toList();
        if (found.size() != 1 || !kinds.contains(found.get(0))) {
            throw new UnreadableParquet("column " + column + " is " + found + " in the file, expected one of " + kinds);
        }
        return found.get(0);
    }
}
