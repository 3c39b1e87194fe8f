package routes.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells by its status whether an HTTP answer is good, may be good later, or will never be. */
public final class HttpAnswer {

    private HttpAnswer() {}

    /**
     * Passes 2xx.
     *
     * @throws Transient for 408, 429 and 5xx, with what {@code Retry-After} asks for
     * @throws Poison for everything else
     */
    public static void check(String who, int status, @Nullable String retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw new Transient(who + " answered " + status, RetryAfter.parse(retryAfter, now).orElse(null));
        }
        throw new Poison(who + " answered " + status);
    }
}
