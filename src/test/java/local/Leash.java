package local;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class in a process that ends with its parent, however the parent ends: the parent holds the other
 * end of standard input, and the operating system closes it even for a process that was killed.
 */
final class Leash {
    private static final long GRACE_MILLIS = 2_000;

    private Leash() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(Leash::followTheParent, "leash");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void followTheParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException broken) {
            System.err.println("the line to the parent broke: " + broken);
        }
        Thread last = new Thread(Leash::haltAfterGrace, "leash-halt");
        last.setDaemon(true);
        last.start();
        System.exit(0);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
