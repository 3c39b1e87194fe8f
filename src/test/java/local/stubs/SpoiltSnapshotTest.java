package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpoiltSnapshotTest {
    private static final String ALL = "/api/states/all";
    private static final long TIME = 1_795_000_000;

    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @BeforeEach
    void aSmallWorldStandsStill() throws Exception {
        caller.behave("opensky", "'set':{'states':200,'time':" + TIME + "}");
    }

    @AfterEach
    void close() {
        stubs.close();
    }

    private HttpResponse<byte[]> spoilt(String order) throws Exception {
        caller.behave("opensky", order + ",'times':1");
        return caller.get(ALL);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503, 504})
    void anyStatusCanBeAnswered(int status) throws Exception {
        HttpResponse<byte[]> answer = spoilt("'do':'status','status':" + status);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue(OpenSky.REMAINING)).isPresent();
        assertThat(caller.get(ALL).statusCode()).isEqualTo(200);
    }

    @Test
    void theWaitThatIsAskedForIsInOpenSkysOwnHeader() throws Exception {
        HttpResponse<byte[]> answer = spoilt("'do':'status','status':429,'retry_after':7");
        assertThat(answer.headers().firstValue(OpenSky.RETRY_AFTER)).hasValue("7");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(spoilt("'do':'status','status':429").headers().firstValue(OpenSky.RETRY_AFTER))
                .isEmpty();
    }

    @Test
    void anOrderHoldsUntilItIsTakenBack() throws Exception {
        caller.behave("opensky", "'do':'status','status':503");
        for (int call = 0; call < 5; call++) {
            assertThat(caller.get(ALL).statusCode()).isEqualTo(503);
        }
        caller.post("/_reset", "");
        assertThat(caller.get(ALL).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'do':'states-null' | {'time':1795000000,'states':null}",
                "'do':'empty' | {'time':1795000000,'states':[]}",
                "'do':'no-states' | {'time':1795000000}",
                "'do':'snapshot','body':'no JSON' | no JSON",
                "'do':'snapshot','body':'' | ''",
                "'do':'snapshot','body':[1,2] | [1,2]",
                "'do':'snapshot','body':{'time':7,'states':[['4b1814',1.5]]} | {'time':7,'states':[['4b1814',1.5]]}",
                "'do':'snapshot','body':'{ \\'time\\': 7.50 }' | { 'time': 7.50 }",
                "'do':'not-json' | <html><body>Please log in.</body></html>",
                "'do':'error-object' | {'error':{'code':'E17','message':'try later'}}"
            })
    void theBodyCanBeOneThatAPipelineMustNotTakeForTheWorld(String order, String body) throws Exception {
        HttpResponse<byte[]> answer = spoilt(order);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(body.equals("''") ? "" : body.replace('\'', '"'));
    }

    @Test
    void theTimeCanBeMissing() throws Exception {
        JsonNode states = caller.json(caller.get(ALL)).get("states");
        JsonNode answer = caller.json(spoilt("'do':'no-time'"));
        assertThat(answer).hasSize(1);
        assertThat(answer.get("states")).isEqualTo(states);
    }

    @Test
    void theTimeCanComeBehindTheStates() throws Exception {
        JsonNode usual = caller.json(caller.get(ALL));
        HttpResponse<byte[]> answer = spoilt("'do':'time-behind'");
        assertThat(text(answer)).startsWith("{\"states\":[[").endsWith("]],\"time\":" + TIME + "}");
        assertThat(caller.json(answer)).isEqualTo(usual);
    }

    @Test
    void jsonCanEndInTheMiddleWithoutAnError() throws Exception {
        byte[] whole = caller.get(ALL).body();
        assertThat(spoilt("'do':'truncated'").body()).isEqualTo(Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void eachPositionInItsTurnCanHaveAWrongType() throws Exception {
        JsonNode right = caller.json(caller.get(ALL)).get("states");
        JsonNode wrong = caller.json(spoilt("'do':'wrong-types'")).get("states");
        assertThat(wrong).hasSize(200);
        for (int i = 0; i < 200; i++) {
            List<Integer> expected = i % 10 == 0 ? List.of(i / 10 % 17) : List.of();
            assertThat(unlike(right.get(i), wrong.get(i))).as("state %d", i).isEqualTo(expected);
        }
        assertThat(wrong.get(20).get(2).isNumber()).isTrue();
        assertThat(wrong.get(50).get(5).isTextual()).isTrue();
        assertThat(wrong.get(80).get(8).isTextual()).isTrue();
        assertThat(wrong.get(140).get(14).isNumber()).isTrue();
    }

    private static List<Integer> unlike(JsonNode one, JsonNode other) {
        assertThat(other).hasSize(one.size());
        return IntStream.range(0, one.size())
                .filter(position -> !one.get(position).equals(other.get(position)))
                .boxed()
                .toList();
    }

    @Test
    void whatIsWrongAndWhereCanBeSaid() throws Exception {
        JsonNode states = caller.json(spoilt("'do':'wrong-types','every':1,'positions':[4,0],'value':null"))
                .get("states");
        List<Integer> nulls = new ArrayList<>();
        states.forEach(
                state -> nulls.add(state.get(4).isNull() ? 4 : state.get(0).isNull() ? 0 : -1));
        assertThat(nulls).hasSize(200).startsWith(4, 0, 4, 0).containsOnly(0, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'do':'cut'", "'do':'cut','chunked':true", "'do':'close'"})
    void theConnectionCanBreakAsLongAsItIsToldTo(String order) throws Exception {
        caller.behave("opensky", order);
        assertThatThrownBy(() -> caller.get(ALL)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> caller.get(ALL, "Accept-Encoding", "gzip")).isInstanceOf(IOException.class);
        caller.post("/_reset", "");
        assertThat(caller.get(ALL).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"'slow',300", "'drip',300"})
    void theAnswerCanTakeItsTime(String what, int least) throws Exception {
        byte[] whole = caller.get(ALL).body();
        caller.behave("opensky", "'do':'" + what + "','delay_ms':150,'bytes':4000");
        long start = System.nanoTime();
        HttpResponse<byte[]> plain = caller.get(ALL);
        HttpResponse<byte[]> zipped = caller.get(ALL, "Accept-Encoding", "gzip");
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(least);
        assertThat(plain.body()).isEqualTo(whole);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body()))).hasBinaryContent(whole);
    }

    @Test
    void aSpoiltBodyIsCompressedForWhoeverTakesIt() throws Exception {
        caller.behave("opensky", "'do':'large','bytes':3000000");
        HttpResponse<byte[]> answer = caller.get(ALL, "Accept-Encoding", "gzip");
        assertThat(answer.body().length).isLessThan(50_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .hasSize(3_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void aBodyIsCompressedOnceByOrder(String coding) throws Exception {
        byte[] whole = caller.get(ALL).body();
        caller.behave("opensky", "'do':'gzip'");
        HttpResponse<byte[]> answer = caller.get(ALL, "Accept-Encoding", coding);
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body()))).hasBinaryContent(whole);
    }

    @Test
    void whatWentOutIsToldAsItWas() throws Exception {
        byte[] body = spoilt("'do':'states-null'").body();
        assertThat(caller.json(caller.get("/_received?end=opensky"))
                        .at("/0/out/sha256")
                        .asText())
                .isEqualTo(Digest.of(body).sha256());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'do':'explode' | wrong-types",
                "'do':'snapshot' | body",
                "'do':'wrong-types','positions':[17] | positions",
                "'do':'wrong-types','positions':[] | positions",
                "'do':'wrong-types','positions':['icao24'] | positions",
                "'do':'wrong-types','every':0 | every"
            })
    void anOrderThatIsNotUnderstoodIsRefusedWithTheReason(String order, String reason) throws Exception {
        String whole = "{'end':'opensky'," + order + "}";
        HttpResponse<byte[]> answer = caller.post("/_behave", whole.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains(reason);
    }
}
