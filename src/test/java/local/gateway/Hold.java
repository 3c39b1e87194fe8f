package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.Request;

/** Holds the n-th call of its kind, counted from now, until it is released or its caller has gone. */
final class Hold {
    enum When {
        BEFORE,
        AFTER
    }

    private enum State {
        WAITING,
        RELEASED,
        DROPPED
    }

    private final Selector selector;
    private final int nth;
    private final When when;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile State state = State.WAITING;
    private volatile ObjectNode held;

    private Hold(Selector selector, int nth, When when) {
        this.selector = selector;
        this.nth = nth;
        this.when = when;
    }

    static Hold of(JsonNode rule) {
        String when = rule.path("when").asText("before").toUpperCase(Locale.ROOT);
        return new Hold(Selector.of(rule), rule.path("nth").asInt(1), When.valueOf(when));
    }

    boolean isReachedBy(String service, String operation, Request request, When now) throws IOException {
        // Asked first in either phase: once the call has been passed on, its body can no longer be matched.
        boolean selected = selector.selects(service, operation, request);
        return selected && now == when && seen.incrementAndGet() == nth;
    }

    void begin(Request request) {
        held = Tree.object(
                "service", selector.service(), "operation", selector.operation(), "target", request.target());
    }

    Optional<ObjectNode> held() {
        return Optional.ofNullable(held);
    }

    boolean isOver() {
        return state != State.WAITING;
    }

    boolean isDropped() {
        return state == State.DROPPED;
    }

    void release() {
        state = State.RELEASED;
    }

    void drop() {
        state = State.DROPPED;
    }
}
