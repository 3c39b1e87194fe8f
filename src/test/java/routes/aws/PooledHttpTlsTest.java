package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A server that proves to be localhost, asked under that name and under another of its addresses. */
class PooledHttpTlsTest {
    private static final String PASSWORD = "changeit";
    private static final int OK = 200;

    @TempDir
    private Path directory;

    private SSLContext ours;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        ours = SSLContextBuilder.create()
                .loadKeyMaterial(keys, PASSWORD.toCharArray(), PASSWORD.toCharArray())
                .loadTrustMaterial(keys, PASSWORD.toCharArray())
                .build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ours));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(OK, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whoProvesItsNameIsAsked() throws Exception {
        assertThat(status("localhost", ours)).isEqualTo(OK);
    }

    @Test
    void whoProvesAnotherNameIsNotAsked() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> status("127.0.0.1", ours))
                .withMessageContaining("127.0.0.1");
    }

    @Test
    void whoIsVouchedForByNobodyIsNotAsked() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> status("localhost", SSLContexts.createSystemDefault()));
    }

    private int status(String host, SSLContext trust) throws IOException {
        PooledHttp http = new PooledHttp(Duration.ofSeconds(5), Duration.ofSeconds(30), trust);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host(host)
                .port(server.getAddress().getPort())
                .encodedPath("/")
                .build();
        try {
            return http.prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call()
                    .httpResponse()
                    .statusCode();
        } finally {
            http.close();
        }
    }
}
