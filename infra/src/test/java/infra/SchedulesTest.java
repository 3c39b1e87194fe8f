package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void clocksStartWhatTheDocumentsSayWhenTheySayIt() {
        assertThat(prod.all("AWS::Events::Rule").stream()
                        .collect(Collectors.toMap(
                                rule -> rule.text("/Targets/0/Id"), rule -> rule.text("/ScheduleExpression"))))
                .containsOnly(
                        Map.entry("ingest-trigger", "cron(0 1 * * ? *)"),
                        Map.entry("export-trigger", "cron(0 9 * * ? *)"),
                        Map.entry("eventlog-trigger", "cron(0 3 * * ? *)"),
                        Map.entry("aggregator-sweep", "rate(5 minutes)"),
                        Map.entry("flights-fetch", "cron(0/5 * * * ? *)"));
    }

    @Test
    void anEventThatCannotBeGivenIsTriedThreeTimesForAnHourAndThenKept() {
        assertThat(prod.all("AWS::Events::Rule")).allSatisfy(rule -> {
            assertThat(rule.at("/Targets/0/RetryPolicy/MaximumRetryAttempts").asInt())
                    .isEqualTo(3);
            assertThat(rule.at("/Targets/0/RetryPolicy/MaximumEventAgeInSeconds")
                            .asInt())
                    .isEqualTo(3600);
            Resource queue = prod.all("functions", "AWS::SQS::Queue").stream()
                    .filter(one -> rule.text("/Targets/0/DeadLetterConfig/Arn").equals("<" + one.id() + ".Arn>"))
                    .findFirst()
                    .orElseThrow();
            assertThat(queue.text("/QueueName")).isEqualTo("lake-" + rule.text("/Targets/0/Id") + "-prod-dead-letters");
            assertThat(prod.all("functions", "AWS::SQS::QueuePolicy"))
                    .anyMatch(policy -> policy.text("/Queues/0").equals("<" + queue.id() + ">")
                            && policy.at("/PolicyDocument/Statement").toString().contains("events.amazonaws.com"));
        });
    }

    @Test
    void everyRuleMayInvokeTheAliasThatItStarts() {
        assertThat(prod.all("AWS::Events::Rule"))
                .allSatisfy(rule -> assertThat(prod.all("functions", "AWS::Lambda::Permission"))
                        .anyMatch(permission -> permission.text("/SourceArn").equals("<" + rule.id() + ".Arn>")
                                && permission.text("/FunctionName").equals(rule.text("/Targets/0/Arn"))
                                && permission.text("/Principal").equals("events.amazonaws.com")));
    }

    @Test
    void theEventOfAnExportSaysWhatIsExportedInTheFieldsThatTheProgramKnows() throws Exception {
        Resource rule = prod.all("AWS::Events::Rule").stream()
                .filter(one -> one.text("/Targets/0/Id").equals("export-trigger"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.text("/Targets/0/InputTransformer/InputPathsMap/rule")).isEqualTo("$.resources");
        assertThat(rule.text("/Targets/0/InputTransformer/InputPathsMap/time")).isEqualTo("$.time");
        JsonNode event = new ObjectMapper()
                .readTree(rule.text("/Targets/0/InputTransformer/InputTemplate")
                        .replace("<time>", "\"2026-11-21T09:00:00Z\"")
                        .replace("<rule>", "[\"arn\"]"));
        assertThat(event.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("source", "detail-type", "time", "resources", "detail");
        assertThat(event.path("source").asText()).isEqualTo("aws.events");
        assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
        assertThat(event.at("/detail/table").asText()).isEqualTo("prod_customers_silver");
        assertThat(event.at("/detail/date_filter").asText()).isEqualTo("yesterday");
    }

    @Test
    void whereClocksAreOffTheirRulesAreThereAndStartNothing() {
        assertThat(Synthesised.of(Environments.test()).all("AWS::Events::Rule"))
                .hasSize(5)
                .allMatch(rule -> rule.text("/State").equals("DISABLED"));
        assertThat(Synthesised.of(Environments.test()).all("AWS::Glue::Crawler"))
                .allMatch(crawler -> crawler.at("/Schedule").isMissingNode());
        assertThat(prod.all("AWS::Events::Rule"))
                .allMatch(rule -> rule.text("/State").equals("ENABLED"));
    }
}
