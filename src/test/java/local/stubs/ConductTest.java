package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConductTest {
    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    @Test
    void anErrorIsAnsweredAsOftenAsToldWithRetryAfterInSeconds() throws Exception {
        caller.behave("'do':'status','status':429,'retry_after':2,'times':2");
        assertThat(caller.page(1).headers().firstValue("Retry-After")).hasValue("2");
        assertThat(caller.page(1).statusCode()).isEqualTo(429);
        assertThat(caller.page(1).statusCode()).isEqualTo(200);
    }

    @Test
    void retryAfterCanBeADate() throws Exception {
        caller.behave("'do':'status','status':503,'retry_after_date':60");
        String date = caller.page(1).headers().firstValue("Retry-After").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .isAfter(ZonedDateTime.now());
    }

    @Test
    void onlyThePageThatWasNamedIsSpoilt() throws Exception {
        caller.behave("'do':'status','status':404,'page':3");
        assertThat(caller.page(2).statusCode()).isEqualTo(200);
        assertThat(caller.page(3).statusCode()).isEqualTo(404);
    }

    @Test
    void misconductCanBeAMatterOfChance() throws Exception {
        caller.behave("'do':'status','status':500,'probability':0.5");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(caller.page(1).statusCode());
        }
        assertThat(statuses).contains(200, 500);
    }

    @Test
    void anAnswerCanComeLate() throws Exception {
        caller.behave("'do':'slow','delay_ms':300,'times':1");
        long start = System.nanoTime();
        assertThat(caller.page(1).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void aBodyCanComeDropByDrop() throws Exception {
        byte[] whole = caller.page(1).body();
        caller.behave("'do':'drip','bytes':10000,'delay_ms':50");
        long start = System.nanoTime();
        assertThat(caller.page(1).body()).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void aConnectionCanEndWithoutAnAnswer() throws Exception {
        caller.behave("'do':'close'");
        assertThatThrownBy(() -> caller.page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyCanBreakOffBeforeItsStatedLength() throws Exception {
        caller.behave("'do':'cut'");
        assertThatThrownBy(() -> caller.page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyInChunksCanBreakOff() throws Exception {
        caller.behave("'do':'cut','chunked':true");
        assertThatThrownBy(() -> caller.page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyCanBeSomethingOtherThanJson() throws Exception {
        caller.behave("'do':'not-json'");
        assertThat(caller.page(1).body()).startsWith("<html>".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void jsonCanEndInTheMiddleWithoutAnError() throws Exception {
        int whole = caller.page(1).body().length;
        caller.behave("'do':'truncated'");
        assertThat(caller.page(1).body()).hasSize(whole / 2);
    }

    @Test
    void aBodyCanBeTooLargeAndStillBeJson() throws Exception {
        caller.behave("'do':'large','bytes':5000000");
        HttpResponse<byte[]> response = caller.page(1);
        assertThat(response.body()).hasSize(5_000_000);
        assertThat(caller.json(response).path("items")).hasSize(250);
    }

    @Test
    void aBodyCanBeCompressed() throws Exception {
        byte[] whole = caller.page(1).body();
        caller.behave("'do':'gzip'");
        HttpResponse<byte[]> response = caller.page(1);
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())))
                .hasBinaryContent(whole);
    }

    @Test
    void theAnswerCanBeNoContentOrAnErrorWithStatus200() throws Exception {
        caller.behave("'do':'no-content','times':1");
        caller.behave("'do':'error-object','times':1");
        assertThat(caller.page(1).statusCode()).isEqualTo(204);
        assertThat(caller.json(caller.page(1)).has("error")).isTrue();
    }

    @Test
    void aCallerCanBeSentToAnotherHost() throws Exception {
        caller.behave("'do':'redirect','location':'http://elsewhere.invalid/x'");
        assertThat(caller.page(1).statusCode()).isEqualTo(302);
        assertThat(caller.page(1).headers().firstValue("Location")).hasValue("http://elsewhere.invalid/x");
    }
}
