package local;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The pipelines on the local cloud, started by one command: shows what came in and what went out as it is read back from
 * there, and goes on until Ctrl-C. Arguments: the ports of the cloud (4566), of the stub ends (4570), of health and
 * metrics (9876), and of export's HTTP requests (8080); 0 for a free one.
 */
public final class RunLocally {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_MILLIS = 250;

    private RunLocally() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        System.out.println("lake-routes: starting a local cloud and the pipelines ...");
        Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
        endWith(started);
        try {
            int managementPort = LocalPipelines.freePort(port(arguments, 2, 9876), "health and metrics");
            int exportPort = LocalPipelines.freePort(port(arguments, 3, 8080), "export's HTTP requests");
            LocalCloud cloud = LocalCloud.start(port(arguments, 0, 4566), port(arguments, 1, 4570));
            started.push(cloud);
            cloud.furnish();
            LocalPipelines pipelines = LocalPipelines.start(cloud, managementPort, exportPort);
            started.push(pipelines);
            show(cloud, pipelines);
        } catch (IllegalStateException | UncheckedIOException failure) {
            System.err.println("lake-routes: " + failure.getMessage());
            System.exit(1);
        }
    }

    private static int port(String[] arguments, int index, int usual) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : usual;
    }

    /** Closes what was started, the last first, when this process ends, whichever way that comes about. */
    private static void endWith(Deque<AutoCloseable> started) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (!started.isEmpty()) {
                try {
                    started.pop().close();
                } catch (Exception failure) {
                    System.err.println("lake-routes: " + failure);
                }
            }
        }));
    }

    private static void show(LocalCloud cloud, LocalPipelines pipelines) throws InterruptedException {
        try (LocalState state = new LocalState(cloud)) {
            LocalView pages = new LocalView(state, pipelines);
            LocalBundles bundles = new LocalBundles(state);
            LocalExports exports = new LocalExports(state, pipelines);
            LocalEvents events = new LocalEvents(state);
            LocalFlights flights = new LocalFlights(state);
            bundles.putObjects();
            events.putLot();
            flights.putBad();
            await(pipelines, () -> pages.stored() == LocalView.PAGES && pages.isQuiet());
            pages.printFirst(System.out);
            events.putLot();
            await(pipelines, bundles::areDone);
            bundles.print(System.out);
            await(pipelines, exports::areDone);
            exports.print(System.out);
            await(pipelines, events::areDone);
            events.print(System.out);
            await(pipelines, flights::areDone);
            flights.print(System.out);
            List<String> commands = new ArrayList<>(bundles.commands());
            commands.addAll(exports.commands());
            commands.addAll(events.commands());
            commands.addAll(flights.commands());
            pages.printHowToLook(System.out, commands);
            LocalView.Mark before = pages.mark();
            await(pipelines, () -> pages.mark().isLaterThan(before) && pages.isQuiet());
            pages.printSecond(System.out, before);
            new CountDownLatch(1).await();
        }
    }

    private static void await(LocalPipelines pipelines, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            pipelines.mustRun();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not everything has arrived within " + PATIENCE.toSeconds()
                        + " s; the end of the pipelines' log:\n" + pipelines.endOfLog());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }
}
