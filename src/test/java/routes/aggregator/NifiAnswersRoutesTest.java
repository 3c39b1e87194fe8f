package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import local.stubs.Stubs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aggregator.NifiRoute.Result;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Poison;
import routes.policy.Transient;
import routes.policy.UnreadableBody;

/** What becomes of a delivery when NiFi, over HTTP, answers it badly, late or not at all. */
// A call that is not broken off blocks in a write, which no interrupt ends.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NifiAnswersRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIB = 1024 * 1024;

    private final Stubs stubs = Stubs.open(0);
    private final HttpClient http = HttpClient.newHttpClient();
    private NifiRoute nifi;

    @BeforeEach
    void start() throws Exception {
        nifi = NifiRoute.to(stubs.uri().resolve("/nifi/contentListener"), Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        nifi.close();
        stubs.close();
    }

    private void behave(String order) throws IOException, InterruptedException {
        String json = ("{'end':'nifi'," + order + "}").replace('\'', '"');
        HttpRequest request = HttpRequest.newBuilder(stubs.uri().resolve("/_behave"))
                .POST(BodyPublishers.ofString(json))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stubs.uri().resolve(path)).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    private JsonNode received(String id) throws IOException, InterruptedException {
        return get("/nifi/received").path(id);
    }

    private int requests() throws IOException, InterruptedException {
        return get("/_received").at("/nifi/requests").asInt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'do':'down'", "'do':'close'", "'do':'close','early':true"})
    void aConnectionThatEndsWithoutAnAnswerIsAnIoErrorAndTheBundleIsNotSentAgain(String order) throws Exception {
        behave(order);
        Archived archived = Archived.bytes(MIB);
        Result result = nifi.deliver(archived.delivery("b1"));
        assertThat(result.failure()).isInstanceOf(IOException.class);
        assertThat(result.status()).isNull();
        assertThat(requests()).isEqualTo(1);
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void aNifiThatDoesNotListenIsAnIoError() throws Exception {
        stubs.close();
        Archived archived = Archived.bytes(MIB);
        assertThat(nifi.deliver(archived.delivery("b1")).failure()).isInstanceOf(IOException.class);
        assertThat(archived.taken()).isZero();
        assertThat(archived.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void anErrorThatMayPassIsTransientWithTheWishToWait(int status) throws Exception {
        behave("'do':'status','status':" + status + ",'retry_after':7");
        Result result = nifi.deliver(Archived.bytes(1000).delivery("b1"));
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.failure()).isInstanceOfSatisfying(Transient.class, later -> {
            assertThat(later).hasMessage("NiFi answered " + status);
            assertThat(later.after()).isEqualTo(Optional.of(Duration.ofSeconds(7)));
        });
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aWishToWaitCanBeADate() throws Exception {
        behave("'do':'status','status':503,'retry_after_date':60");
        assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                .isInstanceOfSatisfying(
                        Transient.class,
                        later -> assertThat(later.after().orElseThrow())
                                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 404, 413, 422})
    void anAnswerThatWillNotChangeIsPoison(int status) throws Exception {
        behave("'do':'status','status':" + status);
        assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                .isInstanceOf(Poison.class)
                .hasMessage("NiFi answered " + status);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        behave("'do':'redirect','location':'" + stubs.uri() + "/nifi/elsewhere'");
        assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure()).hasMessage("NiFi answered 302");
        assertThat(requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 503})
    void aNifiThatRefusesBeforeTheBodyIsHeardAndTheArchiveIsNotRead(int status) throws Exception {
        behave("'do':'status','status':" + status + ",'early':true");
        Archived archived = Archived.bytes(300L * MIB);
        Result result = nifi.deliver(archived.delivery("b1", 300L * MIB, "0".repeat(64)));
        assertThat(result.status()).isEqualTo(status);
        assertThat(requests()).isEqualTo(1);
        assertThat(archived.taken()).isZero();
        assertThat(archived.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void everyKindOfSuccessIsDelivered(int status) throws Exception {
        behave("'do':'status','status':" + status);
        Archived archived = Archived.bytes(2 * MIB + 1);
        Result result = nifi.deliver(archived.delivery("b1"));
        assertThat(result).isEqualTo(new Result(status, null));
        assertThat(archived.isClosed()).isTrue();
        JsonNode b1 = received("b1");
        assertThat(b1.path("sha256").asText()).isEqualTo(Archived.sha256(2 * MIB + 1));
        assertThat(b1.path("sha256_matches").asBoolean()).isTrue();
        assertThat(b1.path("faults")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'do':'no-content'",
                "'do':'cut'",
                "'do':'cut','chunked':true",
                "'do':'large','bytes':5000000",
                "'do':'not-json'",
                "'do':'gzip'"
            })
    void whateverFollowsASuccessItIsDelivered(String order) throws Exception {
        behave(order);
        Result result = nifi.deliver(Archived.bytes(1000).delivery("b1"));
        assertThat(result.failure()).isNull();
        assertThat(result.status()).isBetween(200, 204);
    }

    @Test
    void anAnswerThatNeverEndsDoesNotHoldADeliveredBundleBeyondItsTime() throws Exception {
        behave("'do':'drip','bytes':1,'delay_ms':2000");
        Result result =
                nifi.deliver(Archived.bytes(1000).delivery("b1"), Instant.now().plusSeconds(3));
        assertThat(result).isEqualTo(new Result(200, null));
    }

    @Test
    void aNifiThatDoesNotAnswerEndsTheCallAtItsTimeOut() throws Exception {
        behave("'do':'hold'");
        nifi.close();
        nifi = NifiRoute.to(stubs.uri().resolve("/nifi/contentListener"), Duration.ofSeconds(1));
        Result result = nifi.deliver(Archived.bytes(1000).delivery("b1"));
        assertThat(result.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(requests()).isZero();
        assertThat(received("b1").path("posts").asInt()).isEqualTo(1);
    }

    @Test
    void aNifiThatStopsReadingEndsTheCallAtTheDeadlineOfTheMessage() throws Exception {
        behave("'do':'sip','bytes':1000,'delay_ms':100");
        Archived archived = Archived.bytes(300L * MIB);
        Result result = nifi.deliver(
                archived.delivery("b1", 300L * MIB, "0".repeat(64)),
                Instant.now().plusSeconds(2));
        assertThat(result.failure())
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("the call took longer than it may");
        assertThat(archived.isClosed()).isTrue();
        assertThat(received("b1").isMissingNode()).isTrue();
    }

    @Test
    void aMessageWithoutTimeLeftSendsNothing() throws Exception {
        Archived archived = Archived.bytes(1000);
        Result result = nifi.deliver(archived.delivery("b1"), Instant.now().minusSeconds(1));
        assertThat(result.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(requests()).isZero();
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void anArchiveThatBreaksOffIsNoFaultOfNifi() throws Exception {
        Archived archived = Archived.breakingAt(3 * MIB, 2 * MIB);
        Result result = nifi.deliver(archived.delivery("b1"));
        assertThat(result.failure())
                .isInstanceOf(UnreadableBody.class)
                .hasMessage("archived bundle bundles/b1.tar.gz could not be read behind its byte " + 2 * MIB);
        assertThat(Failures.kind(result.failure())).isEqualTo(FailureKind.TRANSIENT);
        assertThat(received("b1").isMissingNode()).isTrue();
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void anArchiveThatIsShorterThanItsRowSaysIsNeverWholeAtNifi() throws Exception {
        Result result = nifi.deliver(Archived.bytes(MIB).delivery("b1", MIB + 1, Archived.sha256(MIB)));
        assertThat(result.failure())
                .isInstanceOf(Poison.class)
                .hasMessageEndingWith("ends after " + MIB + " bytes, expected " + (MIB + 1));
        assertThat(received("b1").isMissingNode()).isTrue();
    }

    @Test
    void anArchiveThatIsLongerThanItsRowSaysIsNeverWholeAtNifi() throws Exception {
        Result result = nifi.deliver(Archived.bytes(MIB).delivery("b1", MIB - 1, Archived.sha256(MIB - 1)));
        assertThat(result.failure())
                .isInstanceOf(Poison.class)
                .hasMessageEndingWith("goes on after " + (MIB - 1) + " bytes, expected its end");
        assertThat(received("b1").isMissingNode()).isTrue();
    }

    @Test
    void anArchiveWithOtherBytesThanItsRowSaysIsNeverWholeAtNifi() throws Exception {
        Result result = nifi.deliver(Archived.bytes(MIB).delivery("b1", MIB, Archived.sha256(MIB + 1)));
        assertThat(result.failure())
                .isInstanceOf(Poison.class)
                .hasMessageEndingWith("holds other bytes than its SHA-256 says");
        assertThat(received("b1").isMissingNode()).isTrue();
    }

    @Test
    void credentialsThatWereChangedAreFetchedAgainAndTheNextTryDelivers() throws Exception {
        nifi.deliver(Archived.bytes(1000).delivery("b0"));
        behave("'set':{'password':'new'}");
        nifi.secrets.put(NifiRoute.SECRET, "{\"username\":\"local\",\"password\":\"new\"}");
        Archived archived = Archived.bytes(MIB);
        Result refused = nifi.deliver(archived.delivery("b1"));
        assertThat(refused.failure())
                .isInstanceOf(Transient.class)
                .hasMessage("NiFi answered 401, credentials are renewed");
        assertThat(archived.taken()).isZero();
        assertThat(nifi.deliver(Archived.bytes(MIB).delivery("b1"))).isEqualTo(new Result(200, null));
        assertThat(nifi.secrets.asked()).isEqualTo(2);
    }

    @Test
    void withoutCredentialsToRenewARefusalIsPoison() throws Exception {
        nifi.close();
        nifi = NifiRoute.asNobody(URI.create(stubs.uri() + "/nifi/contentListener"), Duration.ofSeconds(30));
        assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                .isInstanceOf(Poison.class)
                .hasMessage("NiFi answered 401");
        assertThat(requests()).isEqualTo(1);
    }
}
