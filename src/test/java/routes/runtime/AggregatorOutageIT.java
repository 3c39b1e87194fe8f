package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NiFi is down for longer than all receives of a message would take, and comes back. */
class AggregatorOutageIT {
    private static final Duration VISIBILITY = Duration.ofSeconds(3);
    private static final int RECEIVES = 6;

    private final AggregatorLake lake = new AggregatorLake();
    private final List<String> expected = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    private void put(String key) {
        lake.put(key, key.repeat(100));
        expected.add(AggregatorLake.sha256(key.repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void everythingIsArchivedMeanwhileAndDeliveredAfterwardsAndNothingIsParked(AggregatorDoor.Kind kind)
            throws Exception {
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        for (int i = 0; i < 30; i++) {
            put("data/before-" + i);
        }
        try (AggregatorDoor door = kind.open(
                lake,
                "lake.visibility",
                VISIBILITY.toSeconds() + "s",
                "aggregator.batch-size",
                "5",
                "aggregator.cooldown",
                "2s",
                "aggregator.cooldown-cap",
                "4s",
                "aggregator.max-attempts",
                "10")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> lake.members().size() == 30);
            Duration outage = VISIBILITY.multipliedBy(RECEIVES + 2);
            await().during(outage)
                    .atMost(outage.multipliedBy(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> lake.hasNothingParked() && lake.delivered().isEmpty());
            put("data/during");
            await().atMost(Duration.ofSeconds(30)).until(() -> lake.members().size() == 31);
            int posts = lake.nifi().values().stream()
                    .mapToInt(bundle -> (int) bundle.get("posts"))
                    .sum();
            // Three until it opens, then one probe at a time, two to four seconds apart.
            assertThat(posts).isLessThan(3 + (int) outage.toSeconds());
            lake.lake().reset();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> lake.isIdle() && lake.hasDelivered(expected.size()));
            assertThat(door).isNotNull();
        }
        assertThat(lake.delivered())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(lake.hasNothingParked()).isTrue();
    }
}
