package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class VerdictsTest {
    private static final String HASH = "ab".repeat(32);

    private static final String KEY = "some/key.parquet";

    private final MemoryFlights flights = new MemoryFlights();
    private final Verdicts verdicts = flights.verdicts();

    private Standing quarantine() {
        return verdicts.quarantine(HASH, KEY, List.of("score", "rejected"));
    }

    private String noted(String attribute) {
        return flights.memory.runs.text(Verdicts.RUN, HASH, attribute);
    }

    @Test
    void ofAContentThatNobodyHasSeenNothingIsDecided() {
        assertThat(verdicts.of(HASH)).isEqualTo(Standing.NONE);
    }

    @Test
    void whatWasPutInQuarantineStaysThere() {
        assertThat(quarantine()).isEqualTo(Standing.QUARANTINED);
        flights.clock.advance(java.time.Duration.ofDays(30));
        assertThat(quarantine()).isEqualTo(Standing.QUARANTINED);
        assertThat(verdicts.of(HASH)).isEqualTo(Standing.QUARANTINED);
        assertThat(noted("key")).isEqualTo("some/key.parquet");
        assertThat(noted("reasons")).isEqualTo("score, rejected");
        assertThat(noted("noted_at")).isEqualTo("2026-11-21T18:40:05Z");
    }

    @ParameterizedTest
    @EnumSource(names = {"RELEASED", "REJECTED"})
    void whatSomebodyHasDecidedIsNotUndoneByTheNextJudge(Standing decision) {
        quarantine();
        assertThat(verdicts.decide(HASH, KEY, decision)).isTrue();
        assertThat(quarantine()).isEqualTo(decision);
        assertThat(verdicts.of(HASH)).isEqualTo(decision);
        assertThat(noted("decided_at")).isEqualTo("2026-11-21T18:40:05Z");
    }

    @Test
    void whatNobodyHasPutInQuarantineIsSomebodysRepairAndCanBeDecided() {
        assertThat(verdicts.decide(HASH, KEY, Standing.RELEASED)).isTrue();
        assertThat(quarantine()).isEqualTo(Standing.RELEASED);
    }

    @Test
    void theSameDecisionAgainIsTheSame() {
        quarantine();
        verdicts.decide(HASH, KEY, Standing.REJECTED);
        assertThat(verdicts.decide(HASH, KEY, Standing.REJECTED)).isTrue();
    }

    @Test
    void ofTwoWhoDecideOneIsHeard() {
        quarantine();
        assertThat(verdicts.decide(HASH, KEY, Standing.RELEASED)).isTrue();
        assertThat(verdicts.decide(HASH, KEY, Standing.REJECTED)).isFalse();
        assertThat(verdicts.of(HASH)).isEqualTo(Standing.RELEASED);
    }

    @Test
    void whatIsReleasedBetweenLookAndNoteStaysReleased() {
        List<Boolean> decided = new ArrayList<>();
        flights.memory.runs.beforeNextWrite(() -> {
            quarantine();
            decided.add(verdicts.decide(HASH, KEY, Standing.RELEASED));
        });
        assertThat(quarantine()).isEqualTo(Standing.RELEASED);
        assertThat(decided).containsExactly(true);
    }

    @Test
    void anAnswerThatGetsLostMakesNoDifference() {
        flights.memory.runs.loseNextAnswer();
        assertThat(quarantine()).isEqualTo(Standing.QUARANTINED);
        flights.memory.runs.loseNextAnswer();
        assertThat(verdicts.decide(HASH, KEY, Standing.RELEASED)).isTrue();
        assertThat(verdicts.of(HASH)).isEqualTo(Standing.RELEASED);
    }

    @Test
    void aNoteThatIsRefusedIsNoDecision() {
        flights.memory.runs.refuse(write -> true);
        assertThatThrownBy(this::quarantine).isInstanceOf(DynamoDbException.class);
        flights.memory.runs.refuse(write -> false);
        assertThat(verdicts.of(HASH)).isEqualTo(Standing.NONE);
    }

    @Test
    void contentsAreDecidedOneByOne() {
        quarantine();
        assertThat(verdicts.of("cd".repeat(32))).isEqualTo(Standing.NONE);
    }
}
