package routes.observe;

import java.time.Duration;

/**
 * Where numbers go. Names are as they stand in dashboards, snake_case unless a specification says otherwise; dimensions
 * come as name, value, name, value. All methods may be called by several threads.
 *
 * <p>A negative number and dimensions that do not pair up are refused with an {@link IllegalArgumentException}.
 */
public interface Meter {

    /** Adds to a counter. */
    void count(String name, long amount, String... dimensions);

    /** Notes how long something took. */
    void time(String name, Duration duration, String... dimensions);

    /** Notes how much of something there is now. */
    void gauge(String name, long value, String... dimensions);

    /** Hands over what is still kept; a Lambda calls it before it replies. */
    default void flush() {}
}
