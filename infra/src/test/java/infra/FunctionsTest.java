package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import infra.product.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyStepIsAFunctionOfTheOneZipOnArmWithJava25() {
        List<Resource> functions = prod.all("AWS::Lambda::Function");
        assertThat(functions).hasSize(Step.values().length).allSatisfy(function -> {
            assertThat(function.text("/Architectures/0")).isEqualTo("arm64");
            assertThat(function.text("/Runtime")).isEqualTo("java25");
            assertThat(function.text("/Handler")).matches("routes\\.runtime\\.\\w+Handler::handleRequest");
        });
        assertThat(functions.stream()
                        .map(function -> function.text("/Code/S3Key"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void functionsAreAsLargeAsTheDocumentsSay() {
        Map<String, String> sizes = new TreeMap<>();
        prod.all("AWS::Lambda::Function")
                .forEach(function ->
                        sizes.put(step(function), function.text("/MemorySize") + "/" + function.text("/Timeout")));
        assertThat(sizes)
                .containsOnly(
                        Map.entry("ingest-trigger", "256/60"),
                        Map.entry("ingest-fetch", "512/180"),
                        Map.entry("aggregator-bundle", "512/180"),
                        Map.entry("aggregator-deliver", "512/60"),
                        Map.entry("aggregator-sweep", "512/300"),
                        Map.entry("export-trigger", "1024/300"),
                        Map.entry("export-request", "1024/300"),
                        Map.entry("export-answer", "1024/30"),
                        Map.entry("eventlog-collect", "3008/900"),
                        Map.entry("eventlog-trigger", "3008/900"),
                        Map.entry("flights-fetch", "512/60"),
                        Map.entry("flights-convert", "1024/120"),
                        Map.entry("flights-validate", "512/60"));
    }

    @Test
    void flightsUseTenFiveAndThreeProcessesAtMost() {
        assertThat(function(prod, "flights-fetch")
                        .at("/ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(10);
        assertThat(concurrency("flights-raw-events-prod")).isEqualTo(5);
        assertThat(concurrency("flights-processed-events-prod")).isEqualTo(3);
    }

    @Test
    void aSourceIsAskedByTwoProcessesAtMostSoThatItsRateIsAtMostDoubled() {
        assertThat(prod.deployment().list("ingest.sources"))
                .hasSize(4)
                .allSatisfy(source ->
                        assertThat(concurrency("ingest-" + source + "-prod")).isEqualTo(2));
    }

    @Test
    void everyQueueIsReadWithPartialBatchesAndABoundOfProcesses() {
        assertThat(prod.all("AWS::Lambda::EventSourceMapping")).hasSize(10).allSatisfy(source -> {
            assertThat(source.text("/FunctionResponseTypes/0")).isEqualTo("ReportBatchItemFailures");
            assertThat(source.at("/ScalingConfig/MaximumConcurrency").asInt()).isBetween(2, 10);
            assertThat(source.text("/FunctionName")).endsWith(":LIVE");
        });
    }

    @Test
    void everyFunctionHasDeadLettersOfItsOwnWhichAnAlarmWatches() {
        Map<String, Resource> queues = prod.all("functions", "AWS::SQS::Queue").stream()
                .collect(Collectors.toMap(queue -> "<" + queue.id() + ".Arn>", queue -> queue));
        List<String> watched = prod.all("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.text("/MetricName").equals("ApproximateNumberOfMessagesVisible"))
                .map(alarm -> alarm.text("/Dimensions/0/Value"))
                .toList();
        assertThat(prod.all("AWS::Lambda::Function").stream()
                        .map(function -> queues.get(function.text("/DeadLetterConfig/TargetArn")))
                        .distinct())
                .hasSize(Step.values().length)
                .doesNotContainNull()
                .allSatisfy(queue -> {
                    assertThat(queue.at("/MessageRetentionPeriod").asInt()).isEqualTo(1_209_600);
                    assertThat(watched).contains(queue.text("/QueueName"));
                });
    }

    @Test
    void everyFunctionHasALogOfThirtyDaysEncryptedWithTheKeyOfLogs() {
        assertThat(prod.all("functions", "AWS::Logs::LogGroup"))
                .hasSize(Step.values().length)
                .allSatisfy(group -> {
                    assertThat(group.at("/RetentionInDays").asInt()).isEqualTo(30);
                    assertThat(group.text("/KmsKeyId")).startsWith("<LogsKey");
                    assertThat(group.text("/LogGroupName")).startsWith("/aws/lambda/lake-");
                });
        assertThat(prod.all("AWS::Lambda::Function"))
                .allMatch(function -> function.text("/LoggingConfig/LogGroup").startsWith("<"));
    }

    @Test
    void environmentVariablesAreEncryptedWithAKeyOfTheirOwn() {
        assertThat(prod.all("AWS::Lambda::Function"))
                .allMatch(function -> function.text("/KmsKeyArn").startsWith("<VariablesKey"));
    }

    @Test
    void xRayFollowsAndInsightsMeasureWhereTheEnvironmentSaysSo() {
        assertThat(prod.all("AWS::Lambda::Function")).allSatisfy(function -> {
            assertThat(function.text("/TracingConfig/Mode")).isEqualTo("Active");
            assertThat(function.at("/Layers").toString()).contains("LambdaInsightsExtension-Arm64");
        });
        assertThat(Synthesised.of(Environments.local()).all("AWS::Lambda::Function"))
                .allMatch(function -> function.at("/TracingConfig/Mode").isMissingNode()
                        && function.at("/Layers").isMissingNode());
    }

    @Test
    void aFunctionThatSpoolsHasDiskForTheLargestThingItSpools() {
        int largest = prod.deployment().mebibytes("aggregator.max-object-bytes");
        int batch = prod.deployment().mebibytes("aggregator.batch-bytes");
        for (String step : List.of("aggregator-bundle", "aggregator-sweep")) {
            assertThat(disk(step)).as(step).isGreaterThan(Math.max(largest, batch));
        }
        assertThat(disk("eventlog-collect")).isGreaterThan(4096);
        assertThat(disk("eventlog-trigger")).isGreaterThan(4096);
    }

    @Test
    void aDeliveryThatNifiIsSlowToTakeEndsBeforeItsFunctionDoes() {
        Environments.all().forEach(environment -> {
            Synthesised lake = Synthesised.of(environment);
            Resource deliver = function(lake, "aggregator-deliver");
            Resource source = lake.all("AWS::Lambda::EventSourceMapping").stream()
                    .filter(one -> one.id().equals("AggregatorDeliveriesSource"))
                    .findFirst()
                    .orElseThrow();
            int nifi = Integer.parseInt(SettingsTest.variables(deliver)
                    .get("AGGREGATOR_NIFI_TIMEOUT")
                    .replace("s", ""));
            int reserve =
                    (int) lake.deployment().duration("lake.lambda-reserve").toSeconds();
            assertThat(nifi * source.at("/BatchSize").asInt() + reserve)
                    .as(environment.name())
                    .isLessThan(deliver.at("/Timeout").asInt());
        });
    }

    @Test
    void aFetchOfFlightsThatHasBegunCanEndInItsTime() {
        Resource fetch = function(prod, "flights-fetch");
        int reserve = Integer.parseInt(
                SettingsTest.variables(fetch).get("LAKE_LAMBDA_RESERVE").replace("s", ""));
        int slowest = (int) prod.deployment()
                .duration("flights.connect-timeout")
                .plus(prod.deployment().duration("flights.response-timeout"))
                .toSeconds();
        assertThat(reserve)
                .isGreaterThan(slowest)
                .isLessThan(fetch.at("/Timeout").asInt());
    }

    @Test
    void anAnswerComesBeforeApiGatewayHangsUp() {
        int within = (int) prod.deployment().duration("export.answer-within").toSeconds();
        assertThat(within)
                .isLessThan(function(prod, "export-answer").at("/Timeout").asInt());
        assertThat(function(prod, "export-answer").at("/Timeout").asInt()).isLessThanOrEqualTo(30);
    }

    @Test
    void whatLambdaItselfGivesUpAfterAnHourAndTwoRetriesBecomesADeadLetter() {
        assertThat(prod.all("AWS::Lambda::EventInvokeConfig"))
                .hasSize(Step.values().length)
                .allSatisfy(config -> {
                    assertThat(config.at("/MaximumRetryAttempts").asInt()).isEqualTo(2);
                    assertThat(config.at("/MaximumEventAgeInSeconds").asInt()).isEqualTo(3600);
                    assertThat(config.text("/Qualifier")).isEqualTo("LIVE");
                });
    }

    private int disk(String step) {
        return function(prod, step).at("/EphemeralStorage/Size").asInt();
    }

    private int concurrency(String queue) {
        return prod.all("AWS::Lambda::EventSourceMapping").stream()
                .filter(source -> source.text("/EventSourceArn").endsWith(":" + queue))
                .findFirst()
                .map(source -> source.at("/ScalingConfig/MaximumConcurrency"))
                .map(JsonNode::asInt)
                .orElseThrow();
    }

    static Resource function(Synthesised lake, String step) {
        return lake.all("AWS::Lambda::Function").stream()
                .filter(function -> step(function).equals(step))
                .findFirst()
                .orElseThrow();
    }

    static String step(Resource function) {
        return function.text("/Environment/Variables/LAKE_STEP");
    }
}
