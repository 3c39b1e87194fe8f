package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import routes.policy.Transient;
import routes.settings.Rate;

/** How often, and by how many at once, a source is asked. */
class PaceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Pace pace = new Pace();

    private static Source source(String name, Rate rate, int concurrency) {
        return new Source(
                name,
                URI.create("http://source.example/" + name),
                "ingest-" + name,
                new Paging.Follow(10_000),
                0,
                List.of(),
                rate,
                concurrency,
                new Authentication.None());
    }

    @Test
    void allRequestsOfASourceTogetherKeepItsRate() {
        Source source = source("api-a", new Rate(50, Duration.ofSeconds(1)), 4);
        long begin = System.nanoTime();
        for (int request = 0; request < 6; request++) {
            pace.await(source, LONG);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aRequestWhoseTurnComesTooLateIsNotMade() {
        Source source = source("api-a", new Rate(1, Duration.ofHours(1)), 4);
        pace.await(source, LONG);
        assertThatThrownBy(() -> pace.await(source, LONG))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("api-a is at its rate");
        pace.await(source("api-b", new Rate(1, Duration.ofHours(1)), 4), LONG);
    }

    @Test
    void onlySoManyPagesOfASourceAreWorkedOnAtTheSameTime() {
        Source source = source("api-a", new Rate(1, Duration.ofMillis(1)), 2);
        pace.enter(source, Duration.ZERO);
        Runnable leave = pace.enter(source, Duration.ZERO);
        assertThatThrownBy(() -> pace.enter(source, Duration.ZERO))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("api-a is busy");
        leave.run();
        pace.enter(source, Duration.ZERO);
    }
}
