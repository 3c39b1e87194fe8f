package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import routes.Cases;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration CAP = Duration.ofSeconds(20);

    @Test
    void aWaitIsNeverNegativeNorBeyondItsDoubledBoundNorBeyondTheCap() {
        Cases.forAll(generator -> {
            Duration first = Duration.ofMillis(generator.number(0, 1_000));
            Duration cap = first.plusMillis(generator.number(0, 60_000));
            Backoff backoff = new Backoff(20, first, cap);
            for (int failed = 1; failed <= 100; failed++) {
                Duration delay = backoff.delay(failed, generator.random());
                double bound = Math.min(cap.toMillis(), first.toMillis() * Math.pow(2, failed - 1));
                assertThat((double) delay.toMillis()).isBetween(0.0, bound);
            }
        });
    }

    @Test
    void waitsAreSpreadOverTheirWholeBound() {
        Cases.forAll(generator -> {
            Backoff backoff = new Backoff(5, FIRST, CAP);
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 200; i++) {
                long delay = backoff.delay(3, generator.random()).toMillis();
                least = Math.min(least, delay);
                most = Math.max(most, delay);
            }
            assertThat(least).isLessThan(200);
            assertThat(most).isGreaterThan(1_800);
        });
    }

    @Test
    void withoutAFirstWaitThereIsNone() {
        Cases.forAll(generator -> assertThat(
                        new Backoff(5, Duration.ZERO, CAP).delay(generator.number(1, 20), generator.random()))
                .isZero());
    }

    @Test
    void noWaitIsShorterThanTheLeast() {
        Cases.forAll(generator -> {
            Duration least = Duration.ofMillis(generator.number(0, 1_000));
            Backoff backoff = new Backoff(5, least, least.multipliedBy(2), CAP, CAP);
            for (int failed = 1; failed <= 100; failed++) {
                assertThat(backoff.delay(failed, generator.random())).isBetween(least, CAP);
            }
        });
    }

    @Test
    void aBackoffThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Backoff(5, CAP, FIRST, CAP, CAP)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(0, FIRST, CAP)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(5, FIRST.negated(), CAP)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(5, CAP, FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 tries, PT20S up to PT0.5S, expected");
    }
}
