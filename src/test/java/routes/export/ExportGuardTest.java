package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.ManualClock;
import routes.aws.MemorySecrets;
import routes.aws.Secrets;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.settings.Rate;

class ExportGuardTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Rate PLENTY = new Rate(1_000, Duration.ofHours(1));

    private final MemorySecrets secrets = new MemorySecrets();
    private final ManualClock clock = new ManualClock(NOON);
    private final ExportGuard guard = guard(PLENTY);

    private ExportGuard guard(Rate rate) {
        secrets.put("local/export/api-key", "local");
        Secrets kept = new Secrets(() -> secrets, Duration.ofMinutes(10), clock);
        return ExportGuard.withKey(kept, "local/export/api-key", rate, 100);
    }

    private HttpCall call(String path, Map<String, String> headers, Map<String, List<String>> query) {
        return new HttpCall("GET", path, query, headers, "r1", clock.instant());
    }

    private HttpCall withKey(String key) {
        return call("/export", Map.of("x-api-key", key), Map.of());
    }

    private static Optional<Integer> status(Optional<HttpReply> refusal) {
        return refusal.map(HttpReply::status);
    }

    private static String text(Optional<HttpReply> refusal) {
        return new String(refusal.orElseThrow().body(), StandardCharsets.UTF_8);
    }

    @Test
    void aRequestWithoutAKeyIsRefusedAndToldHowToBringOne() {
        Optional<HttpReply> refusal = guard.refusal(call("/export", Map.of(), Map.of()));
        assertThat(status(refusal)).hasValue(401);
        assertThat(refusal.orElseThrow().headers()).containsKey("WWW-Authenticate");
        assertThat(text(refusal)).contains("\"field\":\"x-api-key\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "locaL", "local ", "local,local", "local, local", "loca", "locall"})
    void aWrongKeyIsRefusedAndNeitherItNorTheRightOneIsRepeated(String key) {
        Optional<HttpReply> refusal = guard.refusal(withKey(key));
        assertThat(status(refusal)).hasValue(401);
        assertThat(text(refusal)).doesNotContain("local");
    }

    @Test
    void noOtherKeyOpens() {
        Cases.forAll(cases -> {
            String key = cases.text(12);
            assertThat(guard.refusal(withKey(key)).isEmpty()).isEqualTo(key.equals("local"));
        });
    }

    @Test
    void aKeyInTheQueryOpensNothing() {
        HttpCall call = call("/export", Map.of(), Map.of("x-api-key", List.of("local")));
        assertThat(status(guard.refusal(call))).hasValue(401);
    }

    @Test
    void theRightKeyOpens() {
        assertThat(guard.refusal(withKey("local"))).isEmpty();
    }

    @Test
    void aBlankSecretOpensNothing() {
        secrets.put("local/export/api-key", " ");
        assertThatThrownBy(() -> guard.refusal(withKey("")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is blank");
    }

    @Test
    void wrongKeysDoNotAskForTheSecretAgain() {
        guard.refusal(withKey("local"));
        guard.refusal(withKey("wrong"));
        guard.refusal(withKey("wrong"));
        assertThat(secrets.asked()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsGoodAfterTheSecretHasBeenFetchedAgainAndTheOldOneIsNot() {
        guard.refusal(withKey("local"));
        secrets.put("local/export/api-key", "new");
        clock.advance(Duration.ofMinutes(10));
        assertThat(guard.refusal(withKey("new"))).isEmpty();
        assertThat(status(guard.refusal(withKey("local")))).hasValue(401);
    }

    @Test
    void withoutAKeyByConfigurationEverybodyMayPass() {
        ExportGuard open = ExportGuard.withoutKey(PLENTY, 100);
        assertThat(open.refusal(call("/export", Map.of(), Map.of()))).isEmpty();
    }

    @Test
    void moreRequestsThanTheRateAreRefusedAndToldWhenToCome() {
        ExportGuard slow = guard(new Rate(2, Duration.ofHours(1)));
        assertThat(slow.refusal(withKey("local"))).isEmpty();
        assertThat(slow.refusal(withKey("local"))).isEmpty();
        Optional<HttpReply> refusal = slow.refusal(withKey("local"));
        assertThat(status(refusal)).hasValue(429);
        assertThat(Integer.parseInt(refusal.orElseThrow().headers().get("Retry-After")))
                .isBetween(3_500, 3_601);
    }

    @Test
    void thoseWithoutTheKeyDoNotUseUpTheRate() {
        ExportGuard slow = guard(new Rate(1, Duration.ofHours(1)));
        for (int i = 0; i < 5; i++) {
            assertThat(status(slow.refusal(withKey("wrong")))).hasValue(401);
        }
        assertThat(slow.refusal(withKey("local"))).isEmpty();
    }

    @Test
    void aQueryAboveTheLimitIsRefusedBeforeAnythingElse() {
        HttpCall atLimit =
                call("/export", Map.of("x-api-key", "local"), Map.of("where_clause", List.of("é".repeat(44))));
        HttpCall above = call("/export", Map.of(), Map.of("where_clause", List.of("é".repeat(44), "")));
        assertThat(guard.refusal(atLimit)).isEmpty();
        assertThat(status(guard.refusal(above))).hasValue(414);
        assertThat(secrets.asked()).isEqualTo(1);
    }

    @Test
    void theDescriptionOfTheInterfaceIsForEverybody() {
        assertThat(guard.refusal(call(ExportInterface.PATH, Map.of(), Map.of())))
                .isEmpty();
        assertThat(status(guard.refusal(call(ExportInterface.PATH + "/", Map.of(), Map.of()))))
                .hasValue(401);
    }
}
