package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The acceptance scenarios: the bytes of every object are found exactly once over all bundles, and once over all
 * deliveries. Large ones are smaller here than they are called, unless {@code -Dscenarios=full} is said.
 *
 * <p>Those that need a process of their own are elsewhere: ten files of 300 MiB in {@link AggregatorMemoryIT}, a NiFi
 * that is down in {@link AggregatorOutageIT}, {@code kill -9} in {@link AggregatorCrashIT}.
 */
class AggregatorScenariosIT {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @AfterEach
    void close() {
        lake.close();
    }

    /** A process with its doors takes all that was put. */
    private void deliver(String... settings) throws Exception {
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, settings)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    private static Content noise(int seed, long bytes) {
        return Content.noise(seed, bytes);
    }

    @Test
    void oneFileOf1MiB() throws Exception {
        shipment.put("data/one", noise(1, MIB));
        deliver();
        assertThat(lake.bundles()).hasSize(1);
    }

    @Test
    void fiftyFilesOf1MiB() throws Exception {
        shipment.putAll(50, 4, i -> noise(i, Scale.of(64 * KIB, MIB)));
        deliver();
    }

    @Test
    void oneFileOf100MiB() throws Exception {
        shipment.put("data/large", noise(1, Scale.of(16 * MIB, 100 * MIB)));
        deliver();
        assertThat(lake.bundles()).hasSize(1);
    }

    @Test
    void fourHundredFilesOf1MiBThatComeFrom25UploadersMeanwhile() throws Exception {
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake)) {
            shipment.putAll(Scale.of(200, 400), 25, i -> noise(i, Scale.of(16 * KIB, MIB)));
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void tenFilesOf10MiBOfTextAreSmallerInTheirBundles() throws Exception {
        long bytes = Scale.of(MIB, 10 * MIB);
        shipment.putAll(10, 4, i -> new Content(i, bytes, Content.Kind.TEXT));
        deliver();
        assertThat(lake.archivedBytes()).isLessThan(10 * bytes * 2 / 3);
    }

    @Test
    void tenFilesOf50MiBAgainstALimitOf400MiBAreSeveralBundlesBelowIt() throws Exception {
        long bytes = Scale.of(MIB, 50 * MIB);
        shipment.putAll(10, 4, i -> noise(i, bytes));
        deliver("aggregator.batch-bytes", Scale.of(8, 400) + "MiB", "aggregator.batch-timeout", "3s");
        assertThat(lake.bundles().size()).isGreaterThan(1);
        assertThat(lake.bundles())
                .allSatisfy(bundle -> assertThat((List<?>) lake.manifest(bundle).get("members"))
                        .hasSizeLessThanOrEqualTo(8));
    }

    @Test
    void aBacklogOf10000SmallFiles() throws Exception {
        shipment.putAll(Scale.of(600, 10_000), 25, i -> noise(i, 200 + i % 100));
        deliver();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void emptyFilesAreBundledLikeAnyOther(AggregatorDoor.Kind kind) throws Exception {
        IntStream.range(0, 5).forEach(i -> shipment.put("data/empty-" + i, 0));
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void twoVersionsOfAKeyAreBothBundled(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/same", 100);
        shipment.put("data/same", 200);
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void theSameEventThreeTimesIsOneObject(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/a", 100);
        Message event = lake.lake().receive(lake.events(), 1, Duration.ZERO).get(0);
        for (int i = 0; i < 2; i++) {
            lake.lake().sendTo(lake.events(), event.body(), Map.of());
        }
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void ofFiveFilesTheOneThatIsGoneIsParkedAndTheOthersAreBundled(AggregatorDoor.Kind kind) throws Exception {
        IntStream.range(0, 4).forEach(i -> shipment.put("data/file-" + i, 1000));
        String version = lake.put("data/gone", new byte[10]);
        lake.lake()
                .clients()
                .s3()
                .deleteObject(
                        delete -> delete.bucket(lake.landing()).key("data/gone").versionId(version));
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.lake().look(lake.events() + "-dlq")).singleElement().satisfies(parked -> {
            assertThat(parked.body()).contains("data/gone");
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("not there");
            assertThat(parked.messageAttributes().get("failed_route").stringValue())
                    .isEqualTo("aggregator-bundle");
        });
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void aKeyThatLeadsOutOfTheBundleIsParkedAndTheSafeFileIsBundled(AggregatorDoor.Kind kind) throws Exception {
        shipment.put("data/safe.txt", 100);
        lake.put("data/../../malicious_file.txt", "evil");
        shipment.put("data/${sysenv.HOME}.txt", "harmless");
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.members()).extracting(AggregatorLake.Member::name).contains("data/${sysenv.HOME}.txt");
        assertThat(lake.lake().look(lake.events() + "-dlq")).hasSize(1);
    }
}
