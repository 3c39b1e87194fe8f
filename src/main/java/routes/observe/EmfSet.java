package routes.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of one set of dimensions, and the line that they become. */
final class EmfSet {
    /** CloudWatch drops a line that holds more, of values of one metric or of metrics. */
    private static final int MOST = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private final Dimensions dimensions;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, List<Double>> times = new TreeMap<>();
    private boolean full;

    EmfSet(Dimensions dimensions) {
        this.dimensions = dimensions;
    }

    void count(String name, long amount) {
        checkFree(name, times);
        counts.merge(name, amount, Math::addExact);
    }

    void gauge(String name, long value) {
        checkFree(name, times);
        counts.put(name, value);
    }

    void time(String name, double millis) {
        checkFree(name, counts);
        List<Double> values = times.computeIfAbsent(name, any -> new ArrayList<>());
        values.add(millis);
        full |= values.size() == MOST;
    }

    /** Whether the next time might not fit into the same line. */
    boolean isFull() {
        return full;
    }

    boolean isEmpty() {
        return counts.isEmpty() && times.isEmpty();
    }

    String json(String namespace, long timestamp) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", timestamp);
            json.writeArrayFieldStart("CloudWatchMetrics");
            directive(json, namespace);
            json.writeEndArray();
            json.writeEndObject();
            values(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return line.toString();
    }

    private void directive(JsonGenerator json, String namespace) throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        for (Dimensions.Pair pair : dimensions.pairs()) {
            json.writeString(pair.name());
        }
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (String name : counts.keySet()) {
            metric(json, name, name.startsWith("bytes_") || name.endsWith("FileSize") ? "Bytes" : "Count");
        }
        for (String name : times.keySet()) {
            metric(json, name, "Milliseconds");
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void metric(JsonGenerator json, String name, String unit) throws IOException {
        json.writeStartObject();
        json.writeStringField("Name", name);
        json.writeStringField("Unit", unit);
        json.writeEndObject();
    }

    private void values(JsonGenerator json) throws IOException {
        for (Dimensions.Pair pair : dimensions.pairs()) {
            json.writeStringField(pair.name(), pair.value());
        }
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        for (Map.Entry<String, List<Double>> time : times.entrySet()) {
            json.writeArrayFieldStart(time.getKey());
            for (double millis : time.getValue()) {
                json.writeNumber(millis);
            }
            json.writeEndArray();
        }
    }

    private void checkFree(String name, Map<String, ?> others) {
        if (others.containsKey(name)
                || dimensions.pairs().stream().anyMatch(pair -> pair.name().equals(name))) {
            throw new IllegalArgumentException(
                    "metric is " + name + ", expected a name that is not also a count, a time or a dimension");
        }
    }
}
