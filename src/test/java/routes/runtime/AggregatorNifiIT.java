package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** NiFi misbehaves for a moment: the bundle comes to it all the same, and no more often than it has to. */
class AggregatorNifiIT {
    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @AfterEach
    void close() {
        lake.close();
    }

    private void nifi(String conduct) {
        lake.lake().behave("{\"end\":\"nifi\"," + conduct.replace('\'', '"') + "}");
    }

    private int posts() {
        return lake.nifi().values().stream()
                .mapToInt(bundle -> (int) bundle.get("posts"))
                .sum();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'do':'status','status':500                   | 2
                    'do':'status','status':429,'retry_after':1   | 2
                    'do':'slow','delay_ms':3000                  | 2
                    'do':'close'                                 | 2
                    'do':'close','early':true                    | 1
                    'do':'down'                                  | 1
                    'do':'cut'                                   | 1
                    """, quoteCharacter = '"')
    void anAttemptThatFailsIsMadeAgainWithTheSameBytesAndOneThatSucceededIsNot(String conduct, int posts)
            throws Exception {
        shipment.put("data/a", 20_000);
        nifi(conduct + ",'times':1");
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.nifi-timeout", "1s")) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrived();
        // One that has lost its patience is still being answered.
        await().untilAsserted(() -> assertThat(posts()).isEqualTo(posts));
        assertThat(lake.nifi().values())
                .singleElement()
                .satisfies(bundle -> assertThat(bundle).containsEntry("sha256_matches", true));
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void bundlesThatNifiRefusesAreParkedWithItsReasonAndTheOthersAreDelivered(AggregatorDoor.Kind kind)
            throws Exception {
        IntStream.range(0, 5).forEach(i -> shipment.put("data/file-" + i, 1024));
        // As many as would open the circuit, if they counted.
        nifi("'do':'status','status':400,'times':3");
        try (AggregatorDoor door = kind.open(lake, "aggregator.batch-bytes", "1KiB")) {
            await().atMost(Scale.patience()).until(lake::isIdle);
            assertThat(door).isNotNull();
        }
        shipment.isArchivedOnce();
        assertThat(lake.states().values())
                .containsExactlyInAnyOrder("PARKED", "PARKED", "PARKED", "DELIVERED", "DELIVERED");
        assertThat(posts()).isEqualTo(5);
        assertThat(lake.lake().look(lake.deliveries() + "-dlq")).hasSize(3).allSatisfy(parked -> {
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("400");
            assertThat(parked.messageAttributes().get("failed_route").stringValue())
                    .isEqualTo("aggregator-delivery");
        });
    }

    @Test
    void aPasswordThatWasReplacedIsFetchedAnewAndNothingIsParked() throws Exception {
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake)) {
            shipment.put("data/before", 100);
            shipment.awaitDelivered();
            nifi("'set':{'username':'local','password':'new'}");
            lake.lake()
                    .clients()
                    .secrets()
                    .putSecretValue(put ->
                            put.secretId(lake.secret()).secretString("{\"username\":\"local\",\"password\":\"new\"}"));
            shipment.put("data/after", 100);
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void aMessageOfABundleThatWasDeliveredIsAcknowledgedUnsent(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/a", 100);
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            String again =
                    "{\"bundle_id\":\"" + lake.states().keySet().iterator().next()
                            + "\",\"planned_at\":\"2026-11-20T01:00:00Z\",\"run_id\":\"again\"}";
            lake.lake().sendTo(lake.deliveries(), again, Map.of());
            lake.lake().sendTo(lake.deliveries(), again, Map.of());
            await().atMost(Duration.ofSeconds(60)).until(lake::isIdle);
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void twoProcessesAtTheSameQueuesDeliverEverythingAndNothingTwice() throws Exception {
        try (AggregatorDoor one = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.batch-size", "7");
                AggregatorDoor other = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.batch-size", "5")) {
            shipment.putAll(120, 8, i -> Content.noise(i, 1000 + i));
            shipment.awaitDelivered();
            assertThat(one).isNotSameAs(other);
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }
}
