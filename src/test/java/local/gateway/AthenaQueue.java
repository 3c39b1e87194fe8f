package local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import local.gateway.Operations.Operation;

/** Runs queries one at a time on a thread of its own; those that a test holds or slows down keep no other waiting. */
final class AthenaQueue implements AutoCloseable {
    private static final long STOP_AGAIN_MILLIS = 20;

    private final Map<String, Operation> glue;
    private final LakeObjects objects;
    private final List<AthenaConduct> conducts = new ArrayList<>();
    private final List<AthenaQuery> held = new ArrayList<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(AthenaQueue::thread);
    private volatile AthenaQuery running;
    private Path home;
    private AthenaEngine engine;

    AthenaQueue(Map<String, Operation> glue, LakeObjects objects) {
        this.glue = glue;
        this.objects = objects;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "athena of the local cloud");
        thread.setDaemon(true);
        return thread;
    }

    synchronized void submit(AthenaQuery query) {
        Optional<AthenaConduct> conduct = Optional.empty();
        for (AthenaConduct arranged : conducts) {
            if (conduct.isEmpty() && arranged.takes(query.submission().sql())) {
                conduct = Optional.of(arranged);
            }
        }
        if (conduct.isEmpty()) {
            run(query, Duration.ZERO);
            return;
        }
        query.begin();
        switch (conduct.get().kind()) {
            case HOLD -> held.add(query);
            case SLOW -> run(query, conduct.get().delay());
            case FAIL -> query.fail(conduct.get().reason());
            case CANCEL -> query.stop(conduct.get().reason());
        }
    }

    private void run(AthenaQuery query, Duration delay) {
        worker.schedule(() -> work(query), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work(AthenaQuery query) {
        running = query;
        try {
            engine().run(query);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            query.stop("the local cloud ends");
        } catch (IOException | RuntimeException | LinkageError failure) {
            query.fail("GENERIC_INTERNAL_ERROR: " + failure);
        } finally {
            running = null;
        }
    }

    /** Made for the first query: most processes with a local cloud never ask one. */
    private synchronized AthenaEngine engine() throws IOException {
        if (engine == null) {
            home = Files.createTempDirectory("local-athena-");
            // Not every process closes its local cloud.
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "athena-close"));
            engine = new AthenaEngine(glue, objects, home);
        }
        return engine;
    }

    /** Ends the query; when this returns, no work is done for it any more. */
    boolean stop(AthenaQuery query) throws InterruptedException {
        synchronized (this) {
            held.remove(query);
        }
        boolean stopped = query.stop("Query was cancelled by user");
        while (running == query) {
            query.interrupt();
            TimeUnit.MILLISECONDS.sleep(STOP_AGAIN_MILLIS);
        }
        return stopped;
    }

    synchronized void add(AthenaConduct conduct) {
        conducts.add(conduct);
    }

    /** Lets held queries go on, as if nothing had happened. */
    synchronized void release() {
        held.forEach(query -> run(query, Duration.ZERO));
        held.clear();
    }

    /** Stops held queries and forgets what was arranged. */
    synchronized void reset() {
        held.forEach(query -> query.stop("a test has ended"));
        held.clear();
        conducts.clear();
    }

    @Override
    public void close() {
        reset();
        worker.shutdownNow();
        AthenaQuery last = running;
        try {
            if (last != null) {
                stop(last);
            }
            worker.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        removeFiles();
    }

    private synchronized void removeFiles() {
        if (home != null) {
            delete(home);
            home = null;
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(directory + " could not be deleted", failure);
        }
    }
}
