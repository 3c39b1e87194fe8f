package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class IngestApiTest {
    private static final String CLIENT = "grant_type=client_credentials&client_id=local&client_secret=local";

    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());
    private String token = "";

    @BeforeEach
    void logIn() throws Exception {
        token = token();
    }

    @AfterEach
    void close() {
        stubs.close();
    }

    private String token() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                caller.post("/api/oauth/token", CLIENT, "Content-Type", "application/x-www-form-urlencoded");
        return caller.json(answer).path("access_token").asText();
    }

    private static String batch(int number, int total, String... records) {
        return "{\"batch_number\":%d,\"total_batches\":%d,\"records\":[%s]}"
                .formatted(number, total, String.join(",", records));
    }

    private HttpResponse<byte[]> send(String key, String body, String... headers)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("Idempotency-Key", key, "Content-Type", "application/json"));
        all.addAll(headers.length > 0 ? List.of(headers) : List.of("Authorization", "Bearer " + token));
        return caller.post("/api/api/data/ingest", body, all.toArray(String[]::new));
    }

    private int send(int number) throws IOException, InterruptedException {
        return send("e1-" + number, batch(number, 3, "{\"n\":" + number + "}")).statusCode();
    }

    private JsonNode export(String id) throws IOException, InterruptedException {
        return caller.json(caller.get("/_export/" + id));
    }

    private String records(String id) throws IOException, InterruptedException {
        return new String(caller.get("/_export/" + id + "/records").body(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Basic bG9jYWw6bG9jYWw="})
    void aCallerWithoutALivingTokenIsRefused(String authorization) throws Exception {
        HttpResponse<byte[]> answer = send("e1-1", batch(1, 1, "{}"), "Authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(caller.get("/_export/e1").statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenOfAnotherServiceOpensNothing() throws Exception {
        HttpResponse<byte[]> answer =
                send("e1-1", batch(1, 1, "{}"), "Authorization", "Bearer " + caller.token(CLIENT));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void tokensCanLiveForASecondAndCanBeRevoked() throws Exception {
        caller.behave("api-oauth", "'set':{'expires_in':1}");
        token = token();
        assertThat(send(1)).isEqualTo(200);
        await().until(() -> send(2) == 401);
        caller.behave("api-oauth", "'set':{'expires_in':60}");
        token = token();
        assertThat(send(2)).isEqualTo(200);
        caller.behave("api-oauth", "'do':'revoke-all'");
        assertThat(send(3)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "e1-1 | {\"batch_number\":1,\"total_batches\":1}                              | 400 | fields are",
                "e1-1 | {\"batch_number\":1,\"total_batches\":1,\"records\":[]}               | 400 | no records",
                "e1-1 | {\"batch_number\":1,\"total_batches\":1,\"records\":[1]}              | 400 | no object",
                "e1-1 | {\"batch_number\":2,\"total_batches\":1,\"records\":[{}]}             | 400 | 2 of 1",
                "e1-1 | {\"batch_number\":\"1\",\"total_batches\":1,\"records\":[{}]}         | 400 | no whole number",
                "e1-1 | {\"batch_number\":1,\"total_batches\":1,\"records\":[{}],\"x\":1}     | 400 | not known",
                "e1-1 | {\"batch_number\":1,\"total_batches\":1,\"records\":[{\"a\":1,\"a\":2}]} | 400 | no JSON",
                "e1-1 | {\"batch_number\":1,                                                  | 400 | no JSON",
                "e1-2 | {\"batch_number\":1,\"total_batches\":2,\"records\":[{}]}             | 400 | not that of",
                "e1   | {\"batch_number\":1,\"total_batches\":1,\"records\":[{}]}             | 400 | Idempotency-Key",
            })
    void aBatchThatIsNotAsTheContractSaysIsRefusedWithTheReason(String key, String body, int status, String reason)
            throws Exception {
        HttpResponse<byte[]> answer = send(key, body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).contains(reason);
        assertThat(caller.json(caller.get("/_export"))).isEmpty();
    }

    @Test
    void whatWasTakenCanBeLookedAtInTheOrderOfTheBatchesByteForByte() throws Exception {
        send("e-1-2", batch(2, 2, "{\"price\": 1.10,\"name\":\"Zoë\"}"));
        send("e-1-1", batch(1, 2, "{\"n\":{\"deep\":[1,{}]}}", "{\n\"n\":null}"));
        assertThat(records("e-1"))
                .isEqualTo("{\"n\":{\"deep\":[1,{}]}}\n{ \"n\":null}\n{\"price\": 1.10,\"name\":\"Zoë\"}\n");
        JsonNode export = export("e-1");
        assertThat(export.path("total_batches").asInt()).isEqualTo(2);
        assertThat(export.path("accepted_batches").asInt()).isEqualTo(2);
        assertThat(export.path("records").asInt()).isEqualTo(3);
        assertThat(export.path("repeated_keys").asInt()).isZero();
        assertThat(export.at("/batches/2/sha256").asText())
                .isEqualTo(Digest.of(batch(2, 2, "{\"price\": 1.10,\"name\":\"Zoë\"}")
                                .getBytes(UTF_8))
                        .sha256());
        assertThat(caller.json(caller.get("/_received")).at("/api/requests").asInt())
                .isEqualTo(2);
    }

    @Test
    void aBatchThatIsRepeatedUnderItsKeyCountsOnce() throws Exception {
        send(1);
        assertThat(send(1)).isEqualTo(200);
        assertThat(records("e1")).isEqualTo("{\"n\":1}\n");
        assertThat(export("e1").path("posts").asInt()).isEqualTo(2);
        assertThat(export("e1").path("repeated_keys").asInt()).isEqualTo(1);
        assertThat(export("e1").path("records").asInt()).isEqualTo(1);
    }

    @Test
    void otherRecordsUnderAKeyThatWasTakenAreAConflict() throws Exception {
        send(1);
        assertThat(send("e1-1", batch(1, 3, "{\"n\":2}")).statusCode()).isEqualTo(409);
        assertThat(send("e1-2", batch(2, 4, "{\"n\":2}")).statusCode()).isEqualTo(409);
        assertThat(export("e1").path("conflicts").asInt()).isEqualTo(2);
        assertThat(records("e1")).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void onlyTheBatchThatWasNamedFailsAndIsNotTaken() throws Exception {
        caller.behave("api", "'do':'status','status':429,'retry_after':7,'batch':2,'times':1");
        assertThat(send(1)).isEqualTo(200);
        HttpResponse<byte[]> answer = send("e1-2", batch(2, 3, "{\"n\":2}"));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(export("e1").at("/batches/2/accepted").asInt()).isZero();
        assertThat(send(2)).isEqualTo(200);
        assertThat(export("e1").at("/batches/2/posts").asInt()).isEqualTo(2);
    }

    @Test
    void theNthRequestFailsAndThoseBehindIt() throws Exception {
        caller.behave("api", "'do':'status','status':503,'nth':2,'times':1");
        assertThat(List.of(send(1), send(2), send(3))).containsExactly(200, 503, 200);
    }

    @Test
    void onlyTheExportThatWasNamedFails() throws Exception {
        caller.behave("api", "'do':'status','status':400,'export':'e2'");
        assertThat(send(1)).isEqualTo(200);
        assertThat(send("e2-1", batch(1, 1, "{}")).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"'do':'status','status':202,'body':'' | 202 | ~~", "'do':'not-json' | 200 | <html>"})
    void aSuccessMayHaveNoBodyOrOneThatIsNoJsonAndTheBatchIsTaken(String order, int status, String body)
            throws Exception {
        caller.behave("api", order);
        HttpResponse<byte[]> answer = send("e1-1", batch(1, 1, "{}"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).startsWith(body);
        assertThat(export("e1").path("accepted_batches").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "cut"})
    void aBatchWhoseAnswerIsLostIsTaken(String deed) throws Exception {
        caller.behave("api", "'do':'" + deed + "','times':1");
        assertThatThrownBy(() -> send(1)).isInstanceOf(IOException.class);
        assertThat(export("e1").path("accepted_batches").asInt()).isEqualTo(1);
        assertThat(send(1)).isEqualTo(200);
        assertThat(export("e1").path("repeated_keys").asInt()).isEqualTo(1);
    }

    @Test
    void aCallerCanBeHeldBetweenTheEffectAndTheAnswer() throws Exception {
        caller.behave("api", "'do':'hold','times':1");
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return send(1);
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        await().until(() -> export("e1").path("accepted_batches").asInt() == 1);
        assertThat(answer).isNotDone();
        caller.behave("api", "'do':'release'");
        assertThat(answer.join()).isEqualTo(200);
    }

    @Test
    void anOrderOfBodiesIsNotUnderstoodHere() throws Exception {
        HttpResponse<byte[]> answer = caller.post("/_behave", "{\"end\":\"api\",\"do\":\"sip\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void theDigestOfRecordsIsThatOfTheirLinesInAnyOrderAndAnyBatches() throws Exception {
        send("e1-1", batch(1, 2, "{\"n\":1}", "{\"n\":2}"));
        send("e1-2", batch(2, 2, "{\"n\":3}"));
        send("e1-2", batch(2, 2, "{\"n\":3}"));
        send("e2-1", batch(1, 1, "{\"n\":3}", "{\"n\":2}", "{\"n\":1}"));
        send("e3-1", batch(1, 1, "{\"n\":3}", "{\"n\":2}", "{\"n\":2}"));
        long lines = 0;
        for (String line : List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}")) {
            CRC32C crc = new CRC32C();
            crc.update(line.getBytes(UTF_8));
            lines += crc.getValue();
        }
        assertThat(export("e1").path("records_digest").asLong()).isEqualTo(lines);
        assertThat(export("e2").path("records_digest").asLong()).isEqualTo(lines);
        assertThat(export("e3").path("records_digest").asLong()).isNotEqualTo(lines);
    }

    @Test
    void aResetForgetsExports() throws Exception {
        send(1);
        caller.post("/_reset", "");
        assertThat(caller.json(caller.get("/_export"))).isEmpty();
    }

    @Test
    void recordsOfTheOldestExportsAreForgottenWhenThereAreTooManyAndTheirCountsAreNot() throws Exception {
        Ingested ingested = new Ingested(20);
        byte[] body = batch(1, 1, "{\"n\":12345}").getBytes(UTF_8);
        IngestBatch batch = IngestBatch.read(body);
        ingested.accepted("old", batch, Digest.of(body));
        ingested.accepted("new", batch, Digest.of(body));
        assertThat(ingested.keeps("old")).isFalse();
        assertThat(ingested.keeps("new")).isTrue();
        assertThat(ingested.records("new").readAllBytes()).isEqualTo("{\"n\":12345}\n".getBytes(UTF_8));
        assertThat(ingested.summary("old").orElseThrow().path("records").asInt())
                .isEqualTo(1);
    }
}
