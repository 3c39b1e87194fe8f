package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import local.http.Request;

/**
 * Which calls a fault is meant for.
 *
 * @param operation empty for all of the service
 * @param match a part of the address or of the body; empty for any
 */
record Selector(String service, String operation, String match) {
    static Selector of(JsonNode rule) {
        return new Selector(
                Tree.text(rule, "service"),
                rule.path("operation").asText(""),
                rule.path("match").asText(""));
    }

    boolean selects(String calledService, String calledOperation, Request request) throws IOException {
        return service.equals(calledService)
                && (operation.isEmpty() || operation.equals(calledOperation))
                && (request.target().contains(match) || request.text().contains(match));
    }
}
