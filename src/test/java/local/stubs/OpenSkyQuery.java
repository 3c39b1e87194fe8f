package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import local.http.Request;

/**
 * What is asked of OpenSky: {@code lamin}, {@code lomin}, {@code lamax} and {@code lomax} together, {@code icao24} any
 * number of times, {@code extended}, all of them optional.
 *
 * @param box or the world
 * @param aircraft their addresses, or all
 * @param extended whether states have the 18th position
 */
record OpenSkyQuery(Optional<Box> box, Set<String> aircraft, boolean extended) {
    private static final List<String> SIDES = List.of("lamin", "lomin", "lamax", "lomax");
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("lamin", "lomin", "lamax", "lomax", "icao24", "extended"));

    private static final int WORLD = 4;
    private static final int LONGITUDE = 5;
    private static final int LATITUDE = 6;

    /** In degrees; what lies on its edges is in it. */
    record Box(double south, double west, double north, double east) {
        Box {
            if (!(-90 <= south && south <= north && north <= 90 && -180 <= west && west <= east && east <= 180)) {
                throw new IllegalArgumentException("lamin, lomin, lamax, lomax: " + south + ", " + west + ", " + north
                        + ", " + east + " is no box within -90, -180, 90, 180");
            }
        }

        boolean holds(JsonNode state) {
            JsonNode longitude = state.get(LONGITUDE);
            JsonNode latitude = state.get(LATITUDE);
            return longitude.isNumber()
                    && latitude.isNumber()
                    && latitude.asDouble() >= south
                    && latitude.asDouble() <= north
                    && longitude.asDouble() >= west
                    && longitude.asDouble() <= east;
        }

        int credits() {
            double squareDegrees = (north - south) * (east - west);
            return squareDegrees <= 25 ? 1 : squareDegrees <= 100 ? 2 : squareDegrees <= 400 ? 3 : WORLD;
        }
    }

    /** Refuses what OpenSky does not know, with the reason. */
    static OpenSkyQuery of(Request request) {
        Map<String, String> query = request.query();
        if (!KNOWN.containsAll(query.keySet())) {
            throw new IllegalArgumentException("the query has " + query.keySet() + "; known are " + KNOWN);
        }
        Set<String> aircraft = request.queryValues("icao24").stream()
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (!aircraft.stream().allMatch(address -> address.matches("[0-9a-f]{6}"))) {
            throw new IllegalArgumentException("icao24: " + aircraft + " is not 6 hexadecimal digits each");
        }
        String extended = query.getOrDefault("extended", "0");
        if (!Set.of("0", "1").contains(extended)) {
            throw new IllegalArgumentException("extended: '" + extended + "' is not 0 or 1");
        }
        return new OpenSkyQuery(box(query), aircraft, extended.equals("1"));
    }

    private static Optional<Box> box(Map<String, String> query) {
        if (SIDES.stream().noneMatch(query::containsKey)) {
            return Optional.empty();
        }
        double[] sides = SIDES.stream().mapToDouble(side -> side(query, side)).toArray();
        return Optional.of(new Box(sides[0], sides[1], sides[2], sides[3]));
    }

    private static double side(Map<String, String> query, String side) {
        try {
            return Double.parseDouble(query.getOrDefault(side, ""));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    side + ": '" + query.getOrDefault(side, "") + "' is not a number", wrong);
        }
    }

    /** What the answer costs. */
    int credits() {
        return box.map(Box::credits).orElse(WORLD);
    }

    boolean isFor(JsonNode state) {
        return (aircraft.isEmpty() || aircraft.contains(state.get(0).asText()))
                && box.map(area -> area.holds(state)).orElse(true);
    }
}
