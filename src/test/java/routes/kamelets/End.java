package routes.kamelets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The other end of HTTP: notes what comes, answers what it is told. */
final class End implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /**
     * What came.
     *
     * @param line method and path with query
     * @param headers by name, the first of each
     */
    record Call(String line, Map<String, String> headers, String body) {}

    /** What goes back. */
    record Answer(int status, String body) {}

    End(Function<Call, Answer> behaviour) throws IOException {
        server.createContext("/", exchange -> {
            try (exchange) {
                Call call = call(exchange);
                calls.add(call);
                Answer answer = behaviour.apply(call);
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                if (answer.status() == 401) {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"end\"");
                }
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    List<Call> calls() {
        return calls;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static Call call(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Call(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
}
