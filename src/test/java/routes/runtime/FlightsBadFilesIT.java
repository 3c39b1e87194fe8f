package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.ManualClock;

/** Files that nobody should use are moved to quarantine, each with its report, whatever is refused on the way. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsBadFilesIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final FlightsSteps steps = new FlightsSteps(lake, clock, "lake.max-receives", "50");

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private void healsWithTheNextReceive() {
        lake.faults().heal();
        await().atMost(Scale.patience()).until(() -> {
            steps.validate();
            return lake.isIdle();
        });
        assertThat(lake.parked()).isEmpty();
    }

    private Map<String, String> verdict() {
        return lake.rows().steps("flights-validate").get(0);
    }

    private void isInQuarantine(byte[] file) {
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isFalse();
        assertThat(lake.object(lake.processed(), FlightsKeys.quarantine(TIME))).isEqualTo(file);
        assertThat(lake.object(lake.processed(), FlightsKeys.quarantineReport(TIME)))
                .isEqualTo(lake.object(lake.processed(), FlightsKeys.report(TIME)));
    }

    private byte[] terrible() {
        lake.arrive(TIME, FlightsSnapshots.terrible(TIME));
        assertThat(steps.convert()).isZero();
        lake.tellProcessed(TIME);
        return lake.object(lake.processed(), FlightsKeys.processed(TIME));
    }

    @Test
    void aFileBelowTheLastThresholdIsMovedToQuarantineWithItsReportAndAReplayLeavesItThere() {
        byte[] file = terrible();
        assertThat(steps.validate()).isZero();
        isInQuarantine(file);
        assertThat(lake.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.body()).containsEntry("quarantined", true));
        assertThat(verdict()).containsEntry("quarantined", "true").containsEntry("passed", "false");
        clock.advance(Duration.ofDays(1));
        lake.tellRaw(TIME);
        assertThat(steps.convert()).isZero();
        isInQuarantine(file);
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        lake.put(lake.processed(), FlightsKeys.processed(TIME), file, Map.of());
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        isInQuarantine(file);
        assertThat(lake.alerts()).hasSize(1);
        assertThat(lake.parked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "PAR1", "PAR1 and nothing that belongs between PAR1"})
    void aFileThatIsNoParquetIsToldOfAndMovedToQuarantine(String content) {
        byte[] file = content.getBytes(StandardCharsets.UTF_8);
        lake.put(lake.processed(), FlightsKeys.processed(TIME), file, Map.of());
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        isInQuarantine(file);
        assertThat(lake.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("Flight Data Quality Alert - Score: 0.000");
            assertThat(alert.body()).containsEntry("cause", "flights-unreadable");
        });
        assertThat(lake.parked()).isEmpty();
    }

    /** Each is a durable step of a file that is to be moved: refused, it is done by the next receive. */
    @ParameterizedTest
    @CsvSource({
        "s3, PutObject, quality/",
        "s3, PutObject, report.json",
        "s3, CopyObject, quarantine/",
        "s3, DeleteObject, flight_data",
        "s3, GetObject, flight_data",
        "s3, HeadObject, flight_data",
        "sns, Publish, ''",
        "dynamodb, UpdateItem, flights-verdict",
        "dynamodb, UpdateItem, executions-",
        "dynamodb, UpdateItem, alerts",
        "dynamodb, GetItem, flights-verdict"
    })
    void whateverIsRefusedTheFileComesToQuarantineInTheEndAndPeopleAreToldOnce(
            String service, String operation, String match) {
        byte[] file = terrible();
        lake.faults().refuse(service, operation, match);
        assertThat(steps.validate()).isEqualTo(1);
        assertThat(lake.keys(lake.processed()))
                .containsAnyOf(FlightsKeys.processed(TIME), FlightsKeys.quarantine(TIME));
        clock.advance(Duration.ofMinutes(10));
        healsWithTheNextReceive();
        isInQuarantine(file);
        assertThat(lake.alerts()).hasSize(1);
        assertThat(verdict()).containsEntry("status", "SUCCEEDED").containsEntry("quarantined", "true");
    }
}
