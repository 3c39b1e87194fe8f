package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.Cases;

@Timeout(60)
class OpenSkyQueryTest {
    private static final String ALL = "/api/states/all";
    private static final long TIME = 1_795_000_000;

    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @BeforeEach
    void aSmallWorldStandsStill() throws Exception {
        caller.behave("opensky", "'set':{'states':400,'time':" + TIME + "}");
    }

    @AfterEach
    void close() {
        stubs.close();
    }

    private JsonNode states(String query) throws Exception {
        HttpResponse<byte[]> answer = caller.get(ALL + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return caller.json(answer).path("states");
    }

    @ParameterizedTest
    @CsvSource({
        "lamin=45&lomin=5&lamax=48, lomax: ''",
        "lamin=north&lomin=5&lamax=48&lomax=11, lamin: 'north'",
        "lamin=48&lomin=5&lamax=45&lomax=11, no box",
        "lamin=45&lomin=11&lamax=48&lomax=5, no box",
        "lamin=45&lomin=5&lamax=91&lomax=11, no box",
        "lamin=45&lomin=5&lamax=48&lomax=181, no box",
        "lamin=45&lomin=NaN&lamax=48&lomax=11, no box",
        "icao24=abc, icao24",
        "icao24=4b1814&icao24=, icao24",
        "extended=yes, extended: 'yes'",
        "lat=45, lat"
    })
    void aWrongParameterIsRefusedAndCostsNothing(String query, String reason) throws Exception {
        HttpResponse<byte[]> answer = caller.get(ALL + "?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(caller.json(answer).path("error").asText()).contains(reason);
        assertThat(caller.json(caller.get("/_received"))
                        .at("/opensky/credits_used")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void aBoxHasWhatLiesInItAndNothingElse() throws Exception {
        JsonNode world = states("");
        Cases.forAll(cases -> {
            int south = cases.number(-90, 89);
            int north = cases.number(south, 90);
            int west = cases.number(-180, 179);
            int east = cases.number(west, 180);
            List<String> expected = world.valueStream()
                    .filter(state -> state.get(5).isNumber()
                            && state.get(5).asDouble() >= west
                            && state.get(5).asDouble() <= east
                            && state.get(6).asDouble() >= south
                            && state.get(6).asDouble() <= north)
                    .map(JsonNode::toString)
                    .toList();
            assertThat(states("?lamin=" + south + "&lomin=" + west + "&lamax=" + north + "&lomax=" + east))
                    .extracting(JsonNode::toString)
                    .containsExactlyElementsOf(expected);
        });
    }

    @Test
    void aircraftAreFoundByTheirAddresses() throws Exception {
        JsonNode world = states("");
        String one = world.at("/3/0").asText();
        String other = world.at("/7/0").asText();
        assertThat(states("?icao24=" + other.toUpperCase(Locale.ROOT) + "&icao24=" + one))
                .containsExactly(world.get(3), world.get(7));
    }

    @Test
    void whereNothingFliesStatesAreNull() throws Exception {
        assertThat(caller.get(ALL + "?lamin=-90&lomin=0&lamax=-89&lomax=1").body())
                .isEqualTo(("{\"time\":" + TIME + ",\"states\":null}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"5,5,1", "5,5.1,2", "10,10,2", "10,10.1,3", "20,20,3", "20,20.1,4", "180,360,4"})
    void aBoxCostsByItsSize(double latitudes, double longitudes, int credits) throws Exception {
        caller.behave("opensky", "'set':{'credits':100}");
        String box = "lamin=-90&lomin=-180&lamax=" + (latitudes - 90) + "&lomax=" + (longitudes - 180);
        assertThat(caller.get(ALL + "?" + box).headers().firstValueAsLong(OpenSky.REMAINING))
                .hasValue(100 - credits);
    }
}
