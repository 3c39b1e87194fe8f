package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import routes.ManualClock;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ExecutionTrackingTest {
    private static final Map<String, ?> NOTHING = Map.of();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00.5Z"));
    private final MemoryTables tables = new MemoryTables();
    private final ExecutionTracking tracking =
            new Tables(() -> tables, "test", () -> 1, clock).executions("executions", Duration.ofDays(90));

    private Map<String, String> step(String step) {
        return tracking.steps("run").stream()
                .filter(item -> item.get("pipeline_step").equals(step))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, AttributeValue> stored() {
        return tables.rows("executions").get("run|convert");
    }

    @Test
    void aStepThatDiesStaysRunningWithItsBegin() {
        tracking.started("run", "convert", Map.of("source_key", "raw/a b"));
        assertThat(step("convert"))
                .containsEntry("status", "RUNNING")
                .containsEntry("started_at", "2026-11-21T10:00:00.500Z")
                .containsEntry("attempts", "1")
                .containsEntry("source_key", "raw/a b")
                .doesNotContainKeys("ended_at", "error", "error_kind");
    }

    @Test
    void aStepThatIsLostIsSaidToHaveFailedUnlessItHasEndedOrEndsAfterAll() {
        tracking.started("run", "fetch", NOTHING);
        clock.advance(Duration.ofMinutes(10));
        assertThat(tracking.lost("run", "fetch", "its process\nhas ended")).isTrue();
        assertThat(step("fetch"))
                .containsEntry("status", "FAILED")
                .containsEntry("ended_at", "2026-11-21T10:10:00.500Z")
                .containsEntry("error_kind", "lost")
                .containsEntry("error", "its process has ended");
        assertThat(tracking.lost("run", "fetch", "again")).isFalse();
        tracking.succeeded("run", "fetch", NOTHING);
        assertThat(tracking.lost("run", "fetch", "again")).isFalse();
        assertThat(step("fetch")).containsEntry("status", "SUCCEEDED").doesNotContainKeys("error", "error_kind");
        assertThat(tracking.lost("run", "never begun", "again")).isFalse();
        assertThat(tracking.steps("run")).hasSize(1);
    }

    @Test
    void aStepThatFailsTellsWhyInOneLine() {
        tracking.started("run", "convert", NOTHING);
        clock.advance(Duration.ofMillis(1500));
        tracking.failed("run", "convert", "POISON", "no\nJSON " + "x".repeat(1000), Map.of("rows", 0));
        assertThat(step("convert"))
                .containsEntry("status", "FAILED")
                .containsEntry("ended_at", "2026-11-21T10:00:02.000Z")
                .containsEntry("error_kind", "POISON")
                .containsEntry("rows", "0")
                .doesNotContainKey("succeeded_at");
        assertThat(step("convert").get("error"))
                .startsWith("no JSON x")
                .endsWith("…")
                .hasSize(300);
    }

    @Test
    void aFurtherTryTakesTheFailureAwayAndCounts() {
        tracking.started("run", "convert", NOTHING);
        tracking.failed("run", "convert", "POISON", "no JSON", NOTHING);
        tracking.started("run", "convert", NOTHING);
        assertThat(step("convert"))
                .containsEntry("status", "RUNNING")
                .containsEntry("attempts", "2")
                .doesNotContainKeys("ended_at", "error", "error_kind");
    }

    @Test
    void aFailureOfATryThatAnotherHasOvertakenWithSuccessIsNotWritten() {
        tracking.started("run", "convert", NOTHING);
        tracking.started("run", "convert", NOTHING);
        tracking.succeeded("run", "convert", Map.of("rows", 7L));
        assertThat(tracking.failed("run", "convert", "TRANSIENT", "too late", Map.of("rows", 0)))
                .isFalse();
        assertThat(step("convert"))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("rows", "7")
                .doesNotContainKeys("error", "error_kind");
    }

    @Test
    void aDuplicateThatFailsAfterASuccessIsTheItemsStateUntilOneSucceedsAgain() {
        tracking.started("run", "convert", NOTHING);
        tracking.succeeded("run", "convert", Map.of("score", 0.912));
        clock.advance(Duration.ofHours(1));
        tracking.started("run", "convert", NOTHING);
        assertThat(step("convert")).containsEntry("status", "RUNNING");
        assertThat(tracking.failed("run", "convert", "TRANSIENT", "unreachable", NOTHING))
                .isTrue();
        assertThat(step("convert"))
                .containsEntry("status", "FAILED")
                .containsEntry("succeeded_at", "2026-11-21T10:00:00.500Z")
                .containsEntry("score", "0.912");
        tracking.started("run", "convert", NOTHING);
        tracking.succeeded("run", "convert", NOTHING);
        assertThat(step("convert"))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("succeeded_at", "2026-11-21T11:00:00.500Z")
                .containsEntry("attempts", "3")
                .doesNotContainKeys("error", "error_kind");
    }

    @Test
    void numbersAreStoredAsNumbersAndTextsAsTexts() {
        tracking.succeeded(
                "run",
                "convert",
                Map.of("i", 3, "l", 4L, "d", 0.25, "b", new BigDecimal("1.50"), "text", "5", "empty", ""));
        assertThat(stored())
                .containsEntry("i", AttributeValue.fromN("3"))
                .containsEntry("l", AttributeValue.fromN("4"))
                .containsEntry("d", AttributeValue.fromN("0.25"))
                .containsEntry("b", AttributeValue.fromN("1.50"))
                .containsEntry("text", AttributeValue.fromS("5"))
                .containsEntry("empty", AttributeValue.fromS(""));
    }

    @Test
    void whatIsNoTextOrNumberOrBearsANameOfTheItemIsRefusedAndNothingIsWritten() {
        for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, true, List.of("secret"))) {
            assertThatThrownBy(() -> tracking.started("run", "convert", Map.of("fact", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'fact'")
                    .hasMessageContaining("expected a text or a finite number")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> tracking.started("run", "convert", Collections.singletonMap("fact", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        for (String name : List.of("status", "attempts", "ttl", "execution_id", "error")) {
            assertThatThrownBy(() -> tracking.succeeded("run", "convert", Map.of(name, "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
        assertThat(tables.rows("executions")).isEmpty();
    }

    @Test
    void everyWriteLetsTheItemLiveAnew() {
        tracking.started("run", "convert", NOTHING);
        clock.advance(Duration.ofDays(1));
        tracking.succeeded("run", "convert", NOTHING);
        long forgotten = clock.instant().plus(Duration.ofDays(90)).getEpochSecond();
        assertThat(stored()).containsEntry("ttl", AttributeValue.fromN(Long.toString(forgotten)));
    }

    @Test
    void stepsOfAnExecutionComeInTheOrderOfTheirBegin() {
        for (String step : List.of("fetch", "convert", "validate")) {
            tracking.started("run", step, NOTHING);
            clock.advance(Duration.ofMillis(10));
        }
        tracking.started("another", "fetch", NOTHING);
        assertThat(tracking.steps("run"))
                .extracting(item -> item.get("pipeline_step"))
                .containsExactly("fetch", "convert", "validate");
        assertThat(tracking.steps("none")).isEmpty();
    }
}
