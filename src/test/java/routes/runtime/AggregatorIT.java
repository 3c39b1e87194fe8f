package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Objects on their way through bundles to NiFi, at both doors. Every object is found by its SHA-256 exactly once over all
 * bundles of the archive, and once over all deliveries.
 */
class AggregatorIT {
    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void theObjectsOfABatchAreOneBundleWithItsManifestAndAreSentOnce(AggregatorDoor.Kind kind) throws Exception {
        for (int i = 0; i < 8; i++) {
            shipment.put("data/day=1/file " + i + "+ü.json", 1000 + i);
        }
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        String bundle = lake.bundles().get(0);
        assertThat(bundle).matches("bundles/\\d{4}/\\d\\d/\\d\\d/\\d\\d/bundle-[0-9a-f]{32}\\.tar\\.gz");
        var head = lake.lake()
                .clients()
                .s3()
                .headObject(get -> get.bucket(lake.archive()).key(bundle));
        assertThat(head.contentType()).isEqualTo("application/gzip");
        assertThat(head.contentEncoding()).isNull();
        assertThat(head.metadata()).containsKeys("content-sha256", "member-count");
        Map<String, Object> manifest = lake.manifest(bundle);
        assertThat(manifest)
                .containsEntry("archive_key", bundle)
                .containsEntry("sha256", head.metadata().get("content-sha256"));
        assertThat((List<?>) manifest.get("members"))
                .hasSize(Integer.parseInt(head.metadata().get("member-count")));
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void filesBeyondTheLimitOfABundleAreSeveralBundlesAndALargerOneHasItsOwn(AggregatorDoor.Kind kind)
            throws Exception {
        IntStream.range(0, 6).forEach(i -> shipment.put("data/file-" + i, 300_000));
        shipment.put("data/large", 2_000_000);
        try (AggregatorDoor door = kind.open(lake, "aggregator.batch-bytes", "1000KiB")) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.bundles().size()).isGreaterThanOrEqualTo(3);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void aMessageThatIsNoEventIsParkedAndATestEventIsAcknowledged(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/good", 10);
        lake.lake().sendTo(lake.events(), "no json", Map.of());
        lake.lake().sendTo(lake.events(), "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}", Map.of());
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.lake().look(lake.events() + "-dlq"))
                .singleElement()
                .satisfies(parked -> assertThat(parked.body()).isEqualTo("no json"));
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void anAttributeOfAMessageChangesNothing(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/a", 100);
        Message event =
                lake.lake().receive(lake.events(), 1, Duration.ofSeconds(30)).get(0);
        lake.lake()
                .sendTo(
                        lake.events(),
                        event.body(),
                        Map.of(
                                "CamelHttpUri",
                                "http://127.0.0.1:1/",
                                "CamelAwsS3Key",
                                "evil",
                                "CamelFileName",
                                "evil"));
        try (AggregatorDoor door = kind.open(lake)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> lake.nifi().size() == 1);
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
    }
}
