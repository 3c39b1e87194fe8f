package local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Answers of OpenSky as they come, one after the other: a fleet that is parked, climbs, cruises, sinks and is parked
 * again, with missing positions, altitudes, squawks and callsigns, steps of numbers and digits as the API has them. The
 * same seed, number and times give the same bytes; the benchmark compiles this without any library.
 */
public final class OpenSkyStates {
    /** What a real global answer holds. */
    public static final int GLOBAL = 11_500;

    private static final List<String> AIRLINES =
            List.of("UAL", "AAL", "DAL", "SWA", "BAW", "DLH", "RYR", "AFR", "EZY", "THY", "CPA", "QFA", "JAL", "KLM");
    private static final List<Area> AREAS = List.of(
            new Area(-95, 38, "United States"),
            new Area(-82, 38, "United States"),
            new Area(-112, 36, "United States"),
            new Area(-79, 45, "Canada"),
            new Area(5, 49, "France"),
            new Area(12, 50, "Germany"),
            new Area(0, 52, "United Kingdom"),
            new Area(33, 39, "Türkiye"),
            new Area(115, 30, "China"),
            new Area(138, 36, "Japan"),
            new Area(103, 3, "Singapore"),
            new Area(-6, 6, "Côte d'Ivoire"),
            new Area(150, -33, "Australia"),
            new Area(-46, -23, "Brazil"));

    private static final double STEP_OF_ALTITUDE = 7.62;
    private static final double STEP_OF_RATE = 0.32512;

    private final Random random;
    private final Aircraft[] fleet;
    private final boolean extended;
    private long last = Long.MIN_VALUE;

    /**
     * A fleet.
     *
     * @param aircraft how many states an answer has
     * @param extended whether states have an 18th position, the category
     */
    public OpenSkyStates(long seed, int aircraft, boolean extended) {
        this.random = new Random(seed);
        this.extended = extended;
        this.fleet = new Aircraft[aircraft];
        for (int i = 0; i < aircraft; i++) {
            fleet[i] = new Aircraft(i);
        }
    }

    /** The answer at a time in seconds, not before that of the last answer: everything has moved on since then. */
    public byte[] answer(long time) {
        long seconds = last == Long.MIN_VALUE ? 0 : time - last;
        last = time;
        StringBuilder json =
                new StringBuilder(fleet.length * 130).append("{\"time\":").append(time);
        json.append(",\"states\":[");
        for (int i = 0; i < fleet.length; i++) {
            fleet[i].move(seconds);
            fleet[i].writeTo(json.append(i == 0 ? "" : ","), time);
        }
        return json.append("]}").toString().getBytes(UTF_8);
    }

    /** Where many fly, most of them from there. */
    private record Area(double longitude, double latitude, String country) {}

    private enum Doing {
        PARKED,
        CLIMBING,
        CRUISING,
        SINKING
    }

    /** One aircraft; metres, seconds, degrees. */
    private final class Aircraft {
        private final String icao24;
        private final String country;
        private final String callsign;
        private final String squawk;
        private final int category = random.nextInt(9);
        private final int source = random.nextInt(20) == 0 ? 2 : random.nextInt(50) == 0 ? 3 : 0;
        private final boolean withoutAltitude = random.nextInt(20) == 0;
        private final double cruise = 3_000 + random.nextInt(9_500);
        private final double fastest = 60 + cruise / 12_500 * 200 - random.nextInt(20);
        private Doing doing;
        private double longitude;
        private double latitude;
        private double altitude;
        private double velocity;
        private double rate;
        private double track = random.nextInt(360) + random.nextInt(100) / 100.0;

        Aircraft(int number) {
            // An odd factor: no two numbers have the same one.
            icao24 = String.format(Locale.ROOT, "%06x", (number * 1_299_709L + 0x4b1814) & 0xffffff);
            String flight = AIRLINES.get(random.nextInt(AIRLINES.size())) + (1 + random.nextInt(9_999));
            String tail = "N" + (100 + random.nextInt(900)) + (char) ('A' + random.nextInt(26));
            callsign = random.nextInt(4) == 0 ? tail : flight;
            squawk = String.format(
                    Locale.ROOT, "%04o", random.nextInt(8) == 0 ? random.nextInt(64) : random.nextInt(4096));
            Area area = AREAS.get(random.nextInt(AREAS.size()));
            country = AREAS.get(random.nextInt(8) == 0 ? random.nextInt(AREAS.size()) : AREAS.indexOf(area))
                    .country();
            longitude = area.longitude() + 6 * random.nextGaussian();
            latitude = area.latitude() + 4 * random.nextGaussian();
            int place = random.nextInt(100);
            doing = place < 10
                    ? Doing.PARKED
                    : place < 21 ? Doing.CLIMBING : place < 89 ? Doing.CRUISING : Doing.SINKING;
            altitude = doing == Doing.PARKED ? 0 : doing == Doing.CRUISING ? cruise : cruise * random.nextDouble();
        }

        void move(long seconds) {
            altitude += rate * seconds;
            if (doing == Doing.PARKED && seconds > 0 && random.nextInt(3) == 0) {
                doing = Doing.CLIMBING;
            } else if (doing == Doing.CLIMBING && altitude >= cruise) {
                doing = Doing.CRUISING;
            } else if (doing == Doing.CRUISING && seconds > 0 && random.nextInt(20) == 0) {
                doing = Doing.SINKING;
            } else if (doing == Doing.SINKING && altitude <= 0) {
                doing = Doing.PARKED;
            }
            double high = Math.min(1, Math.max(0, altitude / cruise));
            altitude = doing == Doing.PARKED ? 0 : cruise * high;
            rate = switch (doing) {
                case PARKED -> 0;
                case CLIMBING -> STEP_OF_RATE * (10 + random.nextInt(35));
                case CRUISING -> STEP_OF_RATE * (random.nextInt(5) == 0 ? random.nextInt(5) - 2 : 0);
                case SINKING -> -STEP_OF_RATE * (8 + random.nextInt(30));
            };
            velocity = doing == Doing.PARKED
                    ? (random.nextInt(3) == 0 ? 0 : random.nextInt(1_000) / 100.0)
                    : 55 + (fastest - 55) * high + random.nextInt(300) / 100.0;
            track = (track + random.nextInt(400) / 100.0) % 360;
            double degrees = velocity * seconds / 111_000;
            longitude = wrapped(longitude + degrees * Math.sin(Math.toRadians(track)), 180);
            latitude = Math.max(-80, Math.min(80, latitude + degrees * Math.cos(Math.toRadians(track))));
        }

        void writeTo(StringBuilder json, long time) {
            long contact = time - (random.nextInt(15) == 0 ? random.nextInt(300) : random.nextInt(10));
            boolean position = random.nextInt(80) > 0;
            boolean ground = doing == Doing.PARKED;
            boolean barometric = position && !ground && !withoutAltitude;
            json.append("[\"").append(icao24).append("\",");
            if (random.nextInt(60) == 0) {
                json.append("\"        \"");
            } else if (random.nextInt(120) == 0) {
                json.append("null");
            } else {
                json.append('"')
                        .append(callsign)
                        .append(" ".repeat(8 - callsign.length()))
                        .append('"');
            }
            json.append(",\"").append(country).append("\",");
            json.append(position ? Long.toString(contact - random.nextInt(2)) : "null")
                    .append(',')
                    .append(contact);
            number(json, position, longitude, 4);
            number(json, position, latitude, 4);
            double step = Math.rint(altitude / STEP_OF_ALTITUDE) * STEP_OF_ALTITUDE;
            number(json, barometric, step, 2);
            json.append(',').append(ground);
            number(json, random.nextInt(200) > 0, velocity, 2);
            number(json, random.nextInt(200) > 0, track, 2);
            number(json, !ground, rate, 2);
            json.append(",null");
            number(json, barometric && random.nextInt(25) > 0, step + STEP_OF_ALTITUDE * (random.nextInt(30) - 5), 2);
            json.append(',').append(random.nextInt(3) == 0 ? "null" : '"' + squawk + '"');
            json.append(",false,").append(source);
            json.append(extended ? "," + category : "").append(']');
        }
    }

    private static double wrapped(double degrees, int most) {
        return degrees > most ? degrees - 2 * most : degrees < -most ? degrees + 2 * most : degrees;
    }

    /** A number with so many decimals at most, and none if it is whole, as the API writes them. */
    private static void number(StringBuilder json, boolean known, double value, int decimals) {
        json.append(',');
        if (!known) {
            json.append("null");
            return;
        }
        long scale = decimals == 4 ? 10_000 : 100;
        long rounded = Math.round(value * scale);
        json.append(rounded < 0 ? "-" : "").append(Math.abs(rounded) / scale);
        long fraction = Math.abs(rounded) % scale;
        if (fraction > 0) {
            String digits = Long.toString(scale + fraction).substring(1);
            json.append('.').append(digits.replaceAll("0+$", ""));
        }
    }
}
