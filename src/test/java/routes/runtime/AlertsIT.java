package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import routes.ManualClock;
import routes.aws.Alerts;
import routes.aws.Alerts.Alert;
import routes.aws.Alerts.Raised;
import routes.aws.Clients;
import routes.aws.RunLedger;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** Alerts on the wire, read back from a queue that listens to the topic. */
class AlertsIT {
    private static final Duration WINDOW = Duration.ofMinutes(30);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int WORKERS = 8;

    private final TestLake lake = new TestLake();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final String listener = lake.name("listener");
    private final String topic;
    private final Alerts alerts;

    AlertsIT() {
        topic = lake.clients()
                .sns()
                .createTopic(create -> create.name(lake.name("alerts")))
                .topicArn();
        String queue = lake.createQueue(listener, 6);
        lake.clients()
                .sns()
                .subscribe(
                        subscribe -> subscribe.topicArn(topic).protocol("sqs").endpoint(queue));
        alerts = worker(lake.clients(), "one", topic, clock);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Alerts worker(Clients clients, String owner, String topicArn, Clock time) {
        RunLedger ledger = new RunLedger(clients::dynamoDb, lake.table(), owner, LEASE, time);
        return new Alerts.Account(clients::sns, ledger, time).to(topicArn, WINDOW);
    }

    private static Alert about(String thing) {
        return new Alert(
                "quality",
                Optional.of(thing),
                "Flight Data Quality Alert - Score: 0.512",
                Map.of("file", "year=2026/ä.parquet", "checks", List.of(Map.of("name", "validity", "score", 0.25))));
    }

    private static void refusePublishing(TestLake lake) {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to refuse calls");
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"sns\",\"operation\":\"Publish\",\"status\":500,\"code\":\"InternalError\",\"times\":100}");
    }

    @Test
    void whatIsRaisedReachesWhoListensToTheTopic() throws IOException {
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT);
        Map<String, Object> told = JSON.std.mapFrom(
                lake.receive(listener, 1, Duration.ofMinutes(1)).get(0).body());
        assertThat(told).containsEntry("Subject", "Flight Data Quality Alert - Score: 0.512");
        assertThat(JSON.std.mapFrom((String) told.get("Message")))
                .containsEntry("file", "year=2026/ä.parquet")
                .containsEntry("checks", List.of(Map.of("name", "validity", "score", 0.25)))
                .containsEntry("suppressed", 0);
    }

    @Test
    void aTopicThatIsDownFailsTheAlertAndTheNextTrySends() {
        refusePublishing(lake);
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(SdkException.class);
        lake.cloud("POST", "reset", "");
        assertThat(worker(lake.clients(), "other", topic, clock).raise(about("a")))
                .isEqualTo(Raised.SENT);
        assertThat(lake.depth(listener)).isEqualTo(1);
    }

    @Test
    void aTopicThatIsNotThereFailsTheAlert() {
        Alerts nowhere = worker(lake.clients(), "one", topic + "-gone", clock);
        assertThatThrownBy(() -> nowhere.raise(about("a"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> nowhere.raise(about("a"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aWorkerThatDiesBetweenPublishingAndNotingLeavesARepetitionAfterItsLease() {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to refuse calls");
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"dynamodb\",\"operation\":\"UpdateItem\",\"match\":\"#claimant = :claimant\","
                        + "\"status\":400,\"times\":2,\"code\":\"AccessDeniedException\"}");
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(SdkException.class);
        assertThatThrownBy(() -> alerts.raise(about("a"))).isInstanceOf(Transient.class);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT);
        assertThat(lake.depth(listener)).isEqualTo(2);
    }

    @Test
    void suppressedOnesAreCountedAndToldByTheNext() throws IOException {
        alerts.raise(about("a"));
        assertThat(alerts.raise(about("a"))).isEqualTo(Raised.SENT_BEFORE);
        assertThat(alerts.raise(about("b"))).isEqualTo(Raised.SUPPRESSED);
        assertThat(alerts.raise(about("c"))).isEqualTo(Raised.SUPPRESSED);
        lake.receive(listener, 1, Duration.ofMinutes(1));
        clock.advance(WINDOW.plusSeconds(1));
        assertThat(alerts.raise(about("d"))).isEqualTo(Raised.SENT);
        String envelope =
                lake.receive(listener, 1, Duration.ofMinutes(1)).get(0).body();
        assertThat(JSON.std.mapFrom((String) JSON.std.mapFrom(envelope).get("Message")))
                .containsEntry("suppressed", 2);
    }

    @Test
    @DisabledIf(
            value = "routes.runtime.TestLake$Ends#areMoto",
            disabledReason =
                    "Moto looks at the condition of an update and writes in two steps: of racing ones two may win")
    void ofWorkersThatRaiseAtOneMomentOneSendsAndNobodyElseIsToldThatItWasSentBeforeItWas() throws Exception {
        List<String> answers = Race.of(WORKERS, (number, clients) -> {
            try {
                return worker(clients, "worker-" + number, topic, clock)
                        .raise(about("thing-" + number))
                        .name();
            } catch (Transient later) {
                return "LATER";
            }
        });
        assertThat(Collections.frequency(answers, "SENT")).isEqualTo(1);
        assertThat(answers).containsOnlyOnce("SENT").containsAnyOf("SUPPRESSED", "LATER");
        assertThat(lake.depth(listener)).isEqualTo(1);
    }

    @Test
    @DisabledIf(
            value = "routes.runtime.TestLake$Ends#areMoto",
            disabledReason =
                    "Moto looks at the condition of an update and writes in two steps: of racing ones two may win")
    void ofCausesThatTellOfOneThingAtOneMomentOneSends() throws Exception {
        List<String> answers = Race.of(WORKERS, (number, clients) -> {
            try {
                return worker(clients, "worker-" + number, topic, clock)
                        .raise(new Alert("cause-" + number, Optional.of("thing"), "s", Map.of()))
                        .name();
            } catch (Transient later) {
                return "LATER";
            }
        });
        assertThat(Collections.frequency(answers, "SENT")).isEqualTo(1);
        assertThat(answers).doesNotContain("SUPPRESSED");
        assertThat(lake.depth(listener)).isEqualTo(1);
        for (int number = 0; number < WORKERS; number++) {
            Alert again = new Alert("cause-" + number, Optional.of("thing"), "s", Map.of());
            assertThat(alerts.raise(again)).isEqualTo(Raised.SENT_BEFORE);
        }
    }
}
