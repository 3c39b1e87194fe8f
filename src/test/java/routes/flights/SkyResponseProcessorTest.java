package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Outage;
import routes.policy.Poison;
import routes.policy.Transient;

class SkyResponseProcessorTest {
    private static final String BODY = Snapshots.snapshot(Snapshots.state());

    private MemoryFlights flights = new MemoryFlights();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Exchange exchange(int status, String body, String... headers) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(SkyRequestProcessor.ASKED_AT, MemoryFlights.NOW);
        exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getMessage().setHeader(headers[i], headers[i + 1]);
        }
        exchange.getMessage()
                .setBody(
                        body == null
                                ? null
                                : new ByteArrayInputStream(body.getBytes(UTF_8)) {
                                    @Override
                                    public void close() {
                                        closed.set(true);
                                    }
                                });
        return exchange;
    }

    private Exchange answered(int status, String body, String... headers) throws IOException {
        Exchange exchange = exchange(status, body, headers);
        SkyRequestProcessor.permit(exchange, flights.parts.gate().enter());
        flights.parts.response().process(exchange);
        return exchange;
    }

    private static Snapshot snapshot(Exchange exchange) {
        return exchange.getMessage().getBody(Snapshot.class);
    }

    @Test
    void anAnswerBecomesASnapshotAndNothingElseOfItStays() throws IOException {
        Exchange exchange = answered(200, BODY, "X-Rate-Limit-Remaining", "3996", "Set-Cookie", "a=b");
        assertThat(snapshot(exchange).states()).isEqualTo(1);
        assertThat(snapshot(exchange).askedAt()).isEqualTo(MemoryFlights.NOW);
        assertThat(snapshot(exchange).creditsRemaining()).hasValue(3996);
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(flights.counted("FlightDataPipeline.Ingestion.CreditsRemaining"))
                .isEqualTo(3996);
        assertThat(SkyRequestProcessor.ended(exchange)).as("permit").isEmpty();
        assertThat(closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1.5", "9999999999", "0x10"})
    void creditsThatAreNoNumberAreNotTold(String remaining) throws IOException {
        assertThat(snapshot(answered(200, BODY, "X-Rate-Limit-Remaining", remaining))
                        .creditsRemaining())
                .isEmpty();
        assertThat(flights.memory.counts()).doesNotContainKey("FlightDataPipeline.Ingestion.CreditsRemaining");
    }

    @Test
    void creditsAreToldByFailuresToo() {
        assertThatThrownBy(() -> answered(404, "", "X-Rate-Limit-Remaining", " 7 "))
                .isInstanceOf(Poison.class);
        assertThat(flights.counted("FlightDataPipeline.Ingestion.CreditsRemaining"))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 599})
    void anApiThatMayRecoverIsAskedAgain(int status) {
        assertThatThrownBy(() -> answered(status, "secret"))
                .isInstanceOf(Transient.class)
                .hasMessage("OpenSky answered " + status);
        assertThat(closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404})
    void anApiThatRefusesIsNotAskedAgain(int status) {
        assertThatThrownBy(() -> answered(status, "secret"))
                .isInstanceOf(Poison.class)
                .hasMessage("OpenSky answered " + status);
        assertThat(closed).isTrue();
    }

    @Test
    void aWishToWaitIsPassedOn() {
        assertThatThrownBy(() -> answered(503, "", "Retry-After", "7"))
                .isInstanceOfSatisfying(
                        Transient.class, later -> assertThat(later.after()).contains(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"60, 5, 61", "-, 120, 121", "-, -, 901", "soon, 5, 6"})
    void whenCreditsAreUsedUpTheGateIsClosed(String seconds, String retryAfter, int until) {
        assertThatThrownBy(
                        () -> answered(429, "", "X-Rate-Limit-Retry-After-Seconds", seconds, "Retry-After", retryAfter))
                .isInstanceOf(Outage.class);
        assertThat(flights.parts.gate().enter())
                .isEqualTo(new Skipped("OpenSky's credits are used up", MemoryFlights.NOW.plusSeconds(until)));
    }

    @Test
    void a401RenewsTheTokenOnceForEachFetch() throws IOException {
        flights = new MemoryFlights("flights.secret", "test/opensky");
        Exchange exchange = exchange(401, "");
        assertThatThrownBy(() -> flights.parts.response().process(exchange))
                .isInstanceOfSatisfying(
                        Transient.class, later -> assertThat(later.after()).contains(Duration.ZERO))
                .hasMessage("OpenSky answered 401, the token is renewed");
        exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, 401);
        assertThatThrownBy(() -> flights.parts.response().process(exchange)).isInstanceOf(Poison.class);
    }

    @Test
    void a401GivesAProbeBack() {
        flights = new MemoryFlights("flights.secret", "test/opensky");
        for (int i = 0; i < 11; i++) {
            SourceGate.Entered entered =
                    (SourceGate.Entered) flights.parts.gate().enter();
            flights.parts.gate().failed(entered.permit().orElseThrow(), new Transient("down", (Duration) null));
        }
        flights.clock.advance(Duration.ofMinutes(5));
        assertThatThrownBy(() -> answered(401, "")).isInstanceOf(Transient.class);
        SourceGate.Entered next = (SourceGate.Entered) flights.parts.gate().enter();
        assertThat(next.permit().orElseThrow().probe()).isTrue();
    }

    @Test
    void anAnswerWithoutABodyMayHaveOneAtTheNextTry() {
        assertThatThrownBy(() -> answered(204, null))
                .isInstanceOf(Transient.class)
                .hasMessage("OpenSky answered 204 without a snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"time\":1795286400,\"states\":["})
    void whatIsNoSnapshotMayBeOneAtTheNextTry(String body) {
        assertThatThrownBy(() -> answered(200, body)).isInstanceOf(Transient.class);
        assertThat(closed).isTrue();
    }

    @Test
    void whatIsNoSnapshotKeepsItsPermitForTheFailure() {
        Exchange exchange = exchange(200, "<html>");
        SkyRequestProcessor.permit(exchange, flights.parts.gate().enter());
        assertThatThrownBy(() -> flights.parts.response().process(exchange)).isInstanceOf(Transient.class);
        assertThat(SkyRequestProcessor.ended(exchange)).isPresent();
    }

    @Test
    void aSnapshotWithoutStatesIsAnAnswer() throws IOException {
        Snapshot snapshot = snapshot(answered(200, "{\"time\":" + Snapshots.TIME + ",\"states\":null}"));
        assertThat(snapshot.states()).isZero();
        assertThat(snapshot.creditsRemaining()).isEqualTo(OptionalLong.empty());
    }
}
