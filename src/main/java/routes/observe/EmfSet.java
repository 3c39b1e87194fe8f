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

/** The numbers of one set of dimensions in one namespace, and the line that they become. */
final class EmfSet {
    /** CloudWatch drops a line that holds more, of values of one metric or of metrics. */
    private static final int MOST = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private final Place place;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, List<Double>> times = new TreeMap<>();
    private final Map<String, List<Double>> values = new TreeMap<>();
    private boolean full;

    /** What a line is about. */
    record Place(String namespace, Dimensions dimensions) {}

    EmfSet(Place place) {
        this.place = place;
    }

    void count(String name, long amount) {
        checkFree(name, times, values);
        counts.merge(name, amount, Math::addExact);
    }

    void gauge(String name, long value) {
        checkFree(name, times, values);
        counts.put(name, value);
    }

    void time(String name, double millis) {
        checkFree(name, counts, values);
        add(times, name, millis);
    }

    void value(String name, double value) {
        checkFree(name, counts, times);
        add(values, name, value);
    }

    private void add(Map<String, List<Double>> lists, String name, double number) {
        List<Double> list = lists.computeIfAbsent(name, any -> new ArrayList<>());
        list.add(number);
        full |= list.size() == MOST;
    }

    /** Whether the next time or value might not fit into the same line. */
    boolean isFull() {
        return full;
    }

    boolean isEmpty() {
        return counts.isEmpty() && times.isEmpty() && values.isEmpty();
    }

    String json(long timestamp) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", timestamp);
            json.writeArrayFieldStart("CloudWatchMetrics");
            directive(json);
            json.writeEndArray();
            json.writeEndObject();
            numbers(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return line.toString();
    }

    private void directive(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", place.namespace());
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        for (Dimensions.Pair pair : place.dimensions().pairs()) {
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
        for (String name : values.keySet()) {
            metric(json, name, "None");
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

    private void numbers(JsonGenerator json) throws IOException {
        for (Dimensions.Pair pair : place.dimensions().pairs()) {
            json.writeStringField(pair.name(), pair.value());
        }
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        lists(json, times);
        lists(json, values);
    }

    private static void lists(JsonGenerator json, Map<String, List<Double>> lists) throws IOException {
        for (Map.Entry<String, List<Double>> list : lists.entrySet()) {
            json.writeArrayFieldStart(list.getKey());
            for (double number : list.getValue()) {
                json.writeNumber(number);
            }
            json.writeEndArray();
        }
    }

    private void checkFree(String name, Map<String, ?> others, Map<String, ?> more) {
        if (others.containsKey(name)
                || more.containsKey(name)
                || place.dimensions().pairs().stream()
                        .anyMatch(pair -> pair.name().equals(name))) {
            throw new IllegalArgumentException(
                    "metric is " + name + ", expected a name that is not also a count, a time, a value or a dimension");
        }
    }
}
