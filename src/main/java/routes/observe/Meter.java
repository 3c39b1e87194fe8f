package routes.observe;

import java.time.Duration;

/**
 * Where numbers go. Names are as they stand in dashboards, snake_case unless a specification says otherwise; dimensions
 * come as name, value, name, value. All methods may be called by several threads.
 *
 * <p>A negative count, gauge or time, a value that is not finite, and dimensions that do not pair up are refused with
 * an {@link IllegalArgumentException}.
 */
public interface Meter {

    /** Adds to a counter. */
    void count(String name, long amount, String... dimensions);

    /** Notes how long something took. */
    void time(String name, Duration duration, String... dimensions);

    /** Notes how much of something there is now. */
    void gauge(String name, long value, String... dimensions);

    /**
     * Notes one measured value among many, such as a score from 0 to 1. Prometheus has no negative ones: there it counts
     * as 0.
     */
    void value(String name, double value, String... dimensions);

    /**
     * The same meter for another namespace, whatever the namespace of this one is. Where names have none, it stands in
     * front of them, with dots: {@code FlightDataPipeline.Quality.PassedChecks}.
     *
     * @param namespace such as {@code FlightDataPipeline/Quality}
     * @throws IllegalArgumentException for one that CloudWatch would refuse
     */
    default Meter in(String namespace) {
        return new NamespaceMeter(this, namespace);
    }

    /** Hands over what is still kept, of all namespaces; a Lambda calls it before it replies. */
    default void flush() {}
}
