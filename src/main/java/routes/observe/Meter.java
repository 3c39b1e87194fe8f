package routes.observe;

import java.time.Duration;

/**
 * Where numbers go. Names are snake_case, as they stand in dashboards; dimensions come as name, value, name, value.
 */
public interface Meter {

    /** Adds to a counter. */
    void count(String name, long amount, String... dimensions);

    /** Notes how long something took. */
    void time(String name, Duration duration, String... dimensions);

    /** Hands over what is still kept; a Lambda calls it before it replies. */
    default void flush() {}
}
