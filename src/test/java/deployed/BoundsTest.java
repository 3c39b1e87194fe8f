package deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aLoadWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> new Bounds(100_001, 10, MINUTE, 100)).hasMessageContaining("--max-objects is 100001");
        assertThatThrownBy(() -> new Bounds(10, 201, MINUTE, 100)).hasMessageContaining("--rate is 201");
        assertThatThrownBy(() -> new Bounds(10, 10, Duration.ofHours(2), 100))
                .hasMessageContaining("--seconds is 7200");
        assertThatThrownBy(() -> new Bounds(10, 10, MINUTE, 2 << 20)).hasMessageContaining("expected 1 to 1048576");
        assertThatThrownBy(() -> new Bounds(0, 10, MINUTE, 100)).hasMessageContaining("--max-objects is 0");
    }

    @Test
    void whicheverBoundIsMetFirstEndsIt() {
        assertThat(new Bounds(5, 10, MINUTE, 1).allow(4)).isTrue();
        assertThat(new Bounds(5, 10, MINUTE, 1).allow(5)).isFalse();
        assertThat(new Bounds(1_000, 10, MINUTE, 1).allow(599)).isTrue();
        assertThat(new Bounds(1_000, 10, MINUTE, 1).allow(600)).isFalse();
    }

    @Test
    void objectsAreDueAtTheirRate() {
        assertThat(new Bounds(5, 4, MINUTE, 1).due(6)).isEqualTo(Duration.ofMillis(1_500));
    }
}
