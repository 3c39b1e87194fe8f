package local.stubs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * An answer of OpenSky, taken apart; put together again, its numbers have the digits that they had.
 *
 * @param states of 17 positions each, or 18
 */
record Snapshot(long time, ArrayNode states) {
    static final int CATEGORY = 17;

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Snapshot of(byte[] json) throws IOException {
        JsonNode whole = JSON.readTree(json);
        return new Snapshot(whole.get("time").asLong(), (ArrayNode) whole.get("states"));
    }

    /** What of it was asked for. */
    Snapshot only(OpenSkyQuery query) {
        ArrayNode wanted = JSON.createArrayNode();
        for (JsonNode state : states) {
            if (query.isFor(state)) {
                wanted.add(query.extended() ? state : withoutCategory((ArrayNode) state));
            }
        }
        return new Snapshot(time, wanted);
    }

    private static ArrayNode withoutCategory(ArrayNode state) {
        state.remove(CATEGORY);
        return state;
    }

    /** As OpenSky writes it: no states at all are {@code null}. */
    byte[] json() throws IOException {
        return json(states.isEmpty() ? JSON.nullNode() : states);
    }

    byte[] json(JsonNode otherStates) throws IOException {
        ObjectNode whole = JSON.createObjectNode().put("time", time);
        return JSON.writeValueAsBytes(whole.set("states", otherStates));
    }
}
