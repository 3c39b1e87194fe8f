package infra.environment;

import java.time.Duration;
import java.util.Optional;

/**
 * How large a function is.
 *
 * @param memory in MB, 128 to 10,240; processor time goes with it
 * @param timeout after which an invocation is ended, at most 15 minutes
 * @param disk in MB below /tmp, 512 to 10,240
 * @param reserved invocations at the same time, taken from the account's; empty: whatever is free
 * @param start against cold starts
 */
public record Shape(int memory, Duration timeout, int disk, Optional<Integer> reserved, Start start) {
    /** What a function has below /tmp unless it is given more; a snapshot allows no more. */
    static final int USUAL_DISK = 512;

    private static final int MOST = 10_240;

    public Shape {
        expect("memory", memory, 128, MOST);
        expect("timeout in seconds", (int) timeout.toSeconds(), 1, 900);
        expect("disk", disk, USUAL_DISK, MOST);
        reserved.ifPresent(most -> expect("reserved invocations", most, 1, 1000));
        if (start instanceof Start.Snapshot && disk > USUAL_DISK) {
            throw new IllegalArgumentException(
                    "disk of a function with snapshots is " + disk + " MB, expected " + USUAL_DISK);
        }
        if (start instanceof Start.Warm warm && warm.processes() > reserved.orElse(1000)) {
            throw new IllegalArgumentException("processes kept warm are " + warm.processes() + ", expected at most the "
                    + reserved.orElse(1000) + " reserved");
        }
    }

    /** A function of this memory (MB) and time-out, and nothing special. */
    public static Shape of(int memory, int seconds) {
        return new Shape(memory, Duration.ofSeconds(seconds), USUAL_DISK, Optional.empty(), new Start.Plain());
    }

    public Shape withDisk(int megabytes) {
        return new Shape(memory, timeout, megabytes, reserved, start);
    }

    public Shape withReserved(int most) {
        return new Shape(memory, timeout, disk, Optional.of(most), start);
    }

    public Shape with(Start other) {
        return new Shape(memory, timeout, disk, reserved, other);
    }

    private static void expect(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
