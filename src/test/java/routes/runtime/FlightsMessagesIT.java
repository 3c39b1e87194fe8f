package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Whatever the queues bring: poison is parked with its reason, the rest goes on, each snapshot once. */
class FlightsMessagesIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final FlightsSteps steps = new FlightsSteps(lake);

    @AfterEach
    void close() {
        steps.close();
        lake.close();
    }

    private void sendRaw(String body) {
        lake.lake().sendTo(lake.rawEvents(), body, Map.of());
    }

    private static String attribute(Message message, String name) {
        return message.messageAttributes().get(name).stringValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "null",
                "{\"Records\":7}",
                "{\"Records\":[7]}",
                "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}]}",
                "{\"Type\":\"Notification\",\"Message\":\"no JSON\"}",
                "{\"detail-type\":\"Object Created\",\"source\":\"aws.ec2\",\"detail\":{}}",
                "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"time\":\"2024-06-15T18:40:00Z\"}"
            })
    void aMessageThatTellsOfNothingIsParkedAsItCameWithTheReason(String body) {
        sendRaw(body);
        lake.lake().sendTo(lake.processedEvents(), body, Map.of());
        lake.arrive(TIME, FlightsSnapshots.good(TIME));
        assertThat(steps.convert()).isZero();
        assertThat(steps.validate()).isZero();
        lake.isConvertedOnce(TIME);
        List<Message> both = lake.parked();
        assertThat(both).hasSize(2).allSatisfy(parked -> {
            assertThat(parked.body()).isEqualTo(body);
            assertThat(attribute(parked, "error_kind")).isEqualTo("poison");
            assertThat(attribute(parked, "attempts")).isEqualTo("1");
            assertThat(attribute(parked, "run_id")).startsWith("flights-");
            assertThat(attribute(parked, "error")).isNotBlank();
        });
        assertThat(both)
                .extracting(parked -> attribute(parked, "failed_route"))
                .containsExactlyInAnyOrder("flights-convert", "flights-validate");
    }

    @Test
    void ofThreeRecordsOnlyTheOneOfAnotherBucketIsParked() {
        Instant later = TIME.plusSeconds(10);
        lake.putRaw(TIME, FlightsSnapshots.good(TIME));
        lake.putRaw(later, FlightsSnapshots.good(later));
        sendRaw(FlightsEvents.message(
                FlightsEvents.record(lake.raw(), FlightsKeys.raw(TIME)),
                FlightsEvents.record("somebody-elses", FlightsKeys.raw(TIME)),
                FlightsEvents.record(lake.raw(), FlightsKeys.raw(later))));
        assertThat(steps.convert()).isZero();
        lake.isConvertedOnce(TIME);
        lake.isConvertedOnce(later);
        Message parked = lake.onlyParked();
        assertThat(parked.body()).contains("somebody-elses").doesNotContain(lake.raw());
        assertThat(attribute(parked, "error")).contains("bucket", lake.raw());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest.json",
                "raw/source=a/page-1.json.gz",
                "year=2024/month=06/day=15/hour=18/flight_data_20240615_184000.json",
                "year=2024/month=06/day=15/hour=18/flight_data_20240615_184000.parquet",
                "year=2024/month=06/day=15/hour=17/flight_data_20240615_184000.json.gz",
                "year=2024/month=02/day=30/hour=18/flight_data_20240230_184000.json.gz",
                "year=2024/month=06/day=15/hour=18/../flight_data_20240615_184000.json.gz",
                "rejected/year=2024/month=06/day=15/hour=18/flight_data_20240615_184000.json.gz"
            })
    void theKeyOfNoSnapshotIsParkedAndNeverRead(String key) {
        lake.put(lake.raw(), key, new byte[] {1}, Map.of());
        sendRaw(FlightsEvents.created(lake.raw(), key));
        assertThat(steps.convert()).isZero();
        assertThat(attribute(lake.onlyParked(), "error")).contains("key");
        assertThat(lake.keys(lake.processed())).isEmpty();
        assertThat(lake.rows().steps()).isEmpty();
    }

    @Test
    void aRawObjectOnTheQueueOfProcessedOnesIsParkedAndTheOtherWayRound() {
        lake.lake().sendTo(lake.processedEvents(), FlightsEvents.created(lake.raw(), FlightsKeys.raw(TIME)), Map.of());
        sendRaw(FlightsEvents.created(lake.processed(), FlightsKeys.processed(TIME)));
        assertThat(steps.convert()).isZero();
        assertThat(steps.validate()).isZero();
        assertThat(lake.parked())
                .hasSize(2)
                .allSatisfy(parked -> assertThat(attribute(parked, "error")).contains("bucket"));
    }

    @Test
    void aTestEventOfS3AndTheEventOfARemovalAreDoneWithoutAWord() {
        sendRaw("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"" + lake.raw() + "\"}");
        sendRaw(FlightsEvents.created(lake.raw(), FlightsKeys.raw(TIME))
                .replace("ObjectCreated:Put", "ObjectRemoved:Delete"));
        assertThat(steps.convert()).isZero();
        assertThat(lake.isIdle()).isTrue();
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.rows().steps()).isEmpty();
    }

    @Test
    void anEventIsUnderstoodInEveryWrapping() {
        List<Instant> times = List.of(TIME, TIME.plusSeconds(10), TIME.plusSeconds(20), TIME.plusSeconds(30));
        times.forEach(time -> lake.putRaw(time, FlightsSnapshots.good(time)));
        sendRaw(FlightsEvents.created(lake.raw(), FlightsKeys.raw(times.get(0))));
        sendRaw(FlightsEvents.eventBridge(lake.raw(), FlightsKeys.raw(times.get(1))));
        sendRaw(FlightsEvents.sns(FlightsEvents.created(lake.raw(), FlightsKeys.raw(times.get(2)))));
        sendRaw(FlightsEvents.sns(FlightsEvents.eventBridge(lake.raw(), FlightsKeys.raw(times.get(3)))));
        assertThat(steps.convert()).isZero();
        times.forEach(lake::isConvertedOnce);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void eventsInAnyOrderAndSeveralTimesBecomeOneFileAndOneReportOfEachSnapshot() {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            times.add(TIME.plusSeconds(10 * i));
            lake.putRaw(times.get(i), FlightsSnapshots.good(times.get(i)));
        }
        List<Instant> told = new ArrayList<>(times);
        told.addAll(times);
        told.addAll(times.subList(3, 9));
        Collections.shuffle(told, new Random(5));
        told.forEach(lake::tellRaw);
        assertThat(steps.convert()).isZero();
        told.forEach(lake::tellProcessed);
        assertThat(steps.validate()).isZero();
        for (Instant time : times) {
            lake.isConvertedOnce(time);
            assertThat(lake.writes(lake.processed(), FlightsKeys.report(time))).isEqualTo(1);
        }
        assertThat(lake.keys(lake.processed())).hasSize(24);
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.alerts()).isEmpty();
    }

    @Test
    void aProcessedFileThatHasGoneIsNobodysLoss() {
        lake.tellProcessed(TIME);
        assertThat(steps.validate()).isZero();
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.keys(lake.processed())).isEmpty();
    }
}
