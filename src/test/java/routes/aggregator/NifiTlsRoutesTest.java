package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import routes.aggregator.Authority.Identity;
import routes.aggregator.NifiRoute.Result;
import routes.policy.Transient;

/** Who is believed to be NiFi, and as whom we come. */
@Timeout(60)
class NifiTlsRoutesTest {
    private static final long LARGE = 300L * 1024 * 1024;

    @TempDir
    private static Path directory;

    private static Authority authority;
    private static Authority stranger;
    private static Identity listener;
    private static Identity client;

    private final List<String> callers = new CopyOnWriteArrayList<>();
    private final List<Integer> connections = new CopyOnWriteArrayList<>();
    private final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> hashes = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;

    @BeforeAll
    static void certify() {
        authority = Authority.named("authority", directory);
        stranger = Authority.named("stranger", directory);
        listener = authority.issue("listener", "EC", "san=dns:localhost");
        client = authority.issue("client", "RSA", "eku=clientAuth");
    }

    @BeforeEach
    void listen() throws Exception {
        SSLContext context = PemTls.context(
                Optional.of(PemTls.key(listener.certificate(), listener.privateKey())),
                Optional.of(PemTls.certificates(authority.self().certificate())));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters known = context.getDefaultSSLParameters();
                known.setNeedClientAuth(true);
                parameters.setSSLParameters(known);
            }
        });
        server.createContext("/contentListener", this::take);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        callers.add(
                ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
        connections.add(exchange.getRemoteAddress().getPort());
        authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
        DigestInputStream body = new DigestInputStream(exchange.getRequestBody(), hashing());
        body.transferTo(OutputStream.nullOutputStream());
        hashes.add(HexFormat.of().formatHex(body.getMessageDigest().digest()));
        exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 401 : 200, -1);
        exchange.close();
    }

    private static MessageDigest hashing() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private NifiRoute to(String host, Map<String, String> secret) throws Exception {
        URI nifi = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/contentListener");
        NifiRoute route = NifiRoute.to(nifi, Duration.ofSeconds(30));
        put(route, secret);
        return route;
    }

    private static void put(NifiRoute route, Map<String, String> secret) throws IOException {
        route.secrets.put(NifiRoute.SECRET, JSON.std.asString(secret));
    }

    private static Map<String, String> secret(Identity who, Authority trusted) {
        return new TreeMap<>(Map.of(
                "certificate", who.certificate(),
                "private_key", who.privateKey(),
                "ca", trusted.self().certificate()));
    }

    private static Delivery large(Archived archived) {
        return archived.delivery("b1", LARGE, "0".repeat(64));
    }

    @Test
    void aListenerOfAnAuthorityThatWeDoNotTrustGetsNothing() throws Exception {
        Archived archived = Archived.bytes(1000);
        try (NifiRoute nifi = to("localhost", secret(client, stranger))) {
            assertThat(nifi.deliver(archived.delivery("b1")).failure()).isInstanceOf(SSLException.class);
        }
        assertThat(callers).isEmpty();
        assertThat(archived.taken()).isZero();
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void withoutAnAuthorityOfOurOwnAPrivateOneIsNotTrusted() throws Exception {
        Map<String, String> secret = secret(client, authority);
        secret.remove("ca");
        try (NifiRoute nifi = to("localhost", secret)) {
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                    .isInstanceOf(SSLException.class);
        }
        assertThat(callers).isEmpty();
    }

    @Test
    void aListenerUnderAnotherNameThanItsCertificateSaysGetsNothing() throws Exception {
        try (NifiRoute nifi = to("127.0.0.1", secret(client, authority))) {
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                    .isInstanceOf(SSLException.class);
        }
        assertThat(callers).isEmpty();
    }

    @Test
    void aCertificateThatTheListenerRefusesIsAnIoErrorBeforeMuchOfTheArchiveIsRead() throws Exception {
        Archived archived = Archived.bytes(LARGE);
        try (NifiRoute nifi = to("localhost", secret(stranger.self(), authority))) {
            assertThat(nifi.deliver(large(archived)).failure()).isInstanceOf(IOException.class);
        }
        assertThat(callers).isEmpty();
        assertThat(archived.taken()).isLessThanOrEqualTo(128 * 1024);
        assertThat(archived.isClosed()).isTrue();
    }

    @Test
    void whoComesWithoutACertificateIsRefused() throws Exception {
        Map<String, String> onlyTrust = Map.of("ca", authority.self().certificate());
        try (NifiRoute nifi = to("localhost", onlyTrust)) {
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                    .isInstanceOf(IOException.class);
        }
        assertThat(callers).isEmpty();
    }

    @Test
    void theRightCertificateDeliversOverOneConnection() throws Exception {
        try (NifiRoute nifi = to("localhost", secret(client, authority))) {
            assertThat(nifi.deliver(Archived.bytes(20_000_000).delivery("b1"))).isEqualTo(new Result(200, null));
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b2"))).isEqualTo(new Result(200, null));
            assertThat(nifi.secrets.asked()).isEqualTo(1);
        }
        assertThat(callers).containsExactly("CN=client", "CN=client");
        assertThat(connections.get(0)).isEqualTo(connections.get(1));
        assertThat(hashes).containsExactly(Archived.sha256(20_000_000), Archived.sha256(1000));
    }

    @Test
    void aCertificateAndAPasswordCanBeNeededBoth() throws Exception {
        Map<String, String> secret = secret(client, authority);
        secret.putAll(Map.of("username", "local", "password", "local"));
        try (NifiRoute nifi = to("localhost", secret)) {
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                    .isNull();
        }
        assertThat(authorizations).containsExactly(Optional.of("Basic bG9jYWw6bG9jYWw="));
    }

    @Test
    void aCertificateThatHasBeenReplacedIsFetchedAfterItsRefusal() throws Exception {
        try (NifiRoute nifi = to("localhost", secret(stranger.self(), authority))) {
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1")).failure())
                    .isInstanceOf(IOException.class);
            put(nifi, secret(client, authority));
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b1"))).isEqualTo(new Result(200, null));
            assertThat(nifi.secrets.asked()).isEqualTo(2);
        }
        assertThat(callers).containsExactly("CN=client");
    }

    @Test
    void aConnectionOfTheOldCertificateIsNotUsedWithTheNewOne() throws Exception {
        try (NifiRoute nifi = to("localhost", secret(client, authority))) {
            nifi.deliver(Archived.bytes(1000).delivery("b1"));
            put(nifi, secret(authority.self(), authority));
            refusals.set(1);
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b2")).failure())
                    .isInstanceOf(Transient.class);
            assertThat(nifi.deliver(Archived.bytes(1000).delivery("b2")).failure())
                    .isNull();
        }
        assertThat(callers).containsExactly("CN=client", "CN=client", "CN=authority");
        assertThat(connections.get(2)).isNotEqualTo(connections.get(1));
    }
}
