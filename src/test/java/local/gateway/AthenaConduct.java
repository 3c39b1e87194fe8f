package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What a test has arranged for the next queries whose SQL contains a text. */
final class AthenaConduct {
    enum Kind {
        /** The query runs until it is stopped or released. */
        HOLD,
        /** The query takes this much longer. */
        SLOW,
        FAIL,
        /** The query ends as if an administrator had stopped it. */
        CANCEL
    }

    private final Kind kind;
    private final String containing;
    private final Duration delay;
    private final String reason;
    private final AtomicInteger left;

    private AthenaConduct(Kind kind, String containing, Duration delay, String reason, int times) {
        this.kind = kind;
        this.containing = containing;
        this.delay = delay;
        this.reason = reason;
        this.left = new AtomicInteger(times);
    }

    static AthenaConduct of(JsonNode rule) {
        return new AthenaConduct(
                Kind.valueOf(Tree.text(rule, "do").toUpperCase(Locale.ROOT)),
                rule.path("containing").asText(""),
                Duration.ofMillis(Math.round(rule.path("seconds").asDouble(1) * 1000)),
                rule.path("reason").asText("GENERIC_INTERNAL_ERROR: a test has arranged this failure"),
                rule.path("times").asInt(1));
    }

    boolean takes(String sql) {
        return left.get() > 0 && sql.contains(containing) && left.getAndDecrement() > 0;
    }

    Kind kind() {
        return kind;
    }

    Duration delay() {
        return delay;
    }

    String reason() {
        return reason;
    }
}
