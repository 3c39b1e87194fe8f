package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Raw objects that are not what their events say: what will never be a snapshot is parked, what cannot be read now comes again. */
class FlightsRawObjectsIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final FlightsSteps steps = new FlightsSteps(lake);

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private static String attribute(Message message, String name) {
        return message.messageAttributes().get(name).stringValue();
    }

    @Test
    void aRawObjectThatHasGoneIsParkedAndTheOthersAreDone() {
        Instant gone = TIME.plusSeconds(10);
        lake.arrive(TIME, FlightsSnapshots.good(TIME));
        lake.tellRaw(gone);
        assertThat(steps.convert()).isZero();
        lake.isConvertedOnce(TIME);
        Message parked = lake.onlyParked();
        assertThat(attribute(parked, "error_kind")).isEqualTo("poison");
        assertThat(attribute(parked, "error")).contains("not there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "<html><body>Please log in.</body></html>",
                "[\"kept-to-ourselves\"]",
                "{\"time\":1718476800}",
                "{\"states\":[]}",
                "{\"time\":\"kept-to-ourselves\",\"states\":[]}",
                "{\"time\":1718476800,\"states\":17}",
                "{\"time\":1718476800,\"states\":[",
                "{\"time\":1718476810,\"states\":[]}"
            })
    void aRawObjectThatIsNoSnapshotOfItsTimeIsParkedAndNothingComesOfIt(String content) {
        lake.arrive(TIME, content);
        assertThat(steps.convert()).isZero();
        Message parked = lake.onlyParked();
        assertThat(attribute(parked, "error_kind")).isEqualTo("poison");
        assertThat(attribute(parked, "error")).doesNotContain("kept-to-ourselves");
        assertThat(lake.keys(lake.processed())).isEmpty();
        assertThat(lake.rows().steps("flights-convert"))
                .singleElement()
                .satisfies(step -> assertThat(step)
                        .containsEntry("status", "FAILED")
                        .containsEntry("error_kind", "poison")
                        .containsEntry("error", attribute(parked, "error"))
                        .containsEntry("execution_id", "flights-test-" + TIME.getEpochSecond()));
    }

    @Test
    void aRawObjectWhoseGzipBreaksOffIsParked() {
        byte[] gzip = FlightsSnapshots.gzip(FlightsSnapshots.good(TIME).getBytes(StandardCharsets.UTF_8));
        lake.put(lake.raw(), FlightsKeys.raw(TIME), Arrays.copyOf(gzip, gzip.length / 2), Map.of());
        lake.tellRaw(TIME);
        assertThat(steps.convert()).isZero();
        assertThat(attribute(lake.onlyParked(), "error_kind")).isEqualTo("poison");
        assertThat(lake.keys(lake.processed())).isEmpty();
    }

    @Test
    void aRawObjectThatSomebodyPutThereByHandPlainAndWithoutARunIsConverted() {
        byte[] plain = FlightsSnapshots.good(TIME).getBytes(StandardCharsets.UTF_8);
        lake.put(lake.raw(), FlightsKeys.raw(TIME), plain, Map.of());
        lake.tellRaw(TIME);
        assertThat(steps.convert()).isZero();
        lake.isConvertedOnce(TIME);
        assertThat(lake.rows().run("flights-snapshot-20240615T184000Z")).containsOnlyKeys("flights-convert");
    }

    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "faults are in our gateway")
    @ParameterizedTest
    @ValueSource(strings = {"HeadObject", "GetObject", "PutObject"})
    void whatCannotBeReadOrWrittenNowComesAgainAndTheOthersDoNotWaitForIt(String operation) {
        Instant later = TIME.plusSeconds(10);
        lake.arrive(TIME, FlightsSnapshots.good(TIME));
        lake.arrive(later, FlightsSnapshots.good(later));
        lake.faults().refuse("s3", operation, "184000");
        assertThat(steps.convert()).isEqualTo(1);
        lake.isConvertedOnce(later);
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(later))).isTrue();
        lake.faults().heal();
        await().atMost(Scale.patience()).until(() -> {
            steps.convert();
            return lake.isIdle();
        });
        lake.isConvertedOnce(TIME);
        assertThat(lake.parked()).isEmpty();
    }

    @DisabledIfEnvironmentVariable(
            named = "AWS_ENDPOINT_URL",
            matches = ".+",
            disabledReason = "faults are in our gateway")
    @Test
    void whatNobodyMayEverReadIsParkedWithItsReasonInTheEnd() {
        lake.faults().refuse("s3", "GetObject", "184000");
        lake.arrive(TIME, FlightsSnapshots.good(TIME));
        try (FlightsSteps impatient = new FlightsSteps(lake, "lake.max-receives", "2")) {
            await().atMost(Scale.patience()).until(() -> {
                impatient.convert();
                return lake.isIdle();
            });
        }
        Message parked = lake.onlyParked();
        assertThat(parked.body()).contains(lake.raw());
        assertThat(attribute(parked, "error_kind")).isEqualTo("transient");
        assertThat(attribute(parked, "attempts")).isEqualTo("2");
    }
}
