package local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/** An emulator behind the gateway; calls are passed on as they came, bodies as streams. */
final class Backend {
    private static final Set<String> BETWEEN_NEIGHBOURS =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Backend(URI base) {
        this.base = base;
    }

    Response forward(Request request) throws IOException, InterruptedException {
        return send(request.method(), request.target(), request.headers(), body(request));
    }

    Response send(String method, String target, Headers headers, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder outgoing = HttpRequest.newBuilder(uri(target)).method(method, body);
        headers.forEach((name, value) -> {
            if (!BETWEEN_NEIGHBOURS.contains(name.toLowerCase(Locale.ROOT))) {
                outgoing.header(name, value);
            }
        });
        HttpResponse<InputStream> incoming = client.send(outgoing.build(), BodyHandlers.ofInputStream());
        Headers answer = new Headers();
        incoming.headers()
                .map()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !BETWEEN_NEIGHBOURS.contains(name.toLowerCase(Locale.ROOT)))
                        .forEach(value -> answer.add(name, value)));
        long length = incoming.headers().firstValueAsLong("Content-Length").orElse(Request.UNKNOWN);
        return new Response(incoming.statusCode(), answer, length, incoming.body());
    }

    private URI uri(String target) {
        try {
            return URI.create(base + target);
        } catch (IllegalArgumentException malformed) {
            throw new AwsError(400, "InvalidURI", "the address is not well-formed: " + target);
        }
    }

    private static BodyPublisher body(Request request) {
        if (request.length() == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(request::body);
        return request.length() == Request.UNKNOWN ? stream : BodyPublishers.fromPublisher(stream, request.length());
    }
}
