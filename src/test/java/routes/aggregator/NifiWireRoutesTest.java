package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import local.http.AbandonedException;
import local.http.Handler;
import local.http.Headers;
import local.http.Request;
import local.http.Response;
import local.http.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import routes.aggregator.NifiRoute.Result;

/** What a delivery is on the wire. */
@Timeout(60)
class NifiWireRoutesTest {
    private static final int MIB = 1024 * 1024;

    private final Server server = Server.open("NiFi of this test", 0);
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        server.close();
    }

    private NifiRoute serving(String path, Handler handler) throws Exception {
        server.serve(request -> {
            requests.add(request);
            return handler.answer(request);
        });
        return NifiRoute.to(URI.create(server.uri() + path), Duration.ofSeconds(30));
    }

    private static Response take(Request request) throws IOException {
        request.bytes();
        return Response.empty(200);
    }

    @Test
    void exactlyTheHeadersOfTheContractCrossTheBorder() throws Exception {
        try (NifiRoute nifi = serving("/contentListener", NifiWireRoutesTest::take)) {
            assertThat(nifi.deliver(Archived.bytes(100_000).delivery("b1"))).isEqualTo(new Result(200, null));
        }
        Map<String, String> headers = new TreeMap<>(requests.get(0).headers().asMap());
        assertThat(headers)
                .isEqualTo(new TreeMap<>(Map.of(
                        "Authorization", "Basic bG9jYWw6bG9jYWw=",
                        "Connection", "keep-alive",
                        "Content-Length", "100000",
                        "Content-Type", "application/gzip",
                        "Expect", "100-continue",
                        "Host", server.uri().getAuthority(),
                        "User-Agent", "lake-routes/0.1",
                        "X-Bundle-Id", "b1",
                        "X-Content-SHA256", Archived.sha256(100_000))));
    }

    @Test
    void aZipFileIsSentAsOne() throws Exception {
        Archived content = Archived.bytes(10);
        Delivery delivery = new Delivery("b1", "b1.zip", "application/zip", Archived.sha256(10), 10, content);
        try (NifiRoute nifi = serving("/contentListener", NifiWireRoutesTest::take)) {
            nifi.deliver(delivery);
        }
        assertThat(requests.get(0).header("Content-Type")).isEqualTo("application/zip");
    }

    @Test
    void theAddressIsSentAsItIsConfigured() throws Exception {
        try (NifiRoute nifi = serving("/a%20b/c+d;e/(f)", NifiWireRoutesTest::take)) {
            nifi.deliver(Archived.bytes(10).delivery("b1"));
        }
        assertThat(requests).extracting(Request::method).containsExactly("POST");
        assertThat(requests).extracting(Request::target).containsExactly("/a%20b/c+d;e/(f)");
    }

    @Test
    void anEmptyBundleIsSentWithItsLength() throws Exception {
        try (NifiRoute nifi = serving("/contentListener", NifiWireRoutesTest::take)) {
            assertThat(nifi.deliver(Archived.bytes(0).delivery("b1"))).isEqualTo(new Result(200, null));
        }
        assertThat(requests.get(0).header("Content-Length")).isEqualTo("0");
    }

    @Test
    void aPostOnAConnectionThatTheOtherEndHasLeftIsNotRepeated() throws Exception {
        try (NifiRoute nifi = serving("/contentListener", request -> {
            if (requests.size() > 1) {
                throw new AbandonedException("left");
            }
            return take(request);
        })) {
            assertThat(nifi.deliver(Archived.bytes(10).delivery("b1")).failure())
                    .isNull();
            assertThat(nifi.deliver(Archived.bytes(10).delivery("b2")).failure())
                    .isInstanceOf(IOException.class);
        }
        assertThat(requests)
                .extracting(request -> request.header("X-Bundle-Id"))
                .containsExactly("b1", "b2");
    }

    @Test
    void anAnswerInTheMiddleOfTheBodyEndsTheSending() throws Exception {
        Archived archived = Archived.bytes(300L * MIB);
        try (NifiRoute nifi = serving("/contentListener", request -> {
            request.body().readNBytes(MIB);
            return Response.empty(413).with("Connection", "close");
        })) {
            Result result = nifi.deliver(archived.delivery("b1", 300L * MIB, "0".repeat(64)));
            assertThat(result.status()).isEqualTo(413);
            assertThat(result.failure()).hasMessage("NiFi answered 413");
        }
        assertThat(archived.taken()).isLessThan(150L * MIB);
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void anAnswerThatSaysItIsPackedAndIsNotIsDelivered() throws Exception {
        try (NifiRoute nifi = serving("/contentListener", request -> {
            request.bytes();
            return Response.of(200, Headers.of("Content-Encoding", "gzip"), new byte[] {1, 2, 3});
        })) {
            assertThat(nifi.deliver(Archived.bytes(10).delivery("b1"))).isEqualTo(new Result(200, null));
        }
    }

    @Test
    void aConnectionIsUsedAgainAfterAShortAnswerAndLeftAfterALongOne() throws Exception {
        try (NifiRoute nifi = serving("/contentListener", request -> {
            request.bytes();
            return Response.of(200, new Headers(), new byte[requests.size() == 1 ? 100 : 10 * MIB]);
        })) {
            nifi.deliver(Archived.bytes(10).delivery("b1"));
            nifi.deliver(Archived.bytes(10).delivery("b2"));
            assertThat(server.connections()).isEqualTo(1);
            nifi.deliver(Archived.bytes(10).delivery("b3"));
            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(requests).hasSize(3);
    }
}
