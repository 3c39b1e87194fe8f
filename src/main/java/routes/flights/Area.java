package routes.flights;

import java.util.Arrays;

/**
 * A part of the world between two latitudes and two longitudes, in degrees.
 *
 * @param south least latitude
 * @param west least longitude
 * @param north greatest latitude
 * @param east greatest longitude
 */
record Area(double south, double west, double north, double east) {

    Area {
        if (!(-90 <= south && south < north && north <= 90 && -180 <= west && west < east && east <= 180)) {
            throw new IllegalArgumentException("area is " + south + "," + west + "," + north + "," + east
                    + ", expected south,west,north,east within -90,-180,90,180");
        }
    }

    /** Reads {@code south,west,north,east}, the order of the API's lamin, lomin, lamax and lomax. */
    static Area parse(String text) {
        double[] degrees = Arrays.stream(text.split(",", -1))
                .mapToDouble(number -> Double.parseDouble(number.trim()))
                .toArray();
        if (degrees.length != 4) {
            throw new IllegalArgumentException("area has " + degrees.length + " numbers, expected 4");
        }
        return new Area(degrees[0], degrees[1], degrees[2], degrees[3]);
    }

    /** In square degrees, as the API counts. */
    double size() {
        return (north - south) * (east - west);
    }
}
