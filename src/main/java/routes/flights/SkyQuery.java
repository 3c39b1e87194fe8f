package routes.flights;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which states the API is asked for.
 *
 * @param area of the world; empty: everywhere
 * @param icao24 addresses of aircraft, six hexadecimal digits each; none: all
 * @param extended whether states have their 18th position, the category of the aircraft
 */
record SkyQuery(Optional<Area> area, List<String> icao24, boolean extended) {
    /** A day of somebody who does not tell who he is. */
    static final int ANONYMOUS_CREDITS = 400;

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{6}");

    SkyQuery {
        icao24 = icao24.stream().map(SkyQuery::checked).toList();
    }

    /** The query of its address, without the question mark; empty for everything. */
    String text() {
        Stream<String> box = area.stream()
                .flatMap(one -> Stream.of(
                        "lamin=" + one.south(), "lomin=" + one.west(), "lamax=" + one.north(), "lomax=" + one.east()));
        Stream<String> aircraft = icao24.stream().map(address -> "icao24=" + address);
        Stream<String> category = extended ? Stream.of("extended=1") : Stream.empty();
        return String.join(
                "&", Stream.of(box, aircraft, category).flatMap(parts -> parts).toList());
    }

    /** What a call costs: 1 to 25 square degrees, 2 to 100, 3 to 400, 4 beyond that. */
    int credits() {
        double degrees = area.map(Area::size).orElse(Double.MAX_VALUE);
        if (degrees <= 25) {
            return 1;
        }
        if (degrees <= 100) {
            return 2;
        }
        return degrees <= 400 ? 3 : 4;
    }

    private static String checked(String address) {
        String small = address.toLowerCase(Locale.ROOT);
        if (!ADDRESS.matcher(small).matches()) {
            throw new IllegalArgumentException("icao24 is '" + address + "', expected six hexadecimal digits");
        }
        return small;
    }
}
