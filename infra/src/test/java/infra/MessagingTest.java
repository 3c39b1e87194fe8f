package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.Synthesised.Resource;
import infra.environment.Environments;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagingTest {
    private static final int FOURTEEN_DAYS = 1_209_600;
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyQueueHasADeadLetterQueueWhichKeepsFourteenDaysAndAnAlarmWatchesIt() {
        Map<String, Resource> byId = queues().stream().collect(Collectors.toMap(Resource::id, queue -> queue));
        List<String> watched = prod.all("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.text("/MetricName").equals("ApproximateNumberOfMessagesVisible"))
                .map(alarm -> alarm.text("/Dimensions/0/Value"))
                .toList();
        List<Resource> working =
                queues().stream().filter(queue -> !queue.id().endsWith("Dlq")).toList();
        assertThat(working).hasSize(10).allSatisfy(queue -> {
            Resource parked = byId.get(queue.id() + "Dlq");
            assertThat(queue.text("/RedrivePolicy/deadLetterTargetArn")).isEqualTo("<" + parked.id() + ".Arn>");
            assertThat(parked.text("/QueueName")).isEqualTo(queue.text("/QueueName") + "-dlq");
            assertThat(parked.at("/MessageRetentionPeriod").asInt()).isEqualTo(FOURTEEN_DAYS);
            assertThat(watched).contains(parked.text("/QueueName"));
        });
    }

    @Test
    void sqsItselfMovesAMessageOnTheSixthReceiveAndADeliveryOnTheThousandth() {
        queues().stream()
                .filter(queue -> !queue.id().endsWith("Dlq"))
                .forEach(queue -> assertThat(
                                queue.at("/RedrivePolicy/maxReceiveCount").asInt())
                        .as(queue.id())
                        .isEqualTo(queue.id().equals("AggregatorDeliveries") ? 1000 : 6));
    }

    @Test
    void aReceivedMessageIsHiddenForSixTimesWhatItsFunctionMayTake() {
        Environments.all().forEach(environment -> {
            Synthesised lake = Synthesised.of(environment);
            Map<String, Integer> timeouts = lake.all("AWS::Lambda::Function").stream()
                    .collect(Collectors.toMap(
                            function -> function.text("/FunctionName"),
                            function -> function.at("/Timeout").asInt()));
            List<Resource> sources = lake.all("AWS::Lambda::EventSourceMapping");
            assertThat(sources).hasSize(10).allSatisfy(source -> {
                String queue = last(source.text("/EventSourceArn"));
                String[] function =
                        source.text("/FunctionName").split(":function:")[1].split(":");
                int window = source.at("/MaximumBatchingWindowInSeconds").asInt();
                int hidden = lake.all("AWS::SQS::Queue").stream()
                        .filter(one -> one.text("/QueueName").equals(queue))
                        .findFirst()
                        .orElseThrow()
                        .at("/VisibilityTimeout")
                        .asInt();
                assertThat(hidden)
                        .as(queue)
                        .isGreaterThanOrEqualTo(6 * timeouts.get(function[0]) + window)
                        .isLessThanOrEqualTo(43_200);
            });
        });
    }

    @Test
    void noRetentionIsLongerThanSqsAllows() {
        Environments.all()
                .forEach(environment -> assertThat(Synthesised.of(environment).all("AWS::SQS::Queue"))
                        .allSatisfy(queue -> assertThat(
                                        queue.at("/MessageRetentionPeriod").asInt())
                                .isBetween(60, FOURTEEN_DAYS)));
    }

    @Test
    void theProgramIsToldTheRetentionsOfItsQueues() {
        Environments.all().forEach(environment -> {
            Synthesised lake = Synthesised.of(environment);
            Map<String, String> told = lake.all("AWS::Lambda::Function").stream()
                    .map(SettingsTest::variables)
                    .filter(variables -> variables.get("LAKE_STEP").equals("aggregator-bundle"))
                    .findFirst()
                    .orElseThrow();
            int parked = retention(lake, "AggregatorEventsDlq");
            assertThat(told).containsEntry("AGGREGATOR_DLQ_RETENTION", parked / 86_400 + "d");
            assertThat(retention(lake, "AggregatorEvents")).isEqualTo(4 * 86_400);
        });
    }

    @Test
    void queuesAndTopicAreEncryptedWithTheirOwnKeyAndClosedToWhoeverComesWithoutTls() {
        assertThat(prod.all("messaging", "AWS::SQS::Queue"))
                .allMatch(queue -> queue.text("/KmsMasterKeyId").startsWith("<Key"));
        assertThat(prod.all("messaging", "AWS::SQS::QueuePolicy"))
                .hasSameSizeAs(prod.all("messaging", "AWS::SQS::Queue"))
                .allMatch(
                        policy -> policy.text("/PolicyDocument/Statement/0/Sid").equals("OnlyTls"));
        assertThat(prod.all("AWS::SNS::Topic"))
                .singleElement()
                .satisfies(topic -> assertThat(topic.text("/KmsMasterKeyId")).startsWith("<Key"));
    }

    @Test
    void whoeverTellsAnEncryptedQueueOrTopicMayUseItsKey() {
        String policy =
                prod.all("messaging", "AWS::KMS::Key").get(0).at("/KeyPolicy").toString();
        assertThat(policy)
                .contains("s3.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com", "aws:SourceAccount");
    }

    @Test
    void somebodyHearsOfAlarms() {
        assertThat(prod.all("AWS::SNS::Subscription"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text("/Protocol")).isEqualTo("email"));
    }

    private List<Resource> queues() {
        return prod.all("messaging", "AWS::SQS::Queue");
    }

    private static int retention(Synthesised lake, String id) {
        return lake.all("messaging", "AWS::SQS::Queue").stream()
                .filter(queue -> queue.id().equals(id))
                .findFirst()
                .orElseThrow()
                .at("/MessageRetentionPeriod")
                .asInt();
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
