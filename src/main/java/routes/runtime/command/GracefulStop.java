package routes.runtime.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import routes.runtime.CamelApplication;

/**
 * Stops an application once, finishing what it has in hand: on SIGTERM or Ctrl-C, or when it has become idle. A signal
 * alone would end the process with 143 or 130; a stop that was asked for and went well is no failure.
 */
final class GracefulStop implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final CamelApplication application;
    private final Thread onSignal = new Thread(this::stopAndHalt, "lake-stop");
    private final CountDownLatch signalled = new CountDownLatch(1);
    private boolean stopped;

    GracefulStop(CamelApplication application) {
        this.application = application;
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** Waits until it is time to stop, stops, and answers the exit code. */
    int when(Idleness idleness, Optional<Duration> untilIdle) throws InterruptedException {
        if (untilIdle.isEmpty()) {
            signalled.await();
            return stop();
        }
        boolean told = false;
        while (!told && !idleness.hasLasted(application.context(), untilIdle.get())) {
            told = signalled.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return stop();
    }

    /** Takes the hook away again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException ending) {
            // The process is ending already, and the hook is what ends it.
            signalled.countDown();
        }
    }

    private synchronized int stop() {
        if (!stopped) {
            stopped = true;
            application.close();
        }
        return application.context().getShutdownStrategy().isTimeoutOccurred() ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private void stopAndHalt() {
        signalled.countDown();
        int exitCode = stop();
        System.out.flush();
        Runtime.getRuntime().halt(exitCode);
    }
}
