package bench.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Serves S3, SQS, DynamoDB, Secrets Manager and the paged source APIs from memory: over TLS to the workers, as AWS
 * does, and over plain HTTP on a second port to the harness.
 */
public final class Server {
    private static final int BACKLOG = 512;
    /** What AWS's own ends choose; the JDK would prefer the longer key. */
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256"};

    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final Stats stats = new Stats();
    private final Router router = new Router(stats);

    private Server() {}

    /**
     * Arguments: a PKCS #12 file with the key and the certificate, and its password. Prints {@code listening on <port>
     * and <port with TLS>} once it accepts on both.
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        InetAddress here = InetAddress.getLoopbackAddress();
        ServerSocket plain = new ServerSocket(0, BACKLOG, here);
        SSLServerSocket secure = (SSLServerSocket) context(arguments[0], arguments[1].toCharArray())
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, here);
        secure.setEnabledCipherSuites(CIPHERS);
        System.out.println("listening on " + plain.getLocalPort() + " and " + secure.getLocalPort());
        Server server = new Server();
        server.connections.execute(() -> server.serve(plain, "http"));
        server.serve(secure, "https");
    }

    private void serve(ServerSocket door, String scheme) {
        try (door) {
            while (true) {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                if (scheme.equals("https")) {
                    stats.count("tls.Handshake", 200, 0, 0);
                }
                connections.execute(new Connection(socket, scheme, router));
            }
        } catch (IOException broken) {
            broken.printStackTrace();
            System.exit(1);
        }
    }

    private static SSLContext context(String keys, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = new FileInputStream(keys)) {
            store.load(file, password);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }
}
