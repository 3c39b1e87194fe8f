package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import local.OpenSkyStates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenSkyTest {
    private static final String ALL = "/api/states/all";
    private static final String FORM = "grant_type=client_credentials&client_id=local&client_secret=";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final long TIME = 1_795_000_000;

    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    private void set(String settings) throws Exception {
        caller.behave("opensky", "'set':{" + settings + "}");
    }

    /** A small world at a time that stands still. */
    private void small() throws Exception {
        set("'states':400,'time':" + TIME);
    }

    private JsonNode states(String query) throws Exception {
        HttpResponse<byte[]> answer = caller.get(ALL + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return caller.json(answer).path("states");
    }

    private String bearer() throws Exception {
        HttpResponse<byte[]> answer = caller.post("/oauth/opensky/token", FORM + "local", "Content-Type", FORM_TYPE);
        return "Bearer " + caller.json(answer).path("access_token").asText();
    }

    private static long remaining(HttpResponse<byte[]> answer) {
        return answer.headers().firstValueAsLong(OpenSky.REMAINING).orElse(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/states", "/api/states/own", "/api/flights/all", "/api/states/all/"})
    void anotherPathIsNotThere(String path) throws Exception {
        assertThat(caller.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        assertThat(caller.post(ALL, "").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer unknown", "Bearer ", "Basic bG9jYWw6bG9jYWw="})
    void whoComesWithAnythingButAGoodTokenIsRefused(String authorization) throws Exception {
        HttpResponse<byte[]> answer = caller.get(ALL, "Authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(remaining(answer)).isEqualTo(4_000);
    }

    @Test
    void aTokenIsGoodForHalfAnHourUntilItIsRevoked() throws Exception {
        small();
        JsonNode token = caller.json(caller.post("/oauth/opensky/token", FORM + "local", "Content-Type", FORM_TYPE));
        assertThat(token.path("expires_in").asInt()).isEqualTo(1_800);
        String bearer = "Bearer " + token.path("access_token").asText();
        assertThat(caller.get(ALL, "Authorization", bearer).statusCode()).isEqualTo(200);
        caller.behave("opensky-oauth", "'do':'revoke-all'");
        assertThat(caller.get(ALL, "Authorization", bearer).statusCode()).isEqualTo(401);
        caller.behave("opensky-oauth", "'set':{'expires_in':0}");
        assertThat(caller.get(ALL, "Authorization", bearer()).statusCode()).isEqualTo(401);
    }

    @Test
    void noTokenIsGivenForAWrongSecretAndNoneOfAnotherEndIsGood() throws Exception {
        assertThat(caller.post("/oauth/opensky/token", FORM + "wrong", "Content-Type", FORM_TYPE)
                        .statusCode())
                .isEqualTo(401);
        String other = caller.token(FORM + "local");
        assertThat(caller.get(ALL, "Authorization", "Bearer " + other).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theWorldIsThatOfTheGeneratorAtTheLastTenSeconds() throws Exception {
        long before = Instant.now().getEpochSecond();
        byte[] body = caller.get(ALL).body();
        long time = Snapshot.of(body).time();
        assertThat(time % 10).isZero();
        assertThat(time).isCloseTo(before, within(10L));
        assertThat(body).isEqualTo(new OpenSkyStates(1, OpenSkyStates.GLOBAL, false).answer(time));
        set("'time':" + time);
        assertThat(caller.get(ALL + "?extended=1").body())
                .isEqualTo(new OpenSkyStates(1, OpenSkyStates.GLOBAL, true).answer(time));
    }

    @Test
    void theSameTimeHasTheSameBytesAndALaterOneOthers() throws Exception {
        small();
        byte[] first = caller.get(ALL).body();
        set("'time':" + (TIME + 300));
        JsonNode later = states("");
        set("'time':" + TIME);
        assertThat(caller.get(ALL).body()).isEqualTo(first);
        assertThat(later).hasSize(400);
        assertThat(later).isNotEqualTo(Snapshot.of(first).states());
        set("'time':null");
        assertThat(Snapshot.of(caller.get(ALL).body()).time())
                .isCloseTo(Instant.now().getEpochSecond(), within(20L));
    }

    @Test
    void whoHasSpentTheDaysCreditsIsToldWhenToComeAgain() throws Exception {
        set("'states':1,'credits':9,'renewal':5000");
        assertThat(remaining(caller.get(ALL))).isEqualTo(5);
        assertThat(remaining(caller.get(ALL))).isEqualTo(1);
        HttpResponse<byte[]> refused = caller.get(ALL);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(remaining(refused)).isEqualTo(1);
        assertThat(refused.headers().firstValueAsLong(OpenSky.RETRY_AFTER).orElse(0))
                .isBetween(4_900L, 5_000L);
        assertThat(caller.get(ALL, "Authorization", bearer()).statusCode()).isEqualTo(200);
        assertThat(caller.json(caller.get("/_received"))
                        .at("/opensky/credits_used")
                        .asInt())
                .isEqualTo(12);
    }

    @Test
    void creditsAreOpenSkysOnceTheyAreLimited() throws Exception {
        set("'states':1");
        assertThat(remaining(caller.get(ALL))).isEqualTo(400);
        assertThat(remaining(caller.get(ALL, "Authorization", bearer()))).isEqualTo(4_000);
        set("'credits':'daily'");
        assertThat(remaining(caller.get(ALL))).isEqualTo(396);
        assertThat(remaining(caller.get(ALL, "Authorization", bearer()))).isEqualTo(3_996);
        set("'credits':'unlimited'");
        assertThat(remaining(caller.get(ALL))).isEqualTo(400);
        set("'tells_remaining':false");
        assertThat(remaining(caller.get(ALL))).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"gzip,true", "'deflate, gzip;q=0.5',true", "GZIP,true", "identity,false", "'',false"})
    void whoTakesGzipHasIt(String coding, boolean zipped) throws Exception {
        small();
        byte[] plain = caller.get(ALL).body();
        HttpResponse<byte[]> answer = caller.get(ALL, "Accept-Encoding", coding);
        assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(zipped);
        if (zipped) {
            assertThat(answer.body().length).isLessThan(plain.length / 2);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())))
                    .hasBinaryContent(plain);
        } else {
            assertThat(answer.body()).isEqualTo(plain);
        }
    }

    @Test
    void whatWasAskedAndAnsweredIsTold() throws Exception {
        small();
        byte[] body = caller.get(ALL, "Authorization", bearer(), "Accept-Encoding", "gzip")
                .body();
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        states("?icao24=000000");
        caller.get(ALL + "?icao24=none");
        JsonNode told = caller.json(caller.get("/_received"));
        assertThat(told.at("/opensky/requests").asInt()).isEqualTo(3);
        assertThat(told.at("/opensky/statuses/200").asInt()).isEqualTo(2);
        assertThat(told.at("/opensky/statuses/400").asInt()).isEqualTo(1);
        assertThat(told.at("/opensky/credits_used").asInt()).isEqualTo(8);
        assertThat(told.at("/opensky/pages/" + TIME + "/sha256").asText())
                .isEqualTo(Digest.of(plain).sha256());
        assertThat(told.at("/opensky/pages/" + TIME + "?icao24=000000/successes")
                        .asInt())
                .isEqualTo(1);
        assertThat(told.at("/opensky-oauth/requests").asInt()).isEqualTo(1);
        caller.post("/_reset", "");
        assertThat(caller.json(caller.get("/_received"))).isEmpty();
        assertThat(states("")).hasSize(OpenSkyStates.GLOBAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'states':-1", "'states':'many'", "'time':1.5", "'credits':-1", "'renewal':0", "'colour':1"})
    void aSettingThatIsNotUnderstoodIsRefused(String setting) throws Exception {
        String order = "{'end':'opensky','set':{" + setting + "}}";
        HttpResponse<byte[]> answer = caller.post("/_behave", order.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains(setting.split("'")[1]);
    }
}
