package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that answers only when as many calls as are made at the same time have come. */
class ClientsTest {
    private static final int CALLS = 12;

    private final CyclicBarrier together = new CyclicBarrier(CALLS);
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(2 * CALLS);
    private HttpServer server;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CALLS);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        clients = new Clients("us-east-1", Optional.of(endpoint));
    }

    @AfterEach
    void stop() {
        clients.close();
        server.stop(0);
        threads.shutdownNow();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void everyConnectionOfCallsMadeSideBySideIsUsedAgain() throws Exception {
        callTogether();
        callTogether();
        assertThat(connections).hasSize(CALLS);
    }

    @Test
    void whereThereIsAProxyItIsAsked() throws Exception {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty(
                "http.proxyPort", Integer.toString(server.getAddress().getPort()));
        clients.close();
        clients = new Clients("us-east-1", Optional.of(URI.create("http://aws.invalid")));
        try {
            callTogether();
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
        assertThat(connections).hasSize(CALLS);
    }

    private void callTogether() throws Exception {
        List<Future<?>> calls = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            calls.add(threads.submit(() -> clients.s3().headBucket(head -> head.bucket("lake-raw"))));
        }
        for (Future<?> call : calls) {
            call.get();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress());
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
