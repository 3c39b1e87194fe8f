package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/** Queries that are stopped, and what tests can arrange for them. */
@ExtendWith(SharedCloud.class)
class AthenaControlIT {
    /** A million times a million combinations: it does not end before it is stopped. */
    private static final String ENDLESS = "SELECT count(*) FROM numbers a, numbers b WHERE a.n * b.n + a.n = -7";

    private final AthenaWorld world;
    private final String token = UUID.randomUUID().toString();

    AthenaControlIT(LocalCloud cloud) {
        world = new AthenaWorld(cloud);
    }

    @AfterEach
    void forgetArrangements() throws Exception {
        world.control("{\"do\":\"release\"}");
    }

    @Test
    void aQueryThatIsStoppedEndsAndTheNextOneRuns() {
        world.table("numbers", "parquet", Map.of("n", "bigint"));
        world.putParquet("numbers/n.parquet", "SELECT i AS n FROM range(1_000_000) AS r(i)");
        String endless = world.start(ENDLESS);
        world.await(endless, QueryExecutionState.RUNNING);
        world.athena.stopQueryExecution(stop -> stop.queryExecutionId(endless));

        assertThat(world.execution(endless).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        assertThat(world.csv("SELECT count(*) AS n FROM numbers")).isEqualTo("\"n\"\n\"1000000\"\n");
        assertThat(world.s3
                        .listObjectsV2(list -> list.bucket(world.bucket).prefix("results/" + endless))
                        .contents())
                .isEmpty();
        world.athena.stopQueryExecution(stop -> stop.queryExecutionId(endless));
        assertThat(world.execution(endless).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
    }

    @Test
    void aHeldQueryRunsUntilItIsStoppedAndKeepsNoOtherWaiting() throws Exception {
        world.control("{\"do\":\"hold\",\"containing\":\"" + token + "\"}");
        String held = world.start("SELECT '" + token + "'");

        assertThat(world.csv("SELECT 1 AS n")).isEqualTo("\"n\"\n\"1\"\n");
        assertThat(world.execution(held).status().state()).isEqualTo(QueryExecutionState.RUNNING);
        world.athena.stopQueryExecution(stop -> stop.queryExecutionId(held));
        assertThat(world.execution(held).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
    }

    @Test
    void aHeldQueryThatIsReleasedSucceeds() throws Exception {
        world.control("{\"do\":\"hold\",\"containing\":\"" + token + "\"}");
        String held = world.start("SELECT '" + token + "'");
        world.control("{\"do\":\"release\"}");
        assertThat(world.ended(held).status().state()).isEqualTo(QueryExecutionState.SUCCEEDED);
    }

    @Test
    void aQueryFailsOrIsCancelledOrIsSlowWhenATestWantsIt() throws Exception {
        world.control("{\"do\":\"fail\",\"containing\":\"" + token + "\",\"reason\":\"no luck\"}");
        assertThat(world.failure("SELECT '" + token + "'")).isEqualTo("no luck");
        world.control("{\"do\":\"cancel\",\"containing\":\"" + token + "\",\"reason\":\"too costly\"}");
        QueryExecution cancelled = world.ended(world.start("SELECT '" + token + "'"));
        assertThat(cancelled.status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        assertThat(cancelled.status().stateChangeReason()).isEqualTo("too costly");
        world.control("{\"do\":\"slow\",\"containing\":\"" + token + "\",\"seconds\":0.5}");
        assertThat(world.ended(world.start("SELECT '" + token + "'"))
                        .statistics()
                        .engineExecutionTimeInMillis())
                .isGreaterThanOrEqualTo(Duration.ofMillis(500).toMillis());
        assertThat(world.control("{\"do\":\"dance\"}")).contains("error");
    }

    @Test
    void startedAndStoppedQueriesAreCounted() throws Exception {
        Map<?, ?> before = JsonWire.JSON.readValue(world.control(""), Map.class);
        world.control("{\"do\":\"hold\",\"containing\":\"" + token + "\"}");
        String held = world.start("SELECT '" + token + "'");
        world.athena.stopQueryExecution(stop -> stop.queryExecutionId(held));
        Map<?, ?> after = JsonWire.JSON.readValue(world.control(""), Map.class);

        assertThat(number(after, "started") - number(before, "started")).isOne();
        assertThat(number(after, "stopped") - number(before, "stopped")).isOne();
        assertThat(number(after, "cancelled") - number(before, "cancelled")).isOne();
    }

    private static int number(Map<?, ?> counts, String name) {
        return ((Number) counts.get(name)).intValue();
    }
}
