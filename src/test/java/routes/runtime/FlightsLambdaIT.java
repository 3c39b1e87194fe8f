package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The functions of flights as AWS runs them: the package unzipped, under the real runtime interface client. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsLambdaIT {
    private static final Instant TIME = FlightsLake.TIME;

    @TempDir
    static Path directory;

    private final FlightsFunctions functions = new FlightsFunctions(directory);
    private final FlightsLake lake = functions.lake();

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    @Test
    void aScheduleFetchesASnapshotOnceAndTellsTheDashboards() throws Exception {
        Function fetch = functions.fetch();
        String scheduled = FlightsSteps.scheduled(Instant.now());
        assertThat(Functions.response(fetch.invoke(scheduled)).toString())
                .contains(FlightsKeys.raw(TIME), "stored=true");
        assertThat(Functions.response(fetch.invoke(scheduled)).toString()).doesNotContain("flight_data");
        assertThat(lake.sky().asked()).isEqualTo(1);
        assertThat(Functions.response(fetch.invoke("{}"))).containsEntry("stored", false);
        assertThat(lake.writes(lake.raw(), FlightsKeys.raw(TIME))).isEqualTo(1);
        assertThat(fetch.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("RecordsProcessed", FlightsLake.FLEET)
                        .containsEntry("ValidRecords", FlightsLake.FLEET)
                        .containsKeys("ExecutionTime", "DataQualityRatio")
                        .hasEntrySatisfying(
                                "_aws", told -> assertThat(told.toString()).contains("FlightDataPipeline/Ingestion")))
                .anySatisfy(line -> assertThat(line).containsEntry("CreditsRemaining", 4000));
    }

    @Test
    void aFetchThatFailsIsAnErrorOfTheFunction() throws Exception {
        lake.sky().spoil("\"do\":\"status\",\"status\":403");
        Function fetch = functions.fetch();
        RuntimeApi.Posted posted = fetch.invoke("{}");
        assertThat(posted.what()).isEqualTo("error");
        assertThat(posted.body()).contains("OpenSky answered 403");
        assertThat(lake.keys(lake.raw())).isEmpty();
    }

    @Test
    void aFetchWithoutTimeAsksNobodyAndSaysSo() throws Exception {
        Function fetch = functions.fetch("lake.lambda-reserve", "10s");
        RuntimeApi.Posted posted = fetch.invoke("{}", Duration.ofSeconds(5));
        assertThat(posted.what()).isEqualTo("error");
        assertThat(lake.sky().asked()).isZero();
    }

    @Test
    void ofABatchOnlyTheMessageComesAgainWhoseSnapshotCannotBeReadNow() throws Exception {
        Instant unread = TIME.plusSeconds(10);
        lake.arrive(TIME, FlightsSnapshots.good(TIME));
        lake.arrive(unread, FlightsSnapshots.good(unread));
        lake.arrive(TIME.plusSeconds(20), "<html>");
        lake.lake().sendTo(lake.rawEvents(), "no JSON", Map.of());
        String event = functions.event(lake.rawEvents(), 4);
        lake.faults().refuse("s3", "GetObject", "184010");
        Function convert = functions.convert();
        List<?> failed = (List<?>) Functions.response(convert.invoke(event)).get("batchItemFailures");
        assertThat(failed).singleElement().satisfies(failure -> {
            Object id = ((Map<?, ?>) failure).get("itemIdentifier");
            assertThat((List<?>) JSON.std.mapFrom(event).get("Records"))
                    .filteredOn(record -> ((Map<?, ?>) record).get("messageId").equals(id))
                    .singleElement()
                    .asString()
                    .contains("184010");
        });
        assertThat(lake.keys(lake.processed())).containsExactly(FlightsKeys.processed(TIME));
        assertThat(lake.parked()).hasSize(2);
        lake.faults().heal();
        Functions.response(convert.invoke(event));
        assertThat(lake.keys(lake.processed()))
                .containsExactly(FlightsKeys.processed(TIME), FlightsKeys.processed(unread));
        assertThat(convert.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsKeys("ProcessingTime", "QualityScore", "FileSizeReduction")
                        .hasEntrySatisfying(
                                "_aws", told -> assertThat(told.toString()).contains("FlightDataPipeline/Processing")));
    }

    @Test
    void aBadFileIsAlertedOfAndAllNumbersOfItsQualityAreTold() throws Exception {
        lake.putRaw(TIME, FlightsSnapshots.terrible(TIME));
        lake.tellRaw(TIME);
        assertThat(Functions.response(functions.convert().invoke(functions.event(lake.rawEvents(), 1))))
                .containsEntry("batchItemFailures", List.of());
        lake.tellProcessed(TIME);
        Function validate = functions.validate();
        assertThat(Functions.response(validate.invoke(functions.event(lake.processedEvents(), 1))))
                .containsEntry("batchItemFailures", List.of());
        assertThat(lake.alerts()).hasSize(1);
        assertThat(lake.has(lake.processed(), FlightsKeys.quarantine(TIME))).isTrue();
        assertThat(lake.has(lake.processed(), FlightsKeys.processed(TIME))).isFalse();
        assertThat(validate.linesAsJson())
                .anySatisfy(line -> assertThat(line)
                        .containsKeys(
                                "ValidationTime",
                                "OverallQualityScore",
                                "PassedChecks",
                                "FailedChecks",
                                "RecordsValidated")
                        .hasEntrySatisfying(
                                "_aws", told -> assertThat(told.toString()).contains("FlightDataPipeline/Quality")))
                .anySatisfy(line -> assertThat(line).containsKeys("DataQualityScore", "RecordsProcessed"));
    }
}
