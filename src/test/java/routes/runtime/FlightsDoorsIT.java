package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import routes.lake.Sha256;
import software.amazon.awssdk.services.sqs.model.Message;

/** The same messages through the doors of a process and through Lambdas: the same is left of them. */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "buckets tell queues of the local cloud")
class FlightsDoorsIT {
    private static final Instant TIME = FlightsLake.TIME;

    /**
     * Everything that can be seen from outside, but times and names of its own.
     *
     * @param objects SHA-256 of contents by key
     * @param steps of every run: what the tracking tells
     * @param verdicts of the ledger
     * @param parked bodies and attributes
     * @param alerts subject and cause
     * @param counted metrics, but those of time
     */
    private record Left(
            Map<String, String> objects,
            List<String> steps,
            List<String> verdicts,
            List<String> parked,
            List<String> alerts,
            Map<String, Long> counted) {}

    @Test
    void bothDoorsLeaveTheSameObjectsNotesMessagesAlertsAndCounts() throws Exception {
        Left process = through(FlightsDoor.Kind.PROCESS);
        Left lambda = through(FlightsDoor.Kind.LAMBDA);
        assertThat(lambda.objects()).isEqualTo(process.objects());
        assertThat(lambda.steps()).isEqualTo(process.steps());
        assertThat(lambda.verdicts()).isEqualTo(process.verdicts());
        assertThat(lambda.parked()).isEqualTo(process.parked());
        assertThat(lambda.alerts()).isEqualTo(process.alerts());
        assertThat(lambda.counted()).isEqualTo(process.counted());
        assertThat(process.objects()).hasSize(26);
        assertThat(process.parked()).hasSize(4);
        assertThat(process.alerts()).hasSize(3);
        assertThat(process.verdicts()).hasSize(2);
    }

    private static Left through(FlightsDoor.Kind kind) throws Exception {
        CountingMeter meter = new CountingMeter();
        try (FlightsLake lake = new FlightsLake()) {
            // Told of by us: what S3 says is never the same, and this message is parked.
            lake.arrive(TIME.plusSeconds(120), "<html>");
            lake.connected();
            for (int i = 0; i < 5; i++) {
                lake.putRaw(TIME.plusSeconds(i), FlightsSnapshots.good(TIME.plusSeconds(i)));
            }
            lake.putRaw(TIME.plusSeconds(100), FlightsSnapshots.bad(TIME.plusSeconds(100)));
            lake.putRaw(TIME.plusSeconds(110), FlightsSnapshots.terrible(TIME.plusSeconds(110)));
            lake.tellRaw(TIME.plusSeconds(130));
            lake.put(lake.processed(), FlightsKeys.processed(TIME.plusSeconds(140)), new byte[] {1}, Map.of());
            lake.lake().sendTo(lake.rawEvents(), "no JSON", Map.of());
            lake.lake().sendTo(lake.processedEvents(), "no JSON", Map.of());
            try (FlightsDoor door = kind.open(lake, lake.values(), meter)) {
                assertThat(door).isNotNull();
                await().pollInterval(Duration.ofMillis(100))
                        .atMost(Scale.patience())
                        .until(() -> lake.keys(lake.processed()).size() == 18 && lake.isIdle());
            }
            return left(lake, meter);
        }
    }

    private static Left left(FlightsLake lake, CountingMeter meter) {
        Map<String, String> objects = new TreeMap<>();
        for (String bucket : List.of(lake.raw(), lake.processed())) {
            lake.keys(bucket)
                    .forEach(key -> objects.put(
                            key, HexFormat.of().formatHex(Sha256.digest().digest(lake.object(bucket, key)))));
        }
        List<String> steps = new ArrayList<>();
        lake.rows().steps().values().forEach(step -> {
            Map<String, String> told = new TreeMap<>(step);
            told.keySet().removeIf(name -> name.endsWith("_at") || name.equals("ttl"));
            steps.add(plain(lake, told.toString()));
        });
        steps.sort(null);
        return new Left(
                objects,
                steps,
                lake.rows().ledger("flights-verdict").stream()
                        .map(row -> row.get("at") + " " + row.get("standing") + " " + row.get("key"))
                        .toList(),
                lake.parked().stream()
                        .map(message -> parked(lake, message))
                        .sorted()
                        .toList(),
                lake.alerts().stream()
                        .map(alert -> alert.subject() + " " + alert.cause())
                        .sorted()
                        .toList(),
                counted(meter));
    }

    private static String plain(FlightsLake lake, String text) {
        return text.replace(lake.raw(), "<raw>").replace(lake.processed(), "<processed>");
    }

    private static String parked(FlightsLake lake, Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        attributes.replace("run_id", "<run>");
        return plain(lake, message.body() + " " + attributes);
    }

    /** In how many batches messages come is chance. */
    private static Map<String, Long> counted(CountingMeter meter) {
        Map<String, Long> counts = new TreeMap<>(meter.counts());
        counts.keySet().removeIf(name -> name.startsWith("batch"));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    @Test
    void ofTwoProcessesOneFetchesWhatIsDue() throws Exception {
        try (FlightsLake lake = new FlightsLake()) {
            Instant tick = Instant.now();
            try (FlightsSteps one = new FlightsSteps(lake);
                    FlightsSteps other = new FlightsSteps(lake)) {
                List<CompletableFuture<String>> both = List.of(one, other).stream()
                        .map(steps -> CompletableFuture.supplyAsync(() -> ticked(steps, tick)))
                        .toList();
                assertThat(both.stream().map(CompletableFuture::join).filter(done -> done.contains("stored")))
                        .hasSize(1);
            }
            assertThat(lake.sky().asked()).isEqualTo(1);
            assertThat(lake.rows().ledger("flights-fetch")).hasSize(1);
        }
    }

    /** Who is too late is told so, or finds it done. */
    private static String ticked(FlightsSteps steps, Instant tick) {
        try {
            return String.valueOf(steps.tick(tick));
        } catch (IOException | RuntimeException held) {
            return String.valueOf(held.getMessage());
        }
    }
}
