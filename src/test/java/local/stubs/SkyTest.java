package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SkyTest {
    private static final long TIME = 1_795_000_000;
    private static final int STATES = 300;

    private final Sky sky = new Sky(1, STATES);

    @Test
    void oneTimeHasOneAnswerWhateverWasAskedInBetween() {
        byte[] first = sky.at(TIME);
        byte[] second = sky.at(TIME + 300);
        assertThat(sky.at(TIME)).isEqualTo(first);
        assertThat(sky.at(TIME + 300)).isEqualTo(second).isNotEqualTo(first);
    }

    @Test
    void twoFleetsOfOneSeedAreTheSameAndOfAnotherAreNot() {
        assertThat(new Sky(1, STATES).at(TIME)).isEqualTo(sky.at(TIME));
        assertThat(new Sky(2, STATES).at(TIME)).isNotEqualTo(sky.at(TIME));
    }

    @Test
    void aircraftMoveAsFarAsTheyFlyInTheTime() throws IOException {
        JsonNode before = Snapshot.of(sky.at(TIME)).states();
        JsonNode after = Snapshot.of(sky.at(TIME + 60)).states();
        int moved = 0;
        for (int i = 0; i < STATES; i++) {
            assertThat(after.get(i).get(0)).isEqualTo(before.get(i).get(0));
            if (before.get(i).get(6).isNumber() && after.get(i).get(6).isNumber()) {
                double degrees =
                        after.get(i).get(6).asDouble() - before.get(i).get(6).asDouble();
                assertThat(Math.abs(degrees)).isLessThan(0.2);
                moved += degrees != 0 ? 1 : 0;
            }
        }
        assertThat(moved).isGreaterThan(STATES / 2);
    }

    @Test
    void aTimeLongAgoOrFarAheadBeginsAnewAndStaysOnEarth() throws IOException {
        sky.at(TIME);
        for (long time : new long[] {TIME - 86_400, TIME + 30 * 86_400}) {
            byte[] answer = sky.at(time);
            assertThat(answer).isEqualTo(new Sky(1, STATES).at(time));
            for (JsonNode state : Snapshot.of(answer).states()) {
                assertThat(state.get(5).asDouble()).isBetween(-180.0, 180.0);
            }
        }
    }

    @Test
    void answersThatWereAskedLongAgoAreNotKept() {
        byte[] first = sky.at(TIME);
        for (int call = 1; call <= 5; call++) {
            sky.at(TIME + 10 * call);
        }
        assertThat(sky.at(TIME)).isSameAs(first);
        sky.at(TIME + 60);
        assertThat(sky.at(TIME)).isNotSameAs(first);
    }
}
