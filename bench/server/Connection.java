package bench.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** Answers the requests of one client, one after the other, until the client hangs up. */
final class Connection implements Runnable {
    private final Socket socket;
    private final String scheme;
    private final Router router;

    Connection(Socket socket, String scheme, Router router) {
        this.socket = socket;
        this.scheme = scheme;
        this.router = router;
    }

    @Override
    public void run() {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            RequestReader requests = new RequestReader(socket, scheme);
            Request request = requests.next();
            while (request != null) {
                Response response = router.answer(request);
                out.write(response.onTheWire());
                response.rest().writeTo(out);
                request = "close".equalsIgnoreCase(request.header("connection")) ? null : requests.next();
            }
        } catch (EOFException | SocketException gone) {
            // A client killed in the middle of a request, or of a long poll: nothing is left to be answered.
        } catch (SSLException broken) {
            // TLS wraps the same.
            if (!(broken.getCause() instanceof EOFException || broken.getCause() instanceof SocketException)) {
                broken.printStackTrace();
            }
        } catch (IOException | RuntimeException broken) {
            broken.printStackTrace();
        }
    }
}
