package deployed;

import java.time.Duration;

/**
 * How far a load may go; whichever bound is met first ends it.
 *
 * @param objects in all
 * @param rate objects in a second
 * @param time until the last one is put
 * @param bytes of each
 */
record Bounds(int objects, int rate, Duration time, int bytes) {
    Bounds {
        expect("--max-objects", objects, 100_000);
        expect("--rate", rate, 200);
        expect("--seconds", time.toSeconds(), 3_600);
        expect("--bytes", bytes, 1 << 20);
    }

    private static void expect(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", expected 1 to " + most);
        }
    }

    /** When an object is due, counted from the begin of the load. */
    Duration due(int number) {
        return Duration.ofSeconds(number).dividedBy(rate);
    }

    /** Whether it still is within the bounds. */
    boolean allow(int number) {
        return number < objects && due(number).compareTo(time) < 0;
    }
}
