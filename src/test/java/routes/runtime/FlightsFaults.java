package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the gateway of the local cloud does to calls when a test says so. */
record FlightsFaults(TestLake lake) {
    private static final int ALWAYS = 1000;

    /** Calls that match are refused as to somebody who has no permission, which nobody tries again. */
    void refuse(String service, String operation, String match) {
        int status = service.equals("s3") || service.equals("sns") ? 403 : 400;
        String code = service.equals("dynamodb") ? "AccessDeniedException" : "AccessDenied";
        fail(service, operation, match, status, code, ALWAYS);
    }

    /** Calls that match are refused, so many times. */
    void fail(String service, String operation, String match, int status, String code, int times) {
        arrange(
                "fail",
                service,
                operation,
                match,
                "\"status\":" + status + ",\"code\":\"" + code + "\",\"times\":" + times);
    }

    /** The n-th call that matches is held before or after its effect, until {@link #release} or its caller has gone. */
    void hold(String service, String operation, String match, int nth, String when) {
        arrange("hold", service, operation, match, "\"nth\":" + nth + ",\"when\":\"" + when + "\"");
    }

    private void arrange(String what, String service, String operation, String match, String more) {
        String calls = "\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\""
                + match.replace("\"", "\\\"") + "\",";
        lake.cloud("POST", what, "{" + calls + more + "}");
    }

    /** Waits until a call is held. */
    String held() {
        return new String(lake.cloud("GET", "held?wait=60", ""), StandardCharsets.UTF_8);
    }

    /** Lets a held call go on. */
    void release() {
        lake.cloud("POST", "release", "");
    }

    void heal() {
        lake.cloud("POST", "reset", "");
    }

    /** How often an operation such as {@code s3.PutObject} was called since the last healing. */
    int calls(String operation) {
        try {
            return (int) JSON.std.mapFrom(lake.cloud("GET", "calls", "")).getOrDefault(operation, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
