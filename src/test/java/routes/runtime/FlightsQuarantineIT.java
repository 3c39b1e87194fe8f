package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.ManualClock;

/** What somebody decides about a file in quarantine sticks to its content, whatever comes again. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsQuarantineIT {
    private static final Instant TIME = FlightsLake.TIME;
    private static final String NAME = "20240615_184000";

    private final FlightsLake lake = new FlightsLake();
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final FlightsSteps steps = new FlightsSteps(lake, clock);
    private byte[] file;

    @BeforeEach
    void quarantine() {
        lake.arrive(TIME, FlightsSnapshots.terrible(TIME));
        assertThat(steps.convert()).isZero();
        file = lake.object(lake.processed(), FlightsKeys.processed(TIME));
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isFalse();
        clock.advance(Duration.ofDays(1));
    }

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private TestCommands.Ended decide(String... words) {
        return new TestCommands(lake.values()).run(words);
    }

    /** Both steps once more. */
    private void replay() {
        lake.tellRaw(TIME);
        assertThat(steps.convert()).isZero();
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
    }

    private void isReleased() {
        assertThat(lake.object(lake.processed(), FlightsKeys.processed(TIME))).isEqualTo(file);
        assertThat(lake.has(lake.processed(), FlightsKeys.quarantine(TIME))).isFalse();
    }

    @Test
    void aReleasedFileIsScoredAgainAndNeverMovedOrToldOfAgain() {
        TestCommands.Ended released = decide("flights", "release", NAME, "--json");
        assertThat(released.code()).as(released.err()).isZero();
        assertThat(released.json().get("files")).isEqualTo(List.of(Map.of("snapshot", NAME, "fate", "done")));
        isReleased();
        String attempts = lake.rows().steps("flights-validate").get(0).get("attempts");
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        replay();
        isReleased();
        assertThat(lake.rows().steps("flights-validate"))
                .singleElement()
                .satisfies(step -> assertThat(step)
                        .containsEntry("quarantined", "false")
                        .containsEntry("passed", "false")
                        .containsEntry("attempts", Integer.toString(Integer.parseInt(attempts) + 2)));
        assertThat(lake.alerts()).hasSize(1);
        assertThat(decide("flights", "release", NAME).code()).isZero();
        assertThat(decide("flights", "reject", NAME).code()).isEqualTo(1);
        isReleased();
    }

    @Test
    void aRejectedFileIsGoneAndDoesNotComeAgain() {
        assertThat(decide("flights", "reject", "s3://" + lake.processed() + "/" + FlightsKeys.processed(TIME))
                        .code())
                .isZero();
        assertThat(lake.keys(lake.processed()))
                .containsExactly(FlightsKeys.report(TIME), FlightsKeys.quarantineReport(TIME));
        replay();
        lake.put(lake.processed(), FlightsKeys.processed(TIME), file, Map.of());
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        assertThat(lake.keys(lake.processed()))
                .containsExactly(FlightsKeys.report(TIME), FlightsKeys.quarantineReport(TIME));
        assertThat(lake.alerts()).hasSize(1);
        assertThat(decide("flights", "release", NAME).code()).isEqualTo(1);
    }

    @Test
    void aDryRunAndAWrongNameChangeNothing() {
        assertThat(decide("flights", "release", "--all", "--dry-run").out()).contains(NAME, "would be done");
        assertThat(decide("flights", "release", "yesterday").code()).isEqualTo(2);
        assertThat(decide("flights", "release", "20240615_184001").code()).isEqualTo(1);
        assertThat(lake.object(lake.processed(), FlightsKeys.quarantine(TIME))).isEqualTo(file);
    }

    /** Refused in between, the command is given again and goes on where it was. */
    @ParameterizedTest
    @CsvSource({"dynamodb, UpdateItem, flights-verdict", "s3, PutObject, flight_data", "s3, DeleteObject, quarantine"})
    void aReleaseThatBreaksOffIsFinishedByTheNext(String service, String operation, String match) {
        lake.faults().refuse(service, operation, match);
        assertThat(decide("flights", "release", "--all").code()).isEqualTo(1);
        lake.faults().heal();
        replay();
        TestCommands.Ended again = decide("flights", "release", "--all");
        assertThat(again.code()).as(again.err()).isZero();
        isReleased();
        assertThat(lake.alerts()).hasSize(1);
    }
}
