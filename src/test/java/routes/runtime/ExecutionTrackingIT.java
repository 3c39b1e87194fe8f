package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.ManualClock;
import routes.aws.Clients;
import routes.aws.ExecutionTracking;
import routes.aws.Tables;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Steps of an execution in a real table, whose words are reserved and whose numbers are numbers. */
class ExecutionTrackingIT {
    private final TestLake lake = new TestLake();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final String table = lake.name("executions");
    private final ExecutionTracking tracking = tracking(lake.clients());

    ExecutionTrackingIT() {
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("execution_id"), TestLake.text("pipeline_step"))
                        .keySchema(
                                TestLake.key("execution_id", KeyType.HASH),
                                TestLake.key("pipeline_step", KeyType.RANGE)));
        lake.enableTimeToLive(table);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private ExecutionTracking tracking(Clients clients) {
        return new Tables(clients::dynamoDb, "test", new SplittableRandom(1)::nextLong, clock)
                .executions(table, Duration.ofDays(90));
    }

    @Test
    void anExecutionIsFollowedFromStepToStep() {
        tracking.started("run", "fetch", Map.of("target_key", "year=2026/a b.json.gz"));
        tracking.succeeded("run", "fetch", Map.of("records", 12_000L, "url", "u", "status_code", 200));
        clock.advance(Duration.ofSeconds(1));
        tracking.started("run", "convert", Map.of());
        tracking.failed("run", "convert", "TRANSIENT", "S3 is\nunreachable", Map.of());
        clock.advance(Duration.ofSeconds(1));
        tracking.started("run", "convert", Map.of());
        tracking.succeeded("run", "convert", Map.of("score", 0.912));
        List<Map<String, String>> steps = tracking.steps("run");
        assertThat(steps).extracting(step -> step.get("pipeline_step")).containsExactly("fetch", "convert");
        assertThat(steps.get(0)).containsEntry("status", "SUCCEEDED").containsEntry("records", "12000");
        assertThat(steps.get(1))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("attempts", "2")
                .containsEntry("score", "0.912")
                .doesNotContainKeys("error", "error_kind");
        Map<String, AttributeValue> item = lake.clients()
                .dynamoDb()
                .getItem(get -> get.tableName(table)
                        .key(Map.of(
                                "execution_id", AttributeValue.fromS("run"),
                                "pipeline_step", AttributeValue.fromS("convert"))))
                .item();
        assertThat(item.get("score").n()).isEqualTo("0.912");
        assertThat(item.get("ttl").n())
                .isEqualTo("" + clock.instant().plus(Duration.ofDays(90)).getEpochSecond());
    }

    @Test
    void whicheverOfTwoTriesEndsFirstTheSuccessOfOneStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            String run = "run-" + round;
            tracking.started(run, "convert", Map.of());
            tracking.started(run, "convert", Map.of());
            Race.of(2, (number, clients) -> {
                ExecutionTracking own = tracking(clients);
                if (number == 0) {
                    own.succeeded(run, "convert", Map.of("rows", 7));
                } else {
                    own.failed(run, "convert", "TRANSIENT", "unreachable", Map.of());
                }
                return number;
            });
            assertThat(tracking.steps(run).get(0))
                    .containsEntry("status", "SUCCEEDED")
                    .doesNotContainKey("error");
        }
    }

    @Test
    void everyTryIsCountedWhoeverMakesIt() throws Exception {
        List<Integer> tries = Race.of(8, (number, clients) -> {
            tracking(clients).started("run", "convert", Map.of());
            return 1;
        });
        assertThat(tracking.steps("run").get(0))
                .containsEntry("attempts", "" + Collections.frequency(tries, 1))
                .containsEntry("status", "RUNNING");
    }
}
