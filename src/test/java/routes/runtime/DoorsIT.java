package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same messages through the queue door of a process and through a Lambda: the same is left of them. */
class DoorsIT {

    @ParameterizedTest
    @EnumSource(Situation.class)
    void bothDoorsLeaveTheSameObjectsRowsAndMessages(Situation situation) throws Exception {
        assumeTrue(TestLake.Ends.LOCAL || !situation.needsGateway(), "only the local cloud's gateway can refuse calls");
        World process = situation.through(Door.Kind.PROCESS);
        World lambda = situation.through(Door.Kind.LAMBDA);
        assertThat(process.counts()).isEqualTo(situation.counts());
        assertThat(lambda).isEqualTo(process);
    }

    @ParameterizedTest
    @EnumSource(Door.Kind.class)
    void aLongerBreakThanMayBeWaitedForIsTakenOnTheQueue(Door.Kind kind) throws Exception {
        try (TestLake lake = new TestLake()) {
            String queue = lake.queue("api-a");
            lake.behave("{\"end\":\"api-a\",\"do\":\"status\",\"status\":503,\"retry_after\":3600}");
            lake.send("api-a", "{\"endpoint\":\"api-a\",\"ingestion_date\":\"2024-02-29\",\"page\":1}", Map.of());
            try (Door door = kind.open(lake, "ingest.catch-up", "0s", "lake.visibility", "3s")) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !lake.received("api-a").isEmpty());
                assertThat(door).isNotNull();
            }
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> lake.look(queue).isEmpty());
            assertThat(lake.received("api-a")).hasSize(1);
            assertThat(lake.depth(queue)).isEqualTo(1);
        }
    }
}
