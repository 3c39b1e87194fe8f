package routes.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A state as the checks see it, without fault unless changed; null is no value. */
final class CheckedRow {
    /** 2024-02-29T12:00:00Z. */
    static final long TIME = 1_709_208_000_000L;

    @Nullable
    Long snapshotTime = TIME;

    @Nullable
    String icao24;

    @Nullable
    String callsign = "DLH4AB";

    @Nullable
    String country = "Germany";

    @Nullable
    Long timePosition = TIME - 10_000;

    @Nullable
    Long lastContact = TIME - 5_000;

    @Nullable
    Double longitude = 8.5706;

    @Nullable
    Double latitude = 50.0333;

    @Nullable
    Double baroAltitude = 30_000.0;

    @Nullable
    Double geoAltitude = 30_500.0;

    @Nullable
    Double velocity = 420.0;

    @Nullable
    Boolean onGround = false;

    @Nullable
    Boolean hasPosition = true;

    @Nullable
    Boolean hasAltitude = true;

    @Nullable
    Boolean hasVelocity = true;

    CheckedRow(int number) {
        icao24 = String.format("%06x", number);
    }

    /** So many rows without fault, no two of one aircraft. */
    static List<CheckedRow> good(int count) {
        List<CheckedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new CheckedRow(0x3c0000 + i));
        }
        return rows;
    }

    /** Rows without fault but for the first {@code bad}, which are changed. */
    static List<CheckedRow> good(int count, int bad, Consumer<CheckedRow> change) {
        List<CheckedRow> rows = good(count);
        rows.subList(0, bad).forEach(change);
        return rows;
    }
}
