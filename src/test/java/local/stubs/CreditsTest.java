package local.stubs;

import static local.stubs.Credits.Caller.ANONYMOUS;
import static local.stubs.Credits.Caller.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CreditsTest {
    private static final Instant EVENING = Instant.parse("2026-11-21T23:59:30.5Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

    private final Credits credits = new Credits();

    @Test
    void aDayHasAHundredCallsOfTheAnonymousAndAThousandOfAClient() {
        credits.daily();
        for (int call = 0; call < 100; call++) {
            assertThat(credits.spend(ANONYMOUS, 4, EVENING)).isTrue();
        }
        assertThat(credits.spend(ANONYMOUS, 1, EVENING)).isFalse();
        assertThat(credits.left(CLIENT, EVENING)).isEqualTo(4_000);
        assertThat(credits.used()).isEqualTo(400);
    }

    @Test
    void whatIsTooDearCostsNothing() {
        credits.leave(3, EVENING);
        assertThat(credits.spend(CLIENT, 4, EVENING)).isFalse();
        assertThat(credits.left(CLIENT, EVENING)).isEqualTo(3);
        assertThat(credits.spend(CLIENT, 3, EVENING)).isTrue();
        assertThat(credits.left(CLIENT, EVENING)).isZero();
    }

    @Test
    void midnightBringsNewCredits() {
        credits.leave(0, EVENING);
        assertThat(credits.secondsToRenewal(EVENING)).isEqualTo(30);
        assertThat(credits.left(ANONYMOUS, MIDNIGHT.minusNanos(1))).isZero();
        assertThat(credits.left(ANONYMOUS, MIDNIGHT)).isEqualTo(400);
        assertThat(credits.secondsToRenewal(MIDNIGHT)).isEqualTo(86_400);
    }

    @Test
    void creditsCanComeSooner() {
        credits.leave(0, EVENING);
        credits.renewIn(Duration.ofSeconds(2), EVENING);
        assertThat(credits.secondsToRenewal(EVENING.plusMillis(500))).isEqualTo(2);
        assertThat(credits.spend(CLIENT, 1, EVENING.plusMillis(1_999))).isFalse();
        assertThat(credits.spend(CLIENT, 1, EVENING.plusSeconds(2))).isTrue();
        assertThat(credits.left(CLIENT, EVENING.plusSeconds(2))).isEqualTo(3_999);
    }

    @Test
    void theUnlimitedNeverHaveLess() {
        for (int call = 0; call < 200; call++) {
            assertThat(credits.spend(ANONYMOUS, 4, EVENING)).isTrue();
        }
        assertThat(credits.left(ANONYMOUS, EVENING)).isEqualTo(400);
        assertThat(credits.used()).isEqualTo(800);
    }
}
