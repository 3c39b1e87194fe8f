package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Export as one process: its queue, its timer, and its port, a free one. */
final class ExportProcess implements ExportDoor {
    private final HttpClient http = HttpClient.newHttpClient();
    private final CamelApplication application;
    private final int port = freePort();

    ExportProcess(ExportLake lake, CountingMeter meter, String... settings) throws Exception {
        Map<String, String> values = lake.values(settings);
        values.put("export.http-port", Integer.toString(port));
        application = new CamelApplication(ExportDoor.assembly(values, meter), true).start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Answer get(String path, Map<String, String> query, Map<String, String> headers) throws Exception {
        return ask("GET", path + (query.isEmpty() ? "" : "?" + encoded(query)), headers);
    }

    /** Any method, and a target as it is to stand in the request's first line. */
    Answer ask(String method, String target, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> came = new TreeMap<>();
        response.headers().map().forEach((name, values) -> came.put(name, String.join(", ", values)));
        return new Answer(response.statusCode(), came, response.body());
    }

    static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        application.close();
    }
}
