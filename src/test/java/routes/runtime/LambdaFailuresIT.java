package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.runtime.RuntimeApi.Posted;
import software.amazon.awssdk.services.sqs.model.Message;

/** What goes wrong in a function, and what the platform gets to know of it, under the real runtime interface client. */
class LambdaFailuresIT {
    private static final String DAY = "2024-02-29";
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private final IngestFunctions functions = new IngestFunctions(directory);
    private final TestLake lake = functions.lake();

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    @Test
    void anEventOfUnknownShapeIsAFunctionErrorThatTellsTheFieldAndNoValue() throws Exception {
        Function function = functions.plan();
        Posted posted = function.invoke("{\"hello\":\"s3cr3t\"}");
        assertThat(posted.what()).isEqualTo("error");
        Map<String, Object> error = JSON.std.mapFrom(posted.body());
        assertThat(error).containsEntry("errorType", "routes.policy.Poison");
        assertThat(error.get("errorMessage").toString()).startsWith("field 'hello' is not known, expected");
        assertThat(posted.body() + function.lines()).doesNotContain("s3cr3t");
        assertThat(Functions.response(function.invoke("{\"from\":\"" + DAY + "\"}")))
                .containsEntry("planned", 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Records\":[]}|event has no Records, expected a batch of an SQS event source",
                "{\"detail\":\"s3cr3t\"}|event has no Records, expected a batch of an SQS event source",
                "[\"s3cr3t\"]|event is not a JSON object",
                "{\"Records\":[{\"body\":\"s3cr3t\"}]}|record has no eventSourceARN, expected a batch of an SQS event source"
            })
    void anEventThatIsNoBatchIsAFunctionErrorSoThatNothingIsTakenForDone(String event, String message)
            throws Exception {
        Function function = functions.fetch();
        Posted posted = function.invoke(event);
        assertThat(posted.what()).isEqualTo("error");
        assertThat(JSON.std.mapFrom(posted.body())).containsEntry("errorMessage", message);
        assertThat(posted.body() + function.lines()).doesNotContain("s3cr3t");
    }

    @Test
    void threeFaultsOfTheConfigurationAreNamedAtOnceAsAnInitError() throws Exception {
        Posted posted = functions
                .fetch("ingest.raw-bucket", "", "ingest.max-attempts", "many", "lake.log-level", "LOUD")
                .posted();
        assertThat(posted.what()).isEqualTo("init/error");
        Map<String, Object> error = JSON.std.mapFrom(posted.body());
        assertThat(error).containsEntry("errorType", "routes.settings.InvalidSettings");
        assertThat(error.get("errorMessage").toString())
                .contains("configuration has 3 faults")
                .contains("ingest.raw-bucket is missing")
                .contains("ingest.max-attempts is 'many'")
                .contains("lake.log-level is 'LOUD'");
    }

    @Test
    void aStepThatTheHandlerCannotServeIsAnInitErrorThatNamesThoseItCan() throws Exception {
        Posted posted =
                functions.start(QueueHandler.class, IngestFunctions.TRIGGER).posted();
        assertThat(posted.what()).isEqualTo("init/error");
        assertThat(JSON.std.mapFrom(posted.body()))
                .hasEntrySatisfying(
                        "errorMessage",
                        message -> assertThat(message.toString())
                                .startsWith("LAKE_STEP is 'ingest-trigger', expected one of [ingest-fetch, "));
    }

    @Test
    void ofTenMessagesTheOneWhoseSourceFailsIsReportedAndNoOther() throws Exception {
        for (int page = 1; page <= 10; page++) {
            lake.send("api-a", DAY, page);
        }
        lake.behave("{\"end\":\"api-a\",\"page\":7,\"do\":\"status\",\"status\":503}");
        List<Message> messages = lake.receive(lake.queue("api-a"), 10, HALF_A_MINUTE);
        String failing = messages.stream()
                .filter(message -> message.body().contains("\"page\":7"))
                .map(Message::messageId)
                .findFirst()
                .orElseThrow();
        Function function = functions.fetch("ingest.sources.api-a.paging", "fixed:10", "ingest.max-attempts", "2");
        assertThat(Functions.response(function.invoke(SqsEvents.of(lake.queue("api-a"), messages))))
                .containsEntry("batchItemFailures", List.of(Map.of("itemIdentifier", failing)))
                .containsEntry("handled", 9)
                .containsEntry("failed", 1);
        assertThat(lake.keys()).hasSize(9);
        assertThat(lake.depth(lake.queue("api-a") + "-dlq")).isZero();
    }

    @Test
    void aPoisonMessageIsParkedWithItsReasonAndNotReported() throws Exception {
        lake.send("api-a", "{\"endpoint\":\"../x\",\"ingestion_date\":\"" + DAY + "\",\"page\":1}", Map.of());
        assertThat(Functions.response(functions.fetch().invoke(functions.batch("api-a", 1))))
                .containsEntry("batchItemFailures", List.of())
                .containsEntry("failed", 1);
        assertThat(lake.parked("api-a")).singleElement().satisfies(parked -> {
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("error").stringValue()).startsWith("endpoint is not a name");
        });
        assertThat(lake.keys()).isEmpty();
    }

    @Test
    void nothingIsStartedWhenTheTimeIsNearlyGoneAndEveryMessageIsReported() throws Exception {
        String queue = lake.queue("api-a");
        for (int page = 1; page <= 3; page++) {
            lake.send("api-a", DAY, page);
        }
        for (int receive = 1; receive <= 4; receive++) {
            lake.receive(queue, 3, Duration.ZERO);
        }
        List<Message> lastChance = lake.receive(queue, 3, HALF_A_MINUTE);
        Function function = functions.fetch("lake.lambda-reserve", "30s");
        Posted posted = function.invoke(SqsEvents.of(queue, lastChance), Duration.ofSeconds(29));
        assertThat(Functions.response(posted).get("batchItemFailures"))
                .isEqualTo(lastChance.stream()
                        .map(message -> Map.of("itemIdentifier", message.messageId()))
                        .toList());
        assertThat(lake.received("api-a")).isEmpty();
        assertThat(lake.depth(queue + "-dlq")).isZero();
    }

    @Test
    void aSourceThatAsksForALongBreakGetsItOnTheQueue() throws Exception {
        lake.send("api-a", DAY, 1);
        lake.behave("{\"end\":\"api-a\",\"do\":\"status\",\"status\":429,\"retry_after\":3600}");
        String queue = lake.queue("api-a");
        Function function = functions.fetch();
        String event = SqsEvents.of(queue, lake.receive(queue, 1, Duration.ofSeconds(3)));
        assertThat((List<?>) Functions.response(function.invoke(event)).get("batchItemFailures"))
                .hasSize(1);
        assertThat(lake.received("api-a")).hasSize(1);
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> lake.look(queue).isEmpty());
        assertThat(lake.depth(queue)).isEqualTo(1);
    }

    @Test
    void attributesNamedLikeCamelHeadersChangeNothing() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":1}}");
        lake.send(
                "api-a",
                "{\"endpoint\":\"api-a\",\"ingestion_date\":\"" + DAY + "\",\"page\":1}",
                Map.of(
                        "CamelHttpUri", "http://127.0.0.1:1/evil",
                        "CamelHttpMethod", "DELETE",
                        "CamelHttpQuery", "date=1999-01-01&page=7",
                        "CamelAwsS3Key", "elsewhere",
                        "CamelAwsS3BucketName", "elsewhere",
                        "CamelRedeliveryDelay", "100000",
                        "Authorization", "Bearer stolen"));
        assertThat(Functions.response(functions.fetch().invoke(functions.batch("api-a", 1))))
                .containsEntry("handled", 1);
        assertThat(lake.keys()).containsExactly("raw/source=api-a/ingestion_date=" + DAY + "/page=000001.json.gz");
        assertThat(lake.received("api-a")).singleElement().satisfies(request -> {
            assertThat(request).containsEntry("method", "GET");
            assertThat(request.get("headers").toString()).doesNotContainIgnoringCase("authorization");
        });
    }
}
