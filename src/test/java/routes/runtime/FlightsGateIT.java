package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.ManualClock;

/** Credits and the breaker: for the whole fleet, OpenSky is not asked while it does not want to be or is down. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class FlightsGateIT {
    private static final Instant TIME = FlightsLake.TIME;

    private final FlightsLake lake = new FlightsLake();
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    @AfterEach
    void close() {
        lake.close();
    }

    private FlightsSteps steps(String... settings) {
        return new FlightsSteps(lake, clock, settings);
    }

    /** One try a fetch: each is a call of the breaker. */
    private FlightsSteps single() {
        return steps("flights.max-attempts", "1");
    }

    @ParameterizedTest
    @CsvSource({"90, 91", "'', 901", "soon, 901", "-5, 901", "999999999, 86401"})
    void openSkyIsNotAskedBeforeTheTimeThatItNamesWhoeverWouldAsk(String header, int seconds) throws Exception {
        lake.sky()
                .spoil("\"do\":\"status\",\"status\":429,\"times\":1"
                        + (header.isEmpty() ? "" : ",\"retry_after\":\"" + header + "\""));
        try (FlightsSteps steps = steps();
                FlightsSteps others = steps()) {
            assertThatThrownBy(steps::fetch).hasMessageContaining("429");
            assertThat(steps.fetch()).containsEntry("skipped", "OpenSky's credits are used up");
            clock.advance(Duration.ofSeconds(seconds - 2));
            assertThat(others.fetch()).containsKeys("skipped", "until");
            assertThat(others.tick(clock.instant())).singleElement().asString().contains("skipped");
            assertThat(lake.sky().asked()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(3));
            assertThat(others.fetch()).containsEntry("stored", true);
            assertThat(steps.fetch()).containsEntry("stored", false);
        }
        assertThat(lake.alerts()).isEmpty();
    }

    @Test
    void creditsThatAreUsedUpAreWaitedForAsLongAsTheAccountSays() throws Exception {
        lake.sky().set("\"credits\":6,\"renewal\":600");
        try (FlightsSteps steps = steps()) {
            assertThat(steps.fetch().get("credits_remaining")).hasToString("2");
            assertThatThrownBy(steps::fetch).hasMessageContaining("429");
            assertThat(steps.fetch()).containsKey("skipped");
            clock.advance(Duration.ofSeconds(590));
            assertThat(steps.fetch()).containsKey("skipped");
            lake.sky().set("\"credits\":\"unlimited\"");
            clock.advance(Duration.ofSeconds(15));
            assertThat(steps.fetch()).containsEntry("stored", false);
        }
        assertThat(lake.rows().steps("flights-fetch"))
                .filteredOn(step -> step.get("status").equals("FAILED"))
                .singleElement()
                .satisfies(step -> assertThat(step).containsEntry("error_kind", "outage"));
    }

    @Test
    void moreThanHalfOfTwentyCallsThatFailOpenTheBreakerOfTheWholeFleetAndOneProbeHealsIt() throws Exception {
        lake.sky().spoil("\"do\":\"status\",\"status\":500,\"times\":12");
        try (FlightsSteps steps = single();
                FlightsSteps others = single()) {
            steps.fails(6);
            others.fails(4);
            assertThat(lake.alerts()).isEmpty();
            steps.fails(1);
            assertThat(lake.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.subject()).isEqualTo("Flight Data Alert - OpenSky is down");
                assertThat(alert.body())
                        .containsEntry("source", "OpenSky")
                        .containsKeys("down_since", "not_asked_before");
            });
            assertThat(steps.fetch()).containsEntry("skipped", "OpenSky is down");
            assertThat(others.fetch()).containsEntry("skipped", "OpenSky is down");
            assertThat(lake.sky().asked()).isEqualTo(11);
            clock.advance(Duration.ofMinutes(6));
            others.fails(1);
            assertThat(steps.fetch()).containsKey("skipped");
            clock.advance(Duration.ofMinutes(6));
            assertThat(steps.fetch())
                    .as("twice as long after a probe that failed")
                    .containsKey("skipped");
            assertThat(lake.sky().asked()).isEqualTo(12);
            clock.advance(Duration.ofMinutes(5));
            assertThat(steps.fetch()).containsEntry("stored", true);
            assertThat(others.fetch()).containsEntry("stored", false);
        }
        assertThat(lake.alerts()).hasSize(1);
    }

    @Test
    void whileOneProbesAllOthersWait() throws Exception {
        lake.sky().spoil("\"do\":\"status\",\"status\":500,\"times\":11");
        lake.sky().spoil("\"do\":\"slow\",\"delay_ms\":1500,\"times\":1");
        try (FlightsSteps steps = single();
                FlightsSteps others = single()) {
            steps.fails(11);
            assertThat(others.fetch()).containsKey("skipped");
            clock.advance(Duration.ofMinutes(6));
            CompletableFuture<Map<String, Object>> probe = CompletableFuture.supplyAsync(() -> fetched(steps));
            await().until(() -> lake.rows().circuit().containsValue("half-open"));
            assertThat(others.fetch()).containsEntry("skipped", "OpenSky is down");
            assertThat(probe.join()).containsEntry("stored", true);
            assertThat(others.fetch()).containsEntry("stored", false);
        }
        assertThat(lake.sky().asked()).isEqualTo(13);
    }

    private static Map<String, Object> fetched(FlightsSteps steps) {
        try {
            return steps.fetch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAlertThatOpenSkyIsDownComesAfterAllWhenTheTopicWasDownToo() throws Exception {
        lake.sky().spoil("\"do\":\"status\",\"status\":500");
        lake.faults().refuse("sns", "Publish", "");
        try (FlightsSteps steps = single()) {
            steps.fails(11);
            assertThat(lake.alerts()).isEmpty();
            lake.faults().heal();
            assertThat(steps.fetch()).containsEntry("skipped", "OpenSky is down");
            assertThat(steps.fetch()).containsKey("skipped");
        }
        assertThat(lake.alerts()).hasSize(1);
        assertThat(lake.sky().asked()).isEqualTo(11);
    }

    @Test
    void withoutTheBreakersTableTheScheduleAloneDecides() throws Exception {
        lake.faults().refuse("dynamodb", "GetItem", lake.circuits());
        try (FlightsSteps steps = single()) {
            assertThat(steps.fetch()).containsEntry("stored", true);
        }
    }
}
