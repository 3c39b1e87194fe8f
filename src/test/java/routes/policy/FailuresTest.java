package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailuresTest {
    private static final JsonParseException NO_JSON = new JsonParseException(null, "unexpected 'customer 4711'");
    private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

    static Stream<Arguments> sorted() {
        return Stream.of(
                Arguments.of(new Poison("no"), FailureKind.POISON),
                Arguments.of(new Poison("no", new IOException()), FailureKind.POISON),
                Arguments.of(new Poison("no JSON", NO_JSON), FailureKind.POISON),
                Arguments.of(new RuntimeException(new Poison("no")), FailureKind.POISON),
                Arguments.of(new CamelExecutionException("no", null, new Poison("no")), FailureKind.POISON),
                Arguments.of(NO_JSON, FailureKind.POISON),
                Arguments.of(new UncheckedIOException(NO_JSON), FailureKind.POISON),
                Arguments.of(new Transient("later", (Duration) null), FailureKind.TRANSIENT),
                Arguments.of(new Transient("later", NO_JSON), FailureKind.TRANSIENT),
                Arguments.of(new Transient("later", new Poison("no")), FailureKind.TRANSIENT),
                Arguments.of(new SocketTimeoutException(), FailureKind.TRANSIENT),
                Arguments.of(new UncheckedIOException(new IOException()), FailureKind.TRANSIENT),
                Arguments.of(SdkClientException.create("no route"), FailureKind.TRANSIENT),
                Arguments.of(S3Exception.builder().statusCode(503).build(), FailureKind.TRANSIENT),
                Arguments.of(new RejectedExecutionException(), FailureKind.TRANSIENT),
                Arguments.of(new NullPointerException(), FailureKind.BUG),
                Arguments.of(new IllegalStateException("secret x has no field"), FailureKind.BUG),
                Arguments.of(new StackOverflowError(), FailureKind.BUG));
    }

    @ParameterizedTest
    @MethodSource("sorted")
    void aFailureHasTheKindOfItsFirstCauseThatHasOne(Throwable failure, FailureKind kind) {
        assertThat(Failures.kind(failure)).isEqualTo(kind);
    }

    @Test
    void onlyOurOwnTextsAreRepeated() {
        assertThat(Failures.reason(new RuntimeException("x", new Poison("page is 0"))))
                .isEqualTo("page is 0");
        assertThat(Failures.reason(new Transient("source answered 503", (Duration) null)))
                .isEqualTo("source answered 503");
        assertThat(Failures.reason(new UncheckedIOException(NO_JSON))).isEqualTo("UncheckedIOException");
        assertThat(Failures.reason(new IOException("GET https://example.org?key=sesame")))
                .isEqualTo("IOException");
    }

    @Test
    void aReasonIsOneShortLine() {
        assertThat(Failures.reason(new Poison("a\nb\r" + "c".repeat(1_000))))
                .startsWith("a b c")
                .hasSize(250);
    }

    @Test
    void theWishOfTheOtherEndIsFoundAmongTheCauses() {
        Duration wish = Duration.ofSeconds(7);
        assertThat(Tries.wish(new RuntimeException(new Transient("later", wish))))
                .contains(wish);
        assertThat(Tries.wish(new Transient("later", new IOException()))).isEmpty();
        assertThat(Tries.wish(new IOException())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void aGoodAnswerPasses(int status) {
        assertThatCode(() -> HttpAnswer.check("source", status, null, NOW)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 599})
    void anAnswerThatMayBeGoodLaterCarriesItsWish(int status) {
        assertThatThrownBy(() -> HttpAnswer.check("source", status, "7", NOW))
                .isInstanceOfSatisfying(
                        Transient.class, later -> assertThat(later.after()).contains(Duration.ofSeconds(7)))
                .hasMessage("source answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 301, 302, 304, 400, 401, 403, 404, 410, 422})
    void anyOtherAnswerIsPoison(int status) {
        assertThatThrownBy(() -> HttpAnswer.check("source", status, "7", NOW))
                .isInstanceOf(Poison.class)
                .hasMessage("source answered " + status);
    }
}
