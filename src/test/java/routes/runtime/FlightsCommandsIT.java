package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code flights quarantine|release|reject}, and what {@code doctor}, {@code status} and {@code trace} tell of flights. */
class FlightsCommandsIT {
    private static final Instant TIME = FlightsLake.TIME;
    private static final String NAME = "20240615_184000";

    private final FlightsLake lake = new FlightsLake();
    private final FlightsSteps steps = new FlightsSteps(lake, Clock.systemUTC());
    private final TestCommands commands = new TestCommands(lake.values());

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private void judged(Instant time, String json) {
        lake.arrive(time, json);
        assertThat(steps.convert()).isZero();
        lake.tellProcessed(time);
        assertThat(steps.validate()).isZero();
    }

    private boolean isStored() {
        return lake.has(lake.processed(), FlightsKeys.processed(TIME));
    }

    @Test
    void whatWaitsIsListedWithItsScoreAndADryRunDoesNothing() {
        judged(TIME, FlightsSnapshots.terrible(TIME));
        TestCommands.Ended listed = commands.run("flights", "quarantine");
        assertThat(listed.out()).contains(NAME, "overall_score", "1 files in quarantine");

        TestCommands.Ended dry = commands.run("flights", "release", "--all", "--dry-run");
        assertThat(dry.out()).contains(NAME + "  would be done");
        assertThat(isStored()).isFalse();

        TestCommands.Ended released = commands.run("flights", "release", NAME);
        assertThat(released.code()).as(released.err()).isZero();
        assertThat(isStored()).isTrue();
        assertThat(commands.run("flights", "quarantine").out()).contains("0 files in quarantine");
    }

    @Test
    void whatIsNoSnapshotIsAFaultOfUsage() {
        TestCommands.Ended wrong = commands.run("flights", "release", "yesterday");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("snapshot is 'yesterday', expected a time such as 20261121_185500");
        assertThat(commands.run("flights", "reject").code()).isEqualTo(2);
        assertThat(commands.run("flights", "reject", NAME, "--all").code()).isEqualTo(2);
    }

    @Test
    void theDoctorLooksForBucketsQueuesTablesTheSecretAndTheTopic() {
        TestCommands.Ended doctor = commands.run("doctor");
        assertThat(doctor.out())
                .contains(
                        lake.raw(), lake.processed(), lake.rawEvents(), lake.executions(), lake.secret(), "ok    topic")
                .doesNotContain("FAIL");
        assertThat(doctor.code()).isZero();
        String nobody = "arn:aws:sns:us-east-1:000000000000:no-such-topic";
        TestCommands.Ended without = new TestCommands(lake.values("flights.alerts-topic", nobody)).run("doctor");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out()).contains("FAIL  topic " + nobody);
    }

    @Test
    void aSnapshotIsFollowedFromItsRawObjectToItsScore() {
        judged(TIME, FlightsSnapshots.good(TIME));
        TestCommands.Ended traced = commands.run("trace", "s3://" + lake.raw() + "/" + FlightsKeys.raw(TIME));
        assertThat(traced.code()).as(traced.err()).isZero();
        assertThat(traced.out()).contains("flights-convert", "flights-validate", "SUCCEEDED", "score");
        assertThat(commands.run("status").out()).contains("flights", "closed", "scheduled fetches of a day");
    }

    @Test
    void aConfigurationThatCannotWorkNamesEachFault() {
        TestCommands.Ended checked = new TestCommands(lake.values(
                        "flights.alerts-topic", "lake-alerts",
                        "flights.daily-credits", "400",
                        "flights.schedule", "0 0/5 * * * ?",
                        "flights.quality-threshold", "2"))
                .run("config", "check");
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.out() + checked.err())
                .contains("flights.alerts-topic is 'lake-alerts', expected the ARN of an SNS topic")
                .contains("288 calls a day of 4 credits each, 1152 in all")
                .contains("flights.quality-threshold is '2', expected a number from 0 to 1");
    }
}
