package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.ManualClock;
import routes.aws.Alerts.Alert;
import routes.aws.Alerts.Raised;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sns.model.SnsException;

class AlertsTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:lake-alerts";
    private static final Duration WINDOW = Duration.ofMinutes(30);
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final MemoryRuns runs = new MemoryRuns();
    private final MemorySns sns = new MemorySns();
    private final Alerts alerts = worker("one");
    private final Alerts other = worker("other");

    private Alerts worker(String owner) {
        RunLedger ledger = new RunLedger(() -> runs, "runs", owner, LEASE, clock);
        return new Alerts.Account(() -> sns, ledger, clock).to(TOPIC, WINDOW);
    }

    private static Alert alert(String cause) {
        return new Alert(cause, Optional.empty(), "Low score", Map.of("score", 0.5));
    }

    private static Alert about(String thing) {
        return new Alert("quality", Optional.of(thing), "Low score", Map.of("score", 0.5));
    }

    private void failPublishing() {
        sns.fail(request -> SnsException.builder().statusCode(500).build());
    }

    private void dieAfterPublishing() {
        runs.refuse(request -> MemoryRuns.sets(request, "finished_at") && finishes(request.updateExpression()));
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(DynamoDbException.class);
        runs.refuse(request -> false);
    }

    private static boolean finishes(String expression) {
        return !expression.contains("REMOVE");
    }

    private long suppressed() throws IOException {
        String body = sns.published().get(sns.published().size() - 1).message();
        return ((Number) JSON.std.mapFrom(body).get("suppressed")).longValue();
    }

    @Test
    void anAlertThatCannotBePublishedIsThrownAndMayBeTriedAtOnce() {
        failPublishing();
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(SnsException.class);
        sns.fail(request -> null);
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT);
    }

    @Test
    void anAlertWhoseClaimCannotEvenBeLetGoFailsWithItsOwnFailure() {
        failPublishing();
        runs.refuse(request ->
                request.expressionAttributeValues().values().stream().anyMatch(value -> "nobody".equals(value.s())));
        assertThatThrownBy(() -> alerts.raise(about("a")))
                .isInstanceOf(SnsException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        runs.refuse(request -> false);
        sns.fail(request -> null);
        assertThatThrownBy(() -> other.raise(about("a"))).isInstanceOf(Transient.class);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT);
    }

    @Test
    void nobodyIsSuppressedBeforeTheFirstIsPublished() {
        sns.beforeNext(() -> assertThatThrownBy(() -> other.raise(alert("quality")))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("quality"));
        assertThat(alerts.raise(alert("quality"))).isEqualTo(Raised.SENT);
        assertThat(other.raise(alert("quality"))).isEqualTo(Raised.SUPPRESSED);
    }

    @Test
    void whoDiesBeforeItIsNotedAsSentLeavesARepetitionAfterHisLease() {
        dieAfterPublishing();
        assertThatThrownBy(() -> other.raise(about("a"))).isInstanceOf(Transient.class);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT);
        assertThat(sns.published()).hasSize(2);
    }

    @Test
    void whoDiesBetweenTheTwoNotesLeavesNoRepetitionAboutTheThing() {
        runs.refuse(request -> MemoryRuns.sets(request, "told"));
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(DynamoDbException.class);
        runs.refuse(request -> false);
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT_BEFORE);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(other.raise(about("b"))).isEqualTo(Raised.SENT);
    }

    @Test
    void whoTakesLongerThanHisLeaseDoesNotUndoWhatAnotherHasDone() {
        sns.beforeNext(() -> {
            clock.advance(LEASE.plusSeconds(1));
            assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT);
            failPublishing();
        });
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(SnsException.class);
        sns.fail(request -> null);
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT_BEFORE);
        assertThat(other.raise(about("b"))).isEqualTo(Raised.SUPPRESSED);
    }

    @Test
    void aCauseIsQuietForTheWindowSinceTheLastThatWasSent() {
        assertThat(alerts.raise(alert("quality"))).isEqualTo(Raised.SENT);
        clock.advance(WINDOW);
        assertThat(other.raise(alert("quality"))).isEqualTo(Raised.SUPPRESSED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(other.raise(alert("quality"))).isEqualTo(Raised.SENT);
        assertThat(other.raise(alert("quality"))).isEqualTo(Raised.SUPPRESSED);
    }

    @Test
    void whatIsSuppressedDoesNotProlongTheQuiet() {
        alerts.raise(alert("quality"));
        for (int minute = 0; minute < 30; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(alerts.raise(alert("quality"))).isEqualTo(Raised.SUPPRESSED);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(alerts.raise(alert("quality"))).isEqualTo(Raised.SENT);
    }

    @Test
    void anotherCauseIsNotSuppressed() {
        alerts.raise(alert("quality"));
        assertThat(alerts.raise(alert("circuit"))).isEqualTo(Raised.SENT);
    }

    @Test
    void anotherTopicHasItsOwnAlerts() {
        alerts.raise(about("a"));
        RunLedger ledger = new RunLedger(() -> runs, "runs", "one", LEASE, clock);
        Alerts elsewhere = new Alerts(() -> sns, ledger, TOPIC + "-2", WINDOW, clock);
        assertThat(elsewhere.raise(about("a"))).isEqualTo(Raised.SENT);
    }

    @Test
    void aThingIsToldOfOnceWhateverTheTimeAndTheCause() throws IOException {
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT);
        clock.advance(Duration.ofDays(1));
        assertThat(other.raise(about("a"))).isEqualTo(Raised.SENT_BEFORE);
        assertThat(other.raise(new Alert("quarantine", Optional.of("a"), "Again", Map.of())))
                .isEqualTo(Raised.SENT_BEFORE);
        assertThat(other.raise(about("b"))).isEqualTo(Raised.SENT);
        assertThat(suppressed()).as("what was told is not suppressed").isZero();
    }

    @Test
    void aThingThatWasSuppressedIsToldOfWhenItComesAgainLater() {
        alerts.raise(about("a"));
        assertThat(alerts.raise(about("b"))).isEqualTo(Raised.SUPPRESSED);
        clock.advance(WINDOW.plusSeconds(1));
        assertThat(alerts.raise(about("b"))).isEqualTo(Raised.SENT);
    }

    @Test
    void twoCausesAboutOneThingAtATimeSendOneAlertAndTheOtherCauseIsFree() {
        Alert circuit = new Alert("circuit", Optional.of("a"), "Open", Map.of());
        sns.beforeNext(() -> assertThatThrownBy(() -> other.raise(circuit)).isInstanceOf(Transient.class));
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT);
        assertThat(other.raise(circuit)).isEqualTo(Raised.SENT_BEFORE);
        assertThat(other.raise(alert("circuit"))).isEqualTo(Raised.SENT);
    }

    @Test
    void aThingThatAnotherCauseHasToldOfJustNowIsNotToldAgainAndTheCauseIsFree() {
        Alert circuit = new Alert("circuit", Optional.of("a"), "Open", Map.of());
        // Between the look whether it was told, and the claim of its own cause.
        runs.beforeNextWrite(() -> other.raise(circuit));
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT_BEFORE);
        assertThat(sns.published()).hasSize(1);
        assertThat(alerts.raise(about("b"))).isEqualTo(Raised.SENT);
    }

    @Test
    void theNextAlertTellsHowManyWereSuppressed() throws IOException {
        alerts.raise(alert("quality"));
        assertThat(suppressed()).isZero();
        for (int i = 0; i < 3; i++) {
            other.raise(alert("quality"));
        }
        clock.advance(WINDOW.plusSeconds(1));
        alerts.raise(alert("quality"));
        assertThat(suppressed()).isEqualTo(3);
        clock.advance(WINDOW.plusSeconds(1));
        alerts.raise(alert("quality"));
        assertThat(suppressed()).isZero();
    }

    @Test
    void anAlertThatFailedTellsOfTheSuppressedOnesWhenItSucceeds() throws IOException {
        alerts.raise(alert("quality"));
        alerts.raise(alert("quality"));
        clock.advance(WINDOW.plusSeconds(1));
        failPublishing();
        assertThatThrownBy(() -> alerts.raise(alert("quality"))).isInstanceOf(SnsException.class);
        sns.fail(request -> null);
        alerts.raise(alert("quality"));
        assertThat(suppressed()).isEqualTo(1);
    }

    @Test
    void theTopicGetsSubjectAndBody() throws IOException {
        alerts.raise(new Alert("quality", Optional.of("a"), "Zähler\nfalsch", Map.of("score", 0.5)));
        assertThat(sns.published().get(0).topicArn()).isEqualTo(TOPIC);
        assertThat(sns.published().get(0).subject()).isEqualTo("Zahler falsch");
        assertThat(JSON.std.mapFrom(sns.published().get(0).message()))
                .isEqualTo(
                        Map.of("score", 0.5, "cause", "quality", "raised_at", "2026-11-21T10:00:00Z", "suppressed", 0));
    }

    @Test
    void aSuppressedAlertCostsOneWriteThatHoldsAndASentOneAboutNothingTwo() {
        alerts.raise(alert("quality"));
        assertThat(runs.writes()).isEqualTo(2);
        alerts.raise(alert("quality"));
        assertThat(runs.writes()).as("a claim that is refused, and the count").isEqualTo(4);
    }

    @Test
    void withinAnyHistoryTwoAlertsOfACauseAreAWindowApartAndAllSuppressedOnesAreTold() {
        Cases.forAll(cases -> {
            MemoryRuns rows = new MemoryRuns();
            MemorySns topic = new MemorySns();
            ManualClock time = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
            Alerts some =
                    new Alerts(() -> topic, new RunLedger(() -> rows, "runs", "one", LEASE, time), TOPIC, WINDOW, time);
            Map<String, Instant> last = new HashMap<>();
            Map<String, Long> untold = new HashMap<>();
            for (int step = 0; step < 60; step++) {
                time.advance(Duration.ofSeconds(cases.number(0, 1200)));
                String cause = "cause-" + cases.number(1, 3);
                boolean fails = cases.number(1, 4) == 1;
                topic.fail(request ->
                        fails ? SnsException.builder().statusCode(500).build() : null);
                boolean due =
                        !last.containsKey(cause) || last.get(cause).plus(WINDOW).isBefore(time.instant());
                if (due && fails) {
                    assertThatThrownBy(() -> some.raise(alert(cause))).isInstanceOf(SnsException.class);
                } else if (due) {
                    assertThat(some.raise(alert(cause))).isEqualTo(Raised.SENT);
                    String body =
                            topic.published().get(topic.published().size() - 1).message();
                    assertThat(((Number) JSON.std.mapFrom(body).get("suppressed")).longValue())
                            .isEqualTo(untold.getOrDefault(cause, 0L));
                    last.put(cause, time.instant());
                    untold.remove(cause);
                } else {
                    assertThat(some.raise(alert(cause))).isEqualTo(Raised.SUPPRESSED);
                    untold.merge(cause, 1L, Long::sum);
                }
            }
        });
    }

    @Test
    void anAlertWithoutACauseOrWithTooLongANameIsNone() {
        for (String name : new String[] {"", " ", "x".repeat(201)}) {
            assertThatThrownBy(() -> alert(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cause of an alert is '")
                    .hasMessageContaining("1 to 200 characters");
            assertThatThrownBy(() -> about(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("thing of an alert is '");
        }
    }

    @Test
    void aWindowBeforeNowIsNone() {
        RunLedger ledger = new RunLedger(() -> runs, "runs", "one", LEASE, clock);
        assertThatThrownBy(() -> new Alerts(() -> sns, ledger, TOPIC, Duration.ofMinutes(-1), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1M");
    }
}
