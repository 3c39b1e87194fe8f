package bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves S3, SQS, DynamoDB, Secrets Manager and the paged source APIs from memory, all on one local port. */
public final class Server {
    private static final int BACKLOG = 512;

    private Server() {}

    /** Listens on the port given, or on a free one, and prints {@code listening on <port>} once it accepts. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        ExecutorService connections = Executors.newCachedThreadPool();
        Router router = new Router();
        try (ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println("listening on " + door.getLocalPort());
            while (true) {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                connections.execute(new Connection(socket, router));
            }
        }
    }
}
