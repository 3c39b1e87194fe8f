package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.observe.Telemetry;
import software.amazon.awssdk.services.sqs.model.Message;

/** What sources and messages do wrong, and what becomes of it, through the doors of a process. */
class IngestFailuresIT {
    private static final String DAY = "2026-11-19";
    private static final String FIRST = "raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz";

    private final TestLake lake = new TestLake();
    private final CountingMeter meter = new CountingMeter();
    private CamelApplication application;

    @BeforeEach
    void forget() {
        lake.reset();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        lake.close();
    }

    private void start(String... more) throws Exception {
        String[] settings = java.util.Arrays.copyOf(more, more.length + 2);
        settings[more.length] = "ingest.catch-up";
        settings[more.length + 1] = "0s";
        Assembly assembly = Assembly.of(lake.settings(settings), List.of(), meter, Telemetry.off(), Clock.systemUTC());
        application = new CamelApplication(assembly, true).start();
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private void drained(String source) {
        eventually(() -> lake.depth(lake.queue(source)) == 0);
    }

    private Map<String, String> parkedAttributes() {
        eventually(() -> lake.depth(lake.queue("api-a") + "-dlq") == 1);
        Message message = lake.parked("api-a").get(0);
        return message.messageAttributes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().stringValue()));
    }

    @Test
    void aSourceThatAnswers429WithRetryAfterThen503ThenWellIsStored() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"page\":1,\"do\":\"status\",\"status\":429,\"retry_after\":1,\"times\":1}");
        lake.behave("{\"end\":\"api-a\",\"page\":1,\"do\":\"status\",\"status\":503,\"times\":1}");
        lake.send("api-a", DAY, 1);
        start();
        eventually(() -> lake.keys().size() == 10);
        List<Map<String, Object>> tries = lake.received("api-a").stream()
                .filter(request -> request.get("query").toString().contains("page=1}")
                        || request.get("query").toString().contains("page=1,"))
                .toList();
        assertThat(tries).extracting(request -> request.get("status")).containsExactly(429, 503, 200);
        long waited =
                (Long) tries.get(1).get("received_at") - (Long) tries.get(0).get("answered_at");
        assertThat(waited).isGreaterThanOrEqualTo(1000);
        assertThat(lake.depth(lake.queue("api-a") + "-dlq")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"end\":\"api-a\",\"do\":\"status\",\"status\":404}",
                "{\"end\":\"api-a\",\"do\":\"status\",\"status\":400}",
                "{\"end\":\"api-a\",\"do\":\"redirect\",\"location\":\"http://127.0.0.1:1/elsewhere\"}",
                "{\"end\":\"api-a\",\"do\":\"not-json\"}",
                "{\"end\":\"api-a\",\"do\":\"truncated\"}",
                "{\"end\":\"api-a\",\"do\":\"error-object\"}",
                "{\"end\":\"api-a\",\"do\":\"large\",\"bytes\":3000000}"
            })
    void anAnswerThatWillNeverBeRightIsParkedAfterOneRequest(String behaviour) throws Exception {
        lake.behave(behaviour);
        lake.send("api-a", DAY, 1);
        start("ingest.max-body-bytes", "1MiB");
        Map<String, String> parked = parkedAttributes();
        assertThat(parked).containsEntry("error_kind", "poison").containsEntry("attempts", "1");
        assertThat(parked.get("error"))
                .doesNotContain("http")
                .doesNotContain("{")
                .doesNotContain("<");
        drained("api-a");
        assertThat(lake.received("api-a")).hasSize(1);
        assertThat(lake.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"close\",\"times\":2}",
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"cut\",\"times\":2}",
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"cut\",\"chunked\":true,\"times\":2}",
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"status\",\"status\":408,\"times\":2}",
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"slow\",\"delay_ms\":3000,\"times\":1}",
                "{\"end\":\"api-a\",\"page\":1,\"do\":\"drip\",\"bytes\":10,\"delay_ms\":500,\"times\":1}"
            })
    void anAnswerThatBreaksOffOrComesTooLateIsAskedForAgain(String behaviour) throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":1}}");
        lake.behave(behaviour);
        lake.send("api-a", DAY, 1);
        start("ingest.response-timeout", "1s");
        eventually(() -> lake.keys().equals(List.of(FIRST)));
        drained("api-a");
        assertThat(TestLake.unzipped(lake.object(FIRST))).isEqualTo(lake.page("api-a", DAY, 1));
        assertThat(lake.depth(lake.queue("api-a") + "-dlq")).isZero();
    }

    @Test
    void aMessageThatIsLeftOnItsQueueComesAgainWhenItsVisibilityEnds() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"page\":1,\"do\":\"status\",\"status\":503,\"times\":1}");
        lake.send("api-a", DAY, 1);
        start("lake.visibility", "3s", "ingest.max-attempts", "1");
        eventually(() -> lake.keys().size() == 10);
        drained("api-a");
        assertThat(lake.depth(lake.queue("api-a") + "-dlq")).isZero();
    }

    @Test
    void aSourceThatIsDownForFiveReceivesParksTheMessageAsTransient() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"do\":\"status\",\"status\":503,\"retry_after\":0}");
        lake.send("api-a", DAY, 1);
        start("ingest.max-attempts", "2");
        Map<String, String> parked = parkedAttributes();
        assertThat(parked)
                .containsEntry("error_kind", "transient")
                .containsEntry("attempts", "5")
                .containsEntry("error", "source api-a answered 503");
        drained("api-a");
        assertThat(lake.received("api-a")).hasSize(10);
    }

    @Test
    void aCompressedAnswerIsStoredAsWhatItMeans() throws Exception {
        lake.behave("[{\"end\":\"api-a\",\"set\":{\"pages\":1}},{\"end\":\"api-a\",\"do\":\"gzip\",\"times\":1}]");
        lake.send("api-a", DAY, 1);
        start();
        eventually(() -> lake.keys().size() == 1);
        assertThat(TestLake.unzipped(lake.object(FIRST))).isEqualTo(lake.page("api-a", DAY, 1));
    }

    @Test
    void messagesWithCamelHeadersAsAttributesChangeNothing() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":1}}");
        Map<String, String> hostile = Map.of(
                "CamelHttpUri", "http://127.0.0.1:1/evil",
                "CamelHttpQuery", "date=1999-01-01&page=7",
                "CamelAwsS3Key", "elsewhere",
                "CamelAwsS3BucketName", "elsewhere",
                "CamelHttpMethod", "DELETE",
                "CamelRedeliveryDelay", "100000",
                "Authorization", "Bearer stolen");
        lake.send("api-a", "{\"endpoint\":\"api-a\",\"ingestion_date\":\"" + DAY + "\",\"page\":1}", hostile);
        start();
        eventually(() -> lake.keys().equals(List.of(FIRST)));
        Map<?, ?> request = lake.received("api-a").get(0);
        assertThat(request.get("method")).isEqualTo("GET");
        assertThat(request.get("headers").toString())
                .doesNotContainIgnoringCase("authorization")
                .contains("lake-routes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "${sysenv.PATH}",
                "{{env:HOME}}",
                "api-a/../../x",
                "API-A",
                "api a",
                "$simple{body}",
                "api-z"
            })
    void anEndpointThatIsNoConfiguredNameIsRefused(String endpoint) throws Exception {
        lake.send(
                "api-a", "{\"endpoint\":\"" + endpoint + "\",\"ingestion_date\":\"" + DAY + "\",\"page\":1}", Map.of());
        start();
        assertThat(parkedAttributes())
                .containsEntry("error_kind", "poison")
                .containsEntry("failed_route", "ingest-page");
        assertThat(lake.keys()).isEmpty();
        assertThat(lake.received("api-a")).isEmpty();
    }

    @Test
    void aPageFetchedAgainWritesNothingAndAChangedOneIsOverwrittenAndCounted() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":2}}");
        lake.send("api-a", DAY, 1);
        start();
        eventually(() -> meter.of("pages_ingested{source=api-a}") == 2);
        String before = lake.head(FIRST).versionId();
        lake.send("api-a", DAY, 1);
        eventually(() -> meter.of("pages_unchanged{source=api-a}") == 2);
        assertThat(lake.head(FIRST).versionId()).isEqualTo(before);
        assertThat(meter.of("pages_changed{source=api-a}")).isZero();
        lake.behave("{\"end\":\"api-a\",\"set\":{\"version\":2}}");
        lake.send("api-a", DAY, 1);
        eventually(() -> meter.of("pages_changed{source=api-a}") == 2);
        assertThat(TestLake.unzipped(lake.object(FIRST))).isEqualTo(lake.page("api-a", DAY, 1));
    }

    @Test
    void aDayThatHasBecomeShorterLosesTheObjectsBehindItsNewEnd() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":5}}");
        lake.send("api-a", DAY, 1);
        start();
        eventually(() -> lake.keys().size() == 5);
        drained("api-a");
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":3}}");
        // S3 stamps whole seconds; what is younger than the clocks' margin is never removed.
        Instant written = lake.head(FIRST.replace("000001", "000005")).lastModified();
        eventually(() -> Instant.now().isAfter(written.plusSeconds(3)));
        lake.send("api-a", DAY, 1);
        eventually(() -> lake.keys().size() == 3);
        eventually(() -> meter.of("pages_removed{source=api-a}") == 2);
        long markers = lake.clients()
                .s3()
                .listObjectVersions(list -> list.bucket(lake.bucket()))
                .deleteMarkers()
                .size();
        assertThat(markers).isEqualTo(2);
    }

    @Test
    void aSourceWithMorePagesThanItsCapIsCutOffLoudly() throws Exception {
        lake.send("api-a", DAY, 1);
        start("ingest.sources.api-a.max-pages", "4");
        eventually(() -> meter.of("pages_cut_off{source=api-a}") == 1);
        assertThat(lake.keys()).hasSize(4);
        assertThat(application.assembly().lake().ledger().row("ingest/api-a", DAY))
                .containsEntry("state", "cut-off");
    }

    @Test
    void aFullLastPageUnderFixedPagingIsCutOffLoudly() throws Exception {
        for (int page = 1; page <= 3; page++) {
            lake.send("api-a", DAY, page);
        }
        start("ingest.sources.api-a.paging", "fixed:3");
        eventually(() -> meter.of("pages_cut_off{source=api-a}") == 1);
        eventually(() -> lake.keys().size() == 3);
    }

    @Test
    void aSourceIsNeverAskedMoreOftenThanItsRate() throws Exception {
        for (int page = 1; page <= 10; page++) {
            lake.send("api-a", DAY, page);
        }
        start("ingest.sources.api-a.paging", "fixed:10", "ingest.sources.api-a.rate", "10/s");
        eventually(() -> lake.keys().size() == 10);
        List<Long> at = lake.received("api-a").stream()
                .map(request -> (Long) request.get("received_at"))
                .sorted()
                .toList();
        assertThat(at.get(9) - at.get(0)).isGreaterThanOrEqualTo(800);
    }

    @Test
    void aSlowSourceDoesNotLetItsMessageComeAgain() throws Exception {
        lake.behave(
                "[{\"end\":\"api-a\",\"set\":{\"pages\":1}},{\"end\":\"api-a\",\"do\":\"slow\",\"delay_ms\":5000,\"times\":1}]");
        lake.send("api-a", DAY, 1);
        start("lake.visibility", "3s");
        eventually(() -> lake.keys().size() == 1);
        drained("api-a");
        assertThat(lake.received("api-a")).hasSize(1);
    }

    @Test
    void credentialsThatWereRotatedAreFetchedAgainOnceRefused() throws Exception {
        String secret = "it/" + lake.bucket();
        lake.clients().secrets().createSecret(create -> create.name(secret).secretString("{\"value\":\"old\"}"));
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":1,\"api_key_header\":\"X-Api-Key\",\"api_key\":\"old\"}}");
        lake.send("api-a", DAY, 1);
        start("ingest.sources.api-a.authentication", "header", "ingest.sources.api-a.secret", secret);
        eventually(() -> lake.keys().size() == 1);
        lake.behave("{\"end\":\"api-a\",\"set\":{\"api_key\":\"new\",\"version\":2}}");
        lake.clients().secrets().putSecretValue(put -> put.secretId(secret).secretString("{\"value\":\"new\"}"));
        lake.send("api-a", DAY, 1);
        eventually(() -> meter.of("pages_changed{source=api-a}") == 1);
        assertThat(lake.received("api-a"))
                .extracting(request -> request.get("status"))
                .containsExactly(200, 401, 200);
    }

    @Test
    void credentialsThatStayRefusedParkTheMessageWithoutAnyPartOfThem() throws Exception {
        String secret = "it/" + lake.bucket();
        lake.clients().secrets().createSecret(create -> create.name(secret).secretString("{\"value\":\"wrong-key\"}"));
        lake.behave("{\"end\":\"api-a\",\"set\":{\"api_key_header\":\"X-Api-Key\",\"api_key\":\"right\"}}");
        lake.send("api-a", DAY, 1);
        start("ingest.sources.api-a.authentication", "header", "ingest.sources.api-a.secret", secret);
        assertThat(parkedAttributes())
                .containsEntry("error", "source api-a answered 401")
                .doesNotContainValue("wrong-key");
        assertThat(lake.received("api-a")).hasSize(2);
    }

    @Test
    void aTokenIsFetchedOnceForManyPagesAndAgainWhenItIsRevoked() throws Exception {
        String secret = "it/" + lake.bucket();
        lake.clients()
                .secrets()
                .createSecret(create ->
                        create.name(secret).secretString("{\"client_id\":\"local\",\"client_secret\":\"local\"}"));
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":5,\"bearer\":true}}");
        lake.send("api-a", DAY, 1);
        start(
                "ingest.sources.api-a.authentication",
                "oauth2",
                "ingest.sources.api-a.secret",
                secret,
                "ingest.sources.api-a.token-url",
                TestLake.Ends.STUBS + "/oauth/token");
        eventually(() -> lake.keys().size() == 5);
        assertThat(lake.received("oauth")).hasSize(1);
        lake.behave("{\"end\":\"oauth\",\"do\":\"revoke-all\"}");
        lake.send("api-a", DAY, 5);
        eventually(() -> meter.of("pages_unchanged{source=api-a}") == 1);
        assertThat(lake.received("oauth")).hasSize(2);
    }

    @Test
    void aProcessThatIsToldToStopFinishesTheBatchInHand() throws Exception {
        lake.behave(
                "[{\"end\":\"api-a\",\"set\":{\"pages\":1}},{\"end\":\"api-a\",\"do\":\"slow\",\"delay_ms\":1500,\"times\":1}]");
        lake.send("api-a", DAY, 1);
        start();
        eventually(() -> lake.depth(lake.queue("api-a")) == 1
                && application.context().getInflightRepository().size() > 0);
        application.close();
        application = null;
        assertThat(lake.keys()).containsExactly(FIRST);
        assertThat(lake.depth(lake.queue("api-a"))).isZero();
    }
}
