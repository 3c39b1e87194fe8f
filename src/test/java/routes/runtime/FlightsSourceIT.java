package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSky answers with something else than a snapshot: the fetch fails loudly, nothing half is stored, the next one heals. */
class FlightsSourceIT {
    private static FlightsLake lake;
    private static Instant time = FlightsLake.TIME;

    /** A content that no error may tell of. */
    private static final String SECRET_CONTENT = "4b1814-of-nobody";

    @BeforeAll
    static void open() {
        lake = new FlightsLake();
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    @BeforeEach
    void laterSnapshot() {
        time = time.plusSeconds(10);
        lake.sky().sound();
        lake.sky().time(time);
    }

    /** Two tries, little patience, and a breaker that never opens: what it does is tested elsewhere. */
    private static FlightsSteps steps() {
        return new FlightsSteps(
                lake,
                "flights.max-attempts",
                "2",
                "flights.response-timeout",
                "700ms",
                "flights.max-body-bytes",
                "97KiB",
                "flights.circuit-error-rate",
                "0.99",
                "flights.circuit-calls",
                "63");
    }

    private static String status(int status) {
        return "\"do\":\"status\",\"status\":" + status + ",\"body\":\"" + SECRET_CONTENT + "\"";
    }

    private static String snapshot(String body) {
        return "\"do\":\"snapshot\",\"body\":" + body;
    }

    /** What OpenSky does, the kind of the failure, how often it is asked by two tries, and a part of the reason. */
    private static Stream<Arguments> faults() {
        return Stream.of(
                arguments(status(400), "poison", 1, "OpenSky answered 400"),
                arguments(status(401), "poison", 2, "OpenSky answered 401"),
                arguments(status(403), "poison", 1, "OpenSky answered 403"),
                arguments(status(404), "poison", 1, "OpenSky answered 404"),
                arguments(status(408), "transient", 2, "OpenSky answered 408"),
                arguments(status(500), "transient", 2, "OpenSky answered 500"),
                arguments(status(503), "transient", 2, "OpenSky answered 503"),
                arguments("\"do\":\"redirect\"", "poison", 1, "OpenSky answered 302"),
                arguments("\"do\":\"slow\",\"delay_ms\":1000", "transient", 2, "Timeout"),
                arguments("\"do\":\"drip\",\"bytes\":64,\"delay_ms\":50", "transient", 2, ""),
                arguments("\"do\":\"close\"", "transient", 2, ""),
                arguments("\"do\":\"cut\"", "transient", 2, ""),
                arguments("\"do\":\"cut\",\"chunked\":true", "transient", 2, ""),
                arguments("\"do\":\"truncated\"", "transient", 2, "no snapshot"),
                arguments("\"do\":\"not-json\"", "transient", 2, "no snapshot"),
                arguments("\"do\":\"no-content\"", "transient", 2, "OpenSky answered"),
                arguments("\"do\":\"error-object\"", "transient", 2, "no snapshot"),
                arguments("\"do\":\"no-states\"", "transient", 2, "no snapshot"),
                arguments("\"do\":\"no-time\"", "transient", 2, "no snapshot"),
                arguments("\"do\":\"large\",\"bytes\":200000", "transient", 2, "99328 bytes"),
                arguments(snapshot("\"\""), "transient", 2, "no snapshot"),
                arguments(snapshot("\"null\""), "transient", 2, "no snapshot"),
                arguments(snapshot("[\"" + SECRET_CONTENT + "\"]"), "transient", 2, "no snapshot"),
                arguments(
                        snapshot("{\"time\":\"" + SECRET_CONTENT + "\",\"states\":[]}"), "transient", 2, "no snapshot"),
                arguments(snapshot("{\"time\":-1,\"states\":[]}"), "transient", 2, "no snapshot"),
                arguments(snapshot("{\"time\":1e12,\"states\":[]}"), "transient", 2, "no snapshot"),
                arguments(snapshot("{\"time\":1718476800,\"states\":{}}"), "transient", 2, "no snapshot"),
                arguments(snapshot("\"{\\\"time\\\":1718476800,\\\"states\\\":[]}]\""), "transient", 2, "no snapshot"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsNoSnapshotIsNotStoredAndFailsTheFetch(String fault, String kind, int asked, String reason)
            throws Exception {
        List<String> before = lake.keys(lake.raw());
        Map<String, Map<String, String>> told = lake.rows().steps();
        lake.sky().spoil(fault);
        try (FlightsSteps steps = steps()) {
            assertThatThrownBy(steps::fetch).hasMessageNotContaining(SECRET_CONTENT);
            // What is answered slowly is told of when it has been answered.
            await().untilAsserted(() -> assertThat(lake.sky().asked()).isEqualTo(asked));
            assertThat(lake.keys(lake.raw())).isEqualTo(before);
            Map<String, Map<String, String>> now = lake.rows().steps();
            now.keySet().removeAll(told.keySet());
            assertThat(now.values()).singleElement().satisfies(step -> {
                assertThat(step)
                        .containsEntry("pipeline_step", "flights-fetch")
                        .containsEntry("status", "FAILED")
                        .containsEntry("error_kind", kind)
                        .doesNotContainKey("target_key");
                assertThat(step.get("error")).contains(reason).doesNotContain(SECRET_CONTENT);
            });
            assertThat(steps.counted("failures{pipeline=flights}{kind=" + kind + "}"))
                    .isEqualTo(1);
            lake.sky().sound();
            lake.sky().time(time);
            steps.fetch();
        }
        assertThat(lake.keys(lake.raw())).contains(FlightsKeys.raw(time)).hasSizeGreaterThan(before.size());
        assertThat(lake.alerts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"do\":\"status\",\"status\":500",
                "\"do\":\"status\",\"status\":401",
                "\"do\":\"not-json\"",
                "\"do\":\"close\""
            })
    void withoutATokenOpenSkyIsNotAsked(String fault) throws Exception {
        lake.sky().spoilTokens(fault);
        try (FlightsSteps steps = steps()) {
            assertThatThrownBy(steps::fetch).hasMessageContaining("token endpoint");
            assertThat(lake.sky().asked()).isZero();
            lake.sky().sound();
            lake.sky().time(time);
            assertThat(steps.fetch()).containsEntry("stored", true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"do\":\"status\",\"status\":503,\"times\":1",
                "\"do\":\"cut\",\"times\":1",
                "\"do\":\"not-json\",\"times\":1",
                "\"do\":\"close\",\"times\":1"
            })
    void whatPassesIsMetBySecondTry(String fault) throws Exception {
        lake.sky().spoil(fault);
        try (FlightsSteps steps = steps()) {
            assertThat(steps.fetch()).containsEntry("stored", true).containsEntry("key", FlightsKeys.raw(time));
        }
        assertThat(lake.sky().asked()).isEqualTo(2);
    }
}
