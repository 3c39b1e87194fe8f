package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The functions of eventlog as AWS runs them: the package unzipped, under the real runtime interface client. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class EventlogLambdaIT {
    private static final int ALWAYS = 1000;

    @TempDir
    static Path directory;

    private final EventlogFunctions functions = new EventlogFunctions(directory);
    private final EventlogLake lake = functions.lake();
    private final EventLogs logs = new EventLogs(51);

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    private EventFile plain(String datatype) {
        EventFile file = logs.submitted(datatype);
        while (!file.name().matches("[A-Za-z0-9.-]+")) {
            file = logs.submitted(datatype);
        }
        return file;
    }

    @Test
    void ofABatchOnlyTheMessageOfTheFileThatCannotBeReadComesAgain() throws Exception {
        EventFile unread = plain("apoe");
        List<EventFile> files = new ArrayList<>(List.of(plain("gwas"), unread, plain("dicom")));
        files.addAll(EventFaults.all(logs).subList(0, 1));
        files.forEach(lake::arrive);
        lake.lake().sendTo(lake.events(), "no JSON", Map.of());
        lake.fail("s3", "GetObject", unread.name(), 403, "AccessDenied", ALWAYS);
        String event = functions.eventsAsEvent(5);
        Function collect = functions.collect();
        Map<String, Object> answer = Functions.response(collect.invoke(event));
        assertThat((List<?>) answer.get("batchItemFailures")).singleElement().satisfies(failed -> {
            Object id = ((Map<?, ?>) failed).get("itemIdentifier");
            assertThat((List<?>) JSON.std.mapFrom(event).get("Records"))
                    .filteredOn(record -> ((Map<?, ?>) record).get("messageId").equals(id))
                    .singleElement()
                    .satisfies(record -> assertThat(
                                    ((Map<?, ?>) record).get("body").toString())
                            .contains(unread.name()));
        });
        StoredEvents.areExactly(List.of(files.get(0), files.get(2)), lake);
        assertThat(lake.reports()).hasSize(1);
        assertThat(lake.parked())
                .singleElement()
                .satisfies(parked -> assertThat(parked.body()).isEqualTo("no JSON"));
        lake.heal();
        assertThat(Functions.response(collect.invoke(event))).containsEntry("batchItemFailures", List.of());
        StoredEvents.areExactly(files, lake);
        assertThat(collect.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("study", files.get(0).fields().get("study"))
                        .containsEntry("datatype", "gwas")
                        .containsEntry("EventsProcessed", 1)
                        .hasEntrySatisfying(
                                "_aws", told -> assertThat(told.toString()).contains("LakeRoutes/eventlog")));
    }

    @Test
    void aSchedulesEventStartsTheSweepOnceAndAnOrderAnswersWhatItCameTo() throws Exception {
        List<EventFile> files = new ArrayList<>(logs.files(20));
        files.forEach(lake::put);
        Function sweep = functions.sweep();
        String scheduled = "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"time\":\""
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\",\"detail\":{}}";
        Functions.response(sweep.invoke(scheduled));
        StoredEvents.areExactly(files, lake);
        EventFile more = logs.submitted("apoe");
        files.add(more);
        lake.put(more);
        Map<String, Object> answer = Functions.response(sweep.invoke("{\"sweep\":true}"));
        assertThat(answer).containsEntry("statusCode", 200);
        assertThat((Map<?, ?>) answer.get("body"))
                .satisfies(body -> assertThat(body.get("total_events")).isEqualTo(1));
        StoredEvents.areExactly(files, lake);
    }

    @Test
    void aGroupThatFailsIsAnErrorOfTheFunctionOnceTheGoodOnesAreSaved() throws Exception {
        EventFile bad = plain("apoe");
        EventFile good = plain("gwas");
        List.of(bad, good).forEach(lake::put);
        lake.fail("s3", "PutObject", bad.group() + "/events.parquet", 403, "AccessDenied", ALWAYS);
        Function sweep = functions.sweep();
        RuntimeApi.Posted posted = sweep.invoke("{\"sweep\":true}");
        assertThat(posted.what()).isEqualTo("error");
        assertThat(posted.body()).contains("EventsMissing", "1 groups failed");
        StoredEvents.areExactly(List.of(good), lake);
        lake.heal();
        Functions.response(sweep.invoke("{\"sweep\":true}"));
        StoredEvents.areExactly(List.of(bad, good), lake);
    }

    @Test
    void anOrderThatNobodyUnderstandsIsRefusedAndNothingIsDone() throws Exception {
        logs.files(3).forEach(lake::put);
        Function sweep = functions.sweep();
        for (String order : List.of("{}", "{\"sweep\":1}", "{\"sweep\":true,\"dry-run\":true}")) {
            assertThat(sweep.invoke(order).what()).as(order).isEqualTo("error");
        }
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void aFunctionWithoutTimeBeginsNothingAndSaysSo() throws Exception {
        logs.files(3).forEach(lake::put);
        Function sweep = functions.sweep("lake.lambda-reserve", "10s");
        RuntimeApi.Posted posted = sweep.invoke("{\"sweep\":true}", Duration.ofSeconds(5));
        assertThat(posted.what()).isEqualTo("error");
        assertThat(posted.body()).contains("no time");
        assertThat(lake.checkpoints()).isEmpty();
    }
}
