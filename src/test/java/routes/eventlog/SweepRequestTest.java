package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import routes.policy.Poison;

class SweepRequestTest {

    @Test
    void anOrderSaysWhatItWants() {
        assertThat(SweepRequest.parse(Map.of("sweep", true))).isEqualTo(SweepRequest.DAILY);
        assertThat(SweepRequest.parse(Map.of("sweep", true, "dry_run", true))).isEqualTo(new SweepRequest(true, false));
        assertThat(SweepRequest.parse(Map.of("sweep", true, "drop_missing", true, "dry_run", false)))
                .isEqualTo(new SweepRequest(false, true));
    }

    @Test
    void theDailySweepKeepsRowsOfFilesThatAreGone() {
        assertThat(SweepRequest.DAILY.dropMissing()).isFalse();
        assertThat(SweepRequest.DAILY.dryRun()).isFalse();
    }

    @Test
    void whatIsNoOrderIsRefusedWithoutItsValues() {
        assertRefused(Map.of(), "sweep=true");
        assertRefused(Map.of("sweep", "true"), "sweep=true");
        assertRefused(Map.of("sweep", false), "sweep=true");
        assertRefused(Map.of("sweep", true, "dry_run", "SECRET"), "dry_run is no truth value");
        assertRefused(Map.of("sweep", true, "drop_missing", 1), "drop_missing is no truth value");
        assertRefused(Map.of("sweep", true, "SECRET", true), "expected sweep, dry_run or drop_missing");
    }

    private static void assertRefused(Map<String, Object> event, String reason) {
        assertThatThrownBy(() -> SweepRequest.parse(event))
                .isInstanceOf(Poison.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("SECRET");
    }
}
