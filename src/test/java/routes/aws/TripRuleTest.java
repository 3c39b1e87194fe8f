package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import routes.Cases;

class TripRuleTest {

    private static long noted(TripRule rule, String outcomes) {
        long recent = 0;
        for (char outcome : outcomes.toCharArray()) {
            recent = rule.after(recent, outcome == 'x');
        }
        return recent;
    }

    @Test
    void rulesThatCouldNeverOrAlwaysTripAreRefused() {
        for (int failures : new int[] {-1, 0, 64}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TripRule.Consecutive(failures))
                    .withMessage("consecutive failures are " + failures + ", expected 1 to 63");
            assertThatIllegalArgumentException().isThrownBy(() -> new TripRule.Rate(0.5, failures));
        }
        for (double above : new double[] {-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TripRule.Rate(above, 20))
                    .withMessageContaining("above " + above + " of 20 calls");
        }
    }

    @Test
    void theLongestRulesAreOneBitShortOfANumber() {
        TripRule row = new TripRule.Consecutive(TripRule.MOST);
        assertThat(row.trips(noted(row, "x".repeat(62)))).isFalse();
        assertThat(row.trips(noted(row, "x".repeat(63)))).isTrue();
        TripRule share = new TripRule.Rate(0.5, TripRule.MOST);
        assertThat(share.trips(noted(share, "x".repeat(31)))).isFalse();
        assertThat(share.trips(noted(share, "x".repeat(32)))).isTrue();
    }

    @Test
    void aSuccessBetweenFailuresBeginsTheirCountAnew() {
        TripRule rule = new TripRule.Consecutive(3);
        assertThat(rule.trips(noted(rule, "xx"))).isFalse();
        assertThat(rule.trips(noted(rule, "xx.xx"))).isFalse();
        assertThat(rule.trips(noted(rule, "xx.xxx"))).isTrue();
    }

    @Test
    void halfOfTheCallsMayFailAndOneMoreMayNot() {
        TripRule rule = new TripRule.Rate(0.5, 20);
        assertThat(rule.trips(noted(rule, "x.x.x.x.x.x.x.x.x.x."))).isFalse();
        assertThat(rule.trips(noted(rule, "x.x.x.x.x.x.x.x.x.xx"))).isTrue();
    }

    @Test
    void aShareThatIsMetExactlyIsBorne() {
        TripRule rule = new TripRule.Rate(0.29, 50);
        assertThat(rule.trips(noted(rule, "x".repeat(14)))).isFalse();
        assertThat(rule.trips(noted(rule, "x".repeat(15)))).isTrue();
    }

    @Test
    void onceNoFailureIsAmongTheLastCallsNothingIsRemembered() {
        TripRule rule = new TripRule.Rate(0.5, 20);
        assertThat(noted(rule, "x" + ".".repeat(19))).isNotZero();
        assertThat(noted(rule, "x" + ".".repeat(20))).isZero();
    }

    @Test
    void aRateIsThatOfAListOfTheLastCalls() {
        Cases.forAll(generator -> {
            int calls = generator.number(1, TripRule.MOST);
            int borne = generator.number(0, calls - 1);
            TripRule rule = new TripRule.Rate((double) borne / calls, calls);
            Deque<Boolean> last = new ArrayDeque<>();
            long recent = 0;
            for (int call = 0; call < 200; call++) {
                boolean failed = generator.random().nextBoolean();
                last.addLast(failed);
                if (last.size() > calls) {
                    last.removeFirst();
                }
                recent = rule.after(recent, failed);
                assertThat(rule.trips(recent)).isEqualTo(Collections.frequency(last, true) > borne);
                assertThat(recent == 0).isEqualTo(!last.contains(true));
            }
        });
    }
}
