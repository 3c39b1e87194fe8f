package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import local.http.AbandonedException;
import local.http.Request;
import local.http.Response;

/** What tests have arranged to go wrong, and the count of all calls. */
final class Faults {
    private final List<Hold> holds = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    /** Counts the call, holds it if it was to be held before its effect, and throws the failure arranged for it. */
    void before(String service, String operation, Request request) throws IOException, InterruptedException {
        Optional<Failure> failure;
        synchronized (this) {
            calls.merge(service + "." + operation, 1, Integer::sum);
        }
        hold(service, operation, request, Hold.When.BEFORE);
        synchronized (this) {
            failure = Optional.empty();
            for (Failure arranged : failures) {
                if (failure.isEmpty() && arranged.strikes(service, operation, request)) {
                    failure = Optional.of(arranged);
                }
            }
        }
        if (failure.isPresent()) {
            // A client that waits for leave to send its body would take an early answer for a broken connection.
            request.body().transferTo(OutputStream.nullOutputStream());
            throw failure.get().error();
        }
    }

    /** Holds the call if it was to be held after its effect and before its answer. */
    void after(String service, String operation, Request request) throws IOException, InterruptedException {
        hold(service, operation, request, Hold.When.AFTER);
    }

    /** The answer as its caller gets it: whole, unless it was to break off. */
    synchronized Response sent(String service, String operation, Request request, Response whole) throws IOException {
        for (Cut cut : cuts) {
            if (cut.strikes(service, operation, request)) {
                return cut.applied(whole);
            }
        }
        return whole;
    }

    private void hold(String service, String operation, Request request, Hold.When when)
            throws IOException, InterruptedException {
        Optional<Hold> reached = Optional.empty();
        for (Hold hold : arranged()) {
            if (hold.isReachedBy(service, operation, request, when)) {
                reached = Optional.of(hold);
            }
        }
        if (reached.isPresent()) {
            await(reached.get(), request);
        }
    }

    private synchronized List<Hold> arranged() {
        return List.copyOf(holds);
    }

    private void await(Hold hold, Request request) throws IOException, InterruptedException {
        hold.begin(request);
        synchronized (this) {
            notifyAll();
        }
        while (!hold.isOver()) {
            if (request.callerIsGone()) {
                forget(hold);
                throw new AbandonedException("the caller of a held call has gone");
            }
        }
        if (hold.isDropped()) {
            throw new AbandonedException("a held call was dropped");
        }
    }

    private synchronized void forget(Hold hold) {
        holds.remove(hold);
    }

    synchronized void add(Hold hold) {
        holds.add(hold);
    }

    synchronized void add(Failure failure) {
        failures.add(failure);
    }

    synchronized void add(Cut cut) {
        cuts.add(cut);
    }

    /** The last of so many that are held now, or will be within the time; empty when there are fewer. */
    synchronized Optional<ObjectNode> held(int count, long waitMillis) throws InterruptedException {
        long deadline = System.nanoTime() + waitMillis * 1_000_000;
        while (true) {
            Optional<ObjectNode> held = holds.stream()
                    .flatMap(hold -> hold.held().stream())
                    .skip(count - 1)
                    .findFirst();
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (held.isPresent() || left <= 0) {
                return held;
            }
            wait(left);
        }
    }

    synchronized ObjectNode calls() {
        ObjectNode counts = Tree.object();
        calls.forEach(counts::put);
        return counts;
    }

    /** Lets held calls go on, as if nothing had happened. */
    synchronized void release() {
        holds.forEach(Hold::release);
        holds.clear();
    }

    /** Drops held calls, without effect where they were held before it, and forgets all arrangements and counts. */
    synchronized void reset() {
        holds.forEach(Hold::drop);
        holds.clear();
        failures.clear();
        cuts.clear();
        calls.clear();
    }
}
