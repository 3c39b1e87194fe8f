package local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import local.http.Request;
import local.http.Response;

/**
 * What tests say to the gateway: {@code POST hold, release, fail, cut, reset} and {@code GET held?wait=<seconds>, calls},
 * each below {@value #PATH}. {@code held?count=<n>} waits until so many are held, and tells the last arranged of them.
 */
final class FaultControl {
    static final String PATH = "/_cloud/";

    private final Faults faults;

    FaultControl(Faults faults) {
        this.faults = faults;
    }

    Response answer(Request request) throws IOException, InterruptedException {
        try {
            return obey(request);
        } catch (AwsError | IllegalArgumentException | JsonProcessingException wrong) {
            return Response.json(400, Tree.object("error", wrong.getMessage()).toString());
        }
    }

    private Response obey(Request request) throws IOException, InterruptedException {
        switch (request.method() + " " + request.path().substring(PATH.length())) {
            case "POST hold" -> faults.add(Hold.of(rule(request)));
            case "POST fail" -> faults.add(Failure.of(rule(request)));
            case "POST cut" -> faults.add(Cut.of(rule(request)));
            case "POST release" -> faults.release();
            case "POST reset" -> faults.reset();
            case "GET calls" -> {
                return Response.json(200, faults.calls().toString());
            }
            case "GET held" -> {
                long millis = Math.round(Double.parseDouble(request.query().getOrDefault("wait", "0")) * 1000);
                int count = Integer.parseInt(request.query().getOrDefault("count", "1"));
                return faults.held(count, millis)
                        .map(held -> Response.json(200, held.toString()))
                        .orElseGet(() -> Response.json(408, "{}"));
            }
            default -> {
                return Response.json(
                        404, "{\"error\":\"there is no " + request.method() + " " + request.path() + "\"}");
            }
        }
        return Response.json(200, "{}");
    }

    private static JsonNode rule(Request request) throws IOException {
        return JsonWire.JSON.readTree(request.bytes());
    }
}
