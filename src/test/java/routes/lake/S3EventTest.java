package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import routes.Cases;

class S3EventTest {

    @Test
    void theGreaterSequencerIsTheNewerEvent() {
        assertThat(event("k", "00A1").isNewerThan(event("k", "009f"))).isTrue();
        assertThat(event("k", "009f").isNewerThan(event("k", "00A1"))).isFalse();
    }

    @Test
    void aShorterSequencerCountsAsPaddedOnItsLeft() {
        assertThat(event("k", "10").isNewerThan(event("k", "9"))).isTrue();
        assertThat(event("k", "9").isNewerThan(event("k", "10"))).isFalse();
        assertThat(event("k", "0a").isNewerThan(event("k", "A"))).isFalse();
    }

    @Test
    void anEventIsNotNewerThanItsDuplicate() {
        assertThat(event("k", "a1").isNewerThan(event("k", "a1"))).isFalse();
    }

    @Test
    void withoutASequencerOnBothSidesNoneIsNewer() {
        S3Event without = event("k", Optional.empty());
        assertThat(without.isNewerThan(event("k", "1"))).isFalse();
        assertThat(event("k", "1").isNewerThan(without)).isFalse();
    }

    @Test
    void eventsOfTwoKeysAreNotCompared() {
        assertThatThrownBy(() -> event("k", "1").isNewerThan(event("l", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one bucket and one key");
    }

    @Test
    void sequencersAreInATotalOrderWhichIsThatOfTheirNumbers() {
        Cases.forAll(generator -> {
            List<String> sequencers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sequencers.add(generator.hexadecimal(20));
            }
            for (String a : sequencers) {
                for (String b : sequencers) {
                    int order = Integer.signum(S3Event.compareSequencers(a, b));
                    assertThat(order).isEqualTo(new BigInteger(a, 16).compareTo(new BigInteger(b, 16)));
                    assertThat(order).isEqualTo(-Integer.signum(S3Event.compareSequencers(b, a)));
                    for (String c : sequencers) {
                        if (order <= 0 && S3Event.compareSequencers(b, c) <= 0) {
                            assertThat(S3Event.compareSequencers(a, c)).isLessThanOrEqualTo(0);
                        }
                    }
                }
            }
        });
    }

    @Test
    void aSequencerThatIsNoHexadecimalNumberIsRefused() {
        assertThatThrownBy(() -> event("k", "0x1"))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessage("sequencer is '0x1', expected a hexadecimal number");
    }

    @Test
    void anEventWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> event("", "1"))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessage("bucket is 'b', key '', expected both");
    }

    private static S3Event event(String key, String sequencer) {
        return event(key, Optional.of(sequencer));
    }

    private static S3Event event(String key, Optional<String> sequencer) {
        return new S3Event(
                "b",
                key,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                sequencer,
                S3Event.Kind.CREATED,
                Optional.empty());
    }
}
