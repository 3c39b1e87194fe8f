package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSchema;
import routes.lake.parquet.ParquetSource;
import routes.lake.parquet.ParquetWriting;

/** Processed files in memory, of the columns that the checks read. */
final class CheckedFiles {
    static final List<ParquetColumn> COLUMNS = List.of(
            ParquetColumn.optional("snapshot_time", Kind.MILLIS),
            ParquetColumn.optional("icao24", Kind.TEXT),
            ParquetColumn.optional("callsign", Kind.TEXT),
            ParquetColumn.optional("origin_country", Kind.TEXT),
            ParquetColumn.optional("time_position", Kind.MILLIS),
            ParquetColumn.optional("last_contact", Kind.MILLIS),
            ParquetColumn.optional("longitude", Kind.REAL),
            ParquetColumn.optional("latitude", Kind.REAL),
            ParquetColumn.optional("baro_altitude_ft", Kind.REAL),
            ParquetColumn.optional("geo_altitude_ft", Kind.REAL),
            ParquetColumn.optional("velocity_knots", Kind.REAL),
            ParquetColumn.optional("on_ground", Kind.TRUTH),
            ParquetColumn.optional("has_position", Kind.TRUTH),
            ParquetColumn.optional("has_altitude", Kind.TRUTH),
            ParquetColumn.optional("has_velocity", Kind.TRUTH));

    private CheckedFiles() {}

    static CheckedStates states(List<CheckedRow> rows) {
        return states(file(rows, 1 << 17, Map.of()));
    }

    static CheckedStates states(ParquetReading file) {
        try {
            return CheckedStates.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParquetReading file(List<CheckedRow> rows, int rowsOfGroup, Map<String, String> notes) {
        return file(rows, rowsOfGroup, notes, column -> column);
    }

    /** @param changed what becomes of a column; its times are given in its unit */
    static ParquetReading file(
            List<CheckedRow> rows, int rowsOfGroup, Map<String, String> notes, UnaryOperator<ParquetColumn> changed) {
        ParquetSchema schema = new ParquetSchema(COLUMNS.stream().map(changed).toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ParquetWriting out = new ParquetWriting(bytes, schema, rowsOfGroup)) {
            for (CheckedRow row : rows) {
                List<@Nullable Object> values = values(row);
                for (int i = 0; i < values.size(); i++) {
                    set(out, i, schema.columns().get(i).kind(), values.get(i));
                }
                out.endRow();
            }
            out.finish(notes);
            return ParquetReading.open(new InMemory(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<@Nullable Object> values(CheckedRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(row.snapshotTime);
        values.add(row.icao24);
        values.add(row.callsign);
        values.add(row.country);
        values.add(row.timePosition);
        values.add(row.lastContact);
        values.add(row.longitude);
        values.add(row.latitude);
        values.add(row.baroAltitude);
        values.add(row.geoAltitude);
        values.add(row.velocity);
        values.add(row.onGround);
        values.add(row.hasPosition);
        values.add(row.hasAltitude);
        values.add(row.hasVelocity);
        return values;
    }

    private static void set(ParquetWriting out, int column, Kind kind, @Nullable Object value) {
        if (value instanceof String text) {
            out.text(column, text.getBytes(UTF_8));
        } else if (value instanceof Long time) {
            out.number(column, kind == Kind.MICROS ? time * 1000 : time);
        } else if (value instanceof Double real) {
            out.real(column, real);
        } else if (value instanceof Boolean truth) {
            out.truth(column, truth);
        } else {
            out.nothing(column);
        }
    }

    private record InMemory(byte[] bytes) implements ParquetSource {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] into, int offset, int count) {
            System.arraycopy(bytes, (int) position, into, offset, count);
        }
    }
}
