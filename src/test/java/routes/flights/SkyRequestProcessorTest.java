package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import routes.aws.Permit;
import routes.policy.Outage;
import routes.policy.Poison;
import routes.policy.Transient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Asking in somebody's name, whose tokens come from an end of the test's own. */
class SkyRequestProcessorTest {
    private static final String SECRET = "test/opensky";

    private final List<String> asked = new ArrayList<>();
    private HttpServer tokens;
    private int status = 200;
    private MemoryFlights flights;

    @BeforeEach
    void start() throws IOException {
        tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] token = ("{\"access_token\":\"token-" + asked.size() + "\",\"expires_in\":1800}").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        tokens.start();
        flights = new MemoryFlights(
                "flights.secret",
                SECRET,
                "flights.token-url",
                "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token",
                "flights.area",
                "45.8,5.9,47.8,10.5");
        flights.memory.secrets.put(SECRET, "{\"client_id\":\"me\",\"client_secret\":\"hush\"}");
    }

    @AfterEach
    void stop() {
        tokens.stop(0);
    }

    private static Exchange exchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("CamelHttpPath", "/other");
        exchange.getMessage().setHeader("Authorization", "of somebody else");
        exchange.getMessage().setBody("a body");
        return exchange;
    }

    private Exchange asked() {
        Exchange exchange = exchange();
        flights.parts.request().process(exchange);
        return exchange;
    }

    private void openCircuit() {
        for (int i = 0; i < 11; i++) {
            SourceGate.Entered entered =
                    (SourceGate.Entered) flights.parts.gate().enter();
            flights.parts.gate().failed(entered.permit().orElseThrow(), new Transient("down", (Duration) null));
        }
    }

    @Test
    void exactlyOurHeadersCrossTheBorder() {
        Exchange exchange = asked();
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(HttpConstants.HTTP_URI, HttpConstants.HTTP_QUERY, "Accept", "Authorization")
                .containsEntry(HttpConstants.HTTP_URI, "https://opensky-network.org/api/states/all")
                .containsEntry(HttpConstants.HTTP_QUERY, "lamin=45.8&lomin=5.9&lamax=47.8&lomax=10.5&extended=1")
                .containsEntry("Accept", "application/json")
                .containsEntry("Authorization", "Bearer token-1");
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getProperty(SkyRequestProcessor.ASKED_AT)).isEqualTo(MemoryFlights.NOW);
    }

    @Test
    void whoIsAnonymousSaysNothingOfHimself() {
        Exchange exchange = exchange();
        new MemoryFlights().parts.request().process(exchange);
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(HttpConstants.HTTP_URI, HttpConstants.HTTP_QUERY, "Accept");
        assertThat(asked).isEmpty();
    }

    @Test
    void aTokenIsAskedForWithTheSecretAndUsedUntilItExpires() {
        asked();
        flights.clock.advance(Duration.ofMinutes(28));
        asked();
        assertThat(asked).containsExactly("grant_type=client_credentials&client_id=me&client_secret=hush");
        flights.clock.advance(Duration.ofMinutes(2));
        assertThat(asked().getMessage().getHeader("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void aTokenThatWasRefusedIsForgottenUnlessItIsNewer() {
        asked();
        flights.parts.request().refused(flights.clock.instant().minusSeconds(1));
        assertThat(asked().getMessage().getHeader("Authorization")).isEqualTo("Bearer token-1");
        flights.clock.advance(Duration.ofSeconds(1));
        flights.parts.request().refused(flights.clock.instant());
        assertThat(asked().getMessage().getHeader("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void whoIsAnonymousHasNoTokenToForget() {
        MemoryFlights anonymous = new MemoryFlights();
        anonymous.parts.request().refused(MemoryFlights.NOW);
        assertThat(anonymous.memory.secrets.asked()).isZero();
    }

    @Test
    void aSecretThatIsNotThereOrHalfIsNotAskedAroundFor() {
        flights.memory.secrets.put(SECRET, "{\"client_id\":\"me\"}");
        assertThatThrownBy(this::asked)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret test/opensky has no field 'client_secret'");
        MemoryFlights other = new MemoryFlights("flights.secret", "nobody");
        assertThatThrownBy(() -> other.parts.request().process(exchange()))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aTokenEndpointThatRefusesIsPoisonAndOneThatIsDownIsNot() {
        status = 401;
        assertThatThrownBy(this::asked).isInstanceOf(Poison.class).hasMessageNotContaining("hush");
        status = 503;
        assertThatThrownBy(this::asked).isInstanceOf(Transient.class);
    }

    @Test
    void aTryWithoutAPermitAsksForOne() {
        Exchange exchange = asked();
        assertThat(SkyRequestProcessor.ended(exchange)).contains(new Permit(0, false));
        assertThat(SkyRequestProcessor.ended(exchange)).isEmpty();
    }

    @Test
    void theFirstTryComesWithThePermitOfItsFetch() {
        openCircuit();
        flights.clock.advance(Duration.ofMinutes(5));
        Exchange exchange = exchange();
        SkyRequestProcessor.permit(exchange, flights.parts.gate().enter());
        flights.parts.request().process(exchange);
        assertThat(SkyRequestProcessor.ended(exchange).map(Permit::probe)).contains(true);
    }

    @Test
    void aTryIntoAnOpenCircuitIsNotMade() {
        openCircuit();
        assertThatThrownBy(this::asked)
                .isInstanceOf(Outage.class)
                .hasMessage("OpenSky is down: it is not asked before 2026-11-21T18:45:05Z");
        assertThat(asked).isEmpty();
    }

    @Test
    void aTryIntoAPauseIsNotMade() {
        flights.parts.gate().pause(OptionalLong.of(60), null);
        assertThatThrownBy(this::asked)
                .isInstanceOf(Outage.class)
                .satisfies(outage -> assertThat(((Outage) outage).after()).isEqualTo(Duration.ofSeconds(61)));
    }

    @Test
    void whileTheCircuitCannotBeReadATryIsMadeWithoutAPermit() {
        Exchange exchange = exchange();
        SkyRequestProcessor.permit(exchange, new SourceGate.Entered(Optional.empty()));
        flights.memory.tables.refuse(
                () -> (RuntimeException) software.amazon.awssdk.services.dynamodb.model.DynamoDbException.builder()
                        .statusCode(500)
                        .build());
        flights.parts.request().process(exchange);
        assertThat(SkyRequestProcessor.ended(exchange)).isEmpty();
        assertThat(exchange.getMessage().getHeaders()).containsAllEntriesOf(Map.of("Accept", "application/json"));
    }
}
