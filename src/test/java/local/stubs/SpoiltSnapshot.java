package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What can be done to a snapshot beside what {@link Conduct} does to any answer, all of it with the status 200:
 *
 * <table>
 * <caption>what can be done to a snapshot</caption>
 * <tr><td>states-null</td><td>{@code states} is {@code null}</td></tr>
 * <tr><td>empty</td><td>{@code states} is an array without any</td></tr>
 * <tr><td>no-states</td><td>there is {@code time} alone</td></tr>
 * <tr><td>no-time</td><td>there are {@code states} alone</td></tr>
 * <tr><td>time-behind</td><td>{@code time} comes after {@code states}</td></tr>
 * <tr><td>snapshot</td><td>{@code body} is the answer: if it is a text, that text, JSON or not; else its JSON</td></tr>
 * <tr><td>wrong-types</td><td>of {@code every} so many states (10), beginning with the first, one position has a value
 *     of another type, or {@code value}, wrong or not: of {@code positions} (0 to 16) the first, then the next, then the
 *     first again</td></tr>
 * </table>
 */
final class SpoiltSnapshot {
    private static final Set<String> KNOWN =
            Set.of("states-null", "no-states", "no-time", "time-behind", "snapshot", "wrong-types");

    private static final Set<Integer> TEXTS = Set.of(0, 1, 2, 14);

    private SpoiltSnapshot() {}

    /** The rule for an order that is understood. */
    static Conduct conduct(JsonNode order) {
        Conduct conduct = Conduct.ofMore(order, KNOWN);
        if (conduct.does("snapshot") && !order.has("body")) {
            throw new IllegalArgumentException("body: is missing; expected what to answer");
        }
        if (order.path("every").asInt(1) < 1) {
            throw new IllegalArgumentException("every: " + order.get("every") + " is not at least 1");
        }
        positions(order);
        return conduct;
    }

    /** The body that comes of it; by a conduct that is not about snapshots, that of the snapshot. */
    static byte[] of(Snapshot snapshot, Conduct conduct) throws IOException {
        JsonNode order = conduct.order();
        return switch (order.path("do").asText()) {
            case "states-null" -> snapshot.json(Snapshot.JSON.nullNode());
            case "empty" -> snapshot.json(Snapshot.JSON.createArrayNode());
            case "no-states" -> without("states", snapshot);
            case "no-time" -> without("time", snapshot);
            case "time-behind" ->
                Snapshot.JSON.writeValueAsBytes(Snapshot.JSON
                        .createObjectNode()
                        .<ObjectNode>set("states", snapshot.states())
                        .put("time", snapshot.time()));
            case "snapshot" -> own(order.get("body"));
            case "wrong-types" -> {
                wrong(snapshot.states(), order);
                yield snapshot.json();
            }
            default -> snapshot.json();
        };
    }

    private static byte[] without(String field, Snapshot snapshot) throws IOException {
        ObjectNode whole = (ObjectNode) Snapshot.JSON.readTree(snapshot.json());
        return Snapshot.JSON.writeValueAsBytes(whole.without(field));
    }

    private static byte[] own(JsonNode body) throws IOException {
        return body.isTextual()
                ? body.asText().getBytes(StandardCharsets.UTF_8)
                : Snapshot.JSON.writeValueAsBytes(body);
    }

    private static void wrong(ArrayNode states, JsonNode order) {
        List<Integer> positions = positions(order);
        int every = order.path("every").asInt(10);
        for (int i = 0; i < states.size(); i += every) {
            int position = positions.get(i / every % positions.size());
            ((ArrayNode) states.get(i)).set(position, order.has("value") ? order.get("value") : another(position));
        }
    }

    private static JsonNode another(int position) {
        return TEXTS.contains(position)
                ? Snapshot.JSON.getNodeFactory().numberNode(17)
                : Snapshot.JSON.getNodeFactory().textNode("wrong");
    }

    private static List<Integer> positions(JsonNode order) {
        if (!order.has("positions")) {
            return IntStream.range(0, Snapshot.CATEGORY).boxed().toList();
        }
        List<Integer> positions = StreamSupport.stream(order.get("positions").spliterator(), false)
                .map(position -> position.asInt(-1))
                .toList();
        if (positions.isEmpty() || positions.stream().anyMatch(p -> p < 0 || p >= Snapshot.CATEGORY)) {
            throw new IllegalArgumentException(
                    "positions: " + order.get("positions") + " is not a list of numbers from 0 to 16");
        }
        return positions;
    }
}
