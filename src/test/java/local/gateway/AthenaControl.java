package local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import local.http.Request;
import local.http.Response;

/**
 * What tests say to Athena at {@value #PATH}. {@code POST} arranges something for the next queries ({@code times}, 1 by
 * default) whose SQL contains the text {@code containing} (any, by default):
 *
 * <pre>
 * {"do": "hold"}                      RUNNING until it is stopped, or until {"do": "release"}
 * {"do": "slow", "seconds": 2.5}
 * {"do": "fail", "reason": "…"}       FAILED for this reason
 * {"do": "cancel", "reason": "…"}     CANCELLED, as if an administrator had stopped it
 * </pre>
 *
 * {@code GET} tells how many queries were {@code started} and {@code stopped} since the last {@code reset} of all
 * faults, and how many there are in each state.
 */
final class AthenaControl {
    static final String PATH = FaultControl.PATH + "athena";

    private final Athena athena;

    AthenaControl(Athena athena) {
        this.athena = athena;
    }

    Response answer(Request request) throws IOException {
        try {
            if (request.method().equals("POST")) {
                obey(JsonWire.JSON.readTree(request.bytes()));
            }
            return Response.json(200, athena.counts().toString());
        } catch (AwsError | IllegalArgumentException | JsonProcessingException wrong) {
            return Response.json(400, Tree.object("error", wrong.getMessage()).toString());
        }
    }

    private void obey(JsonNode rule) {
        if (rule.path("do").asText().equals("release")) {
            athena.queue().release();
        } else {
            athena.queue().add(AthenaConduct.of(rule));
        }
    }
}
