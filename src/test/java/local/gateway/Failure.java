package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.Request;

/** Answers the next calls of its kind with an error; they have no effect. */
final class Failure {
    private final Selector selector;
    private final int status;
    private final String code;
    private final AtomicInteger left;

    private Failure(Selector selector, int status, String code, int times) {
        this.selector = selector;
        this.status = status;
        this.code = code;
        this.left = new AtomicInteger(times);
    }

    static Failure of(JsonNode rule) {
        return new Failure(
                Selector.of(rule),
                rule.path("status").asInt(503),
                rule.path("code").asText("ServiceUnavailable"),
                rule.path("times").asInt(1));
    }

    boolean strikes(String service, String operation, Request request) throws IOException {
        return left.get() > 0 && selector.selects(service, operation, request) && left.getAndDecrement() > 0;
    }

    AwsError error() {
        return new AwsError(status, code, "a test has arranged this failure");
    }
}
