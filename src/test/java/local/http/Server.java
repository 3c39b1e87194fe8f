package local.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one port, of 127.0.0.1 unless told otherwise, each connection on a thread of its own; {@link #close} ends them all. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int BACKLOG = 256;
    private static final String HERE = "127.0.0.1";

    private final String name;
    private final ServerSocket listener;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    private Server(String name, ServerSocket listener) {
        this.name = name;
        this.listener = listener;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the port, so that callers can connect; they are answered from {@link #serve} on.
     *
     * @param name what wants the port, for threads and messages
     * @param port 0 for a free one
     */
    public static Server open(String name, int port) {
        return open(name, HERE, port);
    }

    /** @param host the address of this machine that answers; 0.0.0.0 for all, as a container needs it */
    public static Server open(String name, String host, int port) {
        String where = "port " + port + " of " + host;
        try {
            return new Server(name, new ServerSocket(port, BACKLOG, InetAddress.getByName(host)));
        } catch (BindException taken) {
            throw new IllegalStateException(
                    where + ", wanted by the " + name + ", is in use by another program", taken);
        } catch (IOException refused) {
            throw new IllegalStateException(where + " cannot be opened for the " + name, refused);
        }
    }

    /** How callers on this machine reach it. */
    public URI uri() {
        return URI.create("http://" + HERE + ":" + listener.getLocalPort());
    }

    /** How many connections have been opened so far. */
    public int connections() {
        return accepted.get();
    }

    public void serve(Handler handler) {
        threads.execute(() -> accept(handler));
    }

    private void accept(Handler handler) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                callers.add(socket);
                accepted.incrementAndGet();
                threads.execute(() -> converse(socket, handler));
            } catch (IOException | RejectedExecutionException failure) {
                if (!listener.isClosed()) {
                    LOG.error("{} could not accept a connection", name, failure);
                }
            }
        }
    }

    private void converse(Socket socket, Handler handler) {
        try (Connection connection = new Connection(socket)) {
            connection.converse(request -> answer(request, handler));
        } catch (AbandonedException | SocketException ended) {
            LOG.debug("{}: a connection ended: {}", name, ended.getMessage());
        } catch (IOException failure) {
            LOG.warn("{}: a conversation failed: {}", name, failure.toString());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            callers.remove(socket);
        }
    }

    private Response answer(Request request, Handler handler) throws IOException, InterruptedException {
        try {
            return handler.answer(request);
        } catch (RuntimeException bug) {
            LOG.error("{}: {} {} failed", name, request.method(), request.target(), bug);
            return Response.of(500, "text/plain; charset=utf-8", name + ": " + bug);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            threads.shutdownNow();
            for (Socket caller : callers) {
                caller.close();
            }
        } catch (IOException failure) {
            LOG.warn("{}: port {} did not close cleanly", name, listener.getLocalPort(), failure);
        }
    }
}
