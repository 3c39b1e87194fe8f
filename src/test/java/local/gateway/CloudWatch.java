package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import local.gateway.Operations.Operation;

/** Metrics: takes data points and gives their statistics by period. */
final class CloudWatch {
    /** @param dimensions values by name */
    private record Metric(String namespace, String name, Map<String, String> dimensions) {
        static Metric of(String namespace, JsonNode input) {
            return new Metric(namespace, Tree.text(input, "MetricName"), dimensions(input));
        }

        static Map<String, String> dimensions(JsonNode input) {
            Map<String, String> dimensions = new TreeMap<>();
            input.path("Dimensions")
                    .forEach(dimension -> dimensions.put(
                            Tree.text(dimension, "Name"),
                            dimension.path("Value").asText(null)));
            return dimensions;
        }

        ObjectNode described() {
            return Tree.object(
                    "Namespace",
                    namespace,
                    "MetricName",
                    name,
                    "Dimensions",
                    Tree.array(dimensions.entrySet().stream()
                            .map(dimension -> Tree.object("Name", dimension.getKey(), "Value", dimension.getValue()))));
        }
    }

    private final Map<Metric, List<DataPoint>> points = new LinkedHashMap<>();

    Map<String, Operation> operations() {
        return Map.of(
                "PutMetricData", this::put,
                "ListMetrics", this::list,
                "GetMetricStatistics", this::statistics,
                "GetMetricData", this::data);
    }

    private synchronized ObjectNode put(ObjectNode input) {
        String namespace = Tree.text(input, "Namespace");
        for (JsonNode datum : input.path("MetricData")) {
            points.computeIfAbsent(Metric.of(namespace, datum), metric -> new ArrayList<>())
                    .addAll(DataPoint.read(datum));
        }
        return Tree.object();
    }

    private synchronized ObjectNode list(ObjectNode input) {
        String namespace = Tree.optional(input, "Namespace");
        String name = Tree.optional(input, "MetricName");
        Map<String, String> dimensions = Metric.dimensions(input);
        return Tree.object(
                "Metrics",
                Tree.array(points.keySet().stream()
                        .filter(metric ->
                                namespace == null || metric.namespace().equals(namespace))
                        .filter(metric -> name == null || metric.name().equals(name))
                        .filter(metric -> has(metric, dimensions))
                        .map(Metric::described)));
    }

    private static boolean has(Metric metric, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(dimension -> {
            String value = metric.dimensions().get(dimension.getKey());
            return value != null
                    && (dimension.getValue() == null || dimension.getValue().equals(value));
        });
    }

    private ObjectNode statistics(ObjectNode input) {
        Metric metric = Metric.of(Tree.text(input, "Namespace"), input);
        Stream<ObjectNode> result = byPeriod(metric, input, input).entrySet().stream()
                .map(period -> {
                    ObjectNode datapoint = Tree.object(
                            "Timestamp",
                            period.getKey(),
                            "Unit",
                            period.getValue().unit());
                    input.path("Statistics")
                            .forEach(name -> datapoint.put(
                                    name.asText(), period.getValue().get(name.asText())));
                    return datapoint;
                });
        return Tree.object("Label", metric.name(), "Datapoints", Tree.array(result));
    }

    private ObjectNode data(ObjectNode input) {
        return Tree.object(
                "MetricDataResults",
                Tree.array(Tree.elements(input.path("MetricDataQueries")).map(query -> series(query, input))));
    }

    private ObjectNode series(JsonNode query, ObjectNode input) {
        JsonNode wanted = query.path("MetricStat");
        if (wanted.isMissingNode()) {
            throw AwsError.invalid("the local CloudWatch computes no expressions: MetricStat is missing");
        }
        Metric metric = Metric.of(Tree.text(wanted.path("Metric"), "Namespace"), wanted.path("Metric"));
        Map<Instant, Statistics> periods = byPeriod(metric, input, wanted);
        String statistic = Tree.text(wanted, "Stat");
        return Tree.object(
                "Id", Tree.text(query, "Id"),
                "Label", query.path("Label").asText(metric.name()),
                "Timestamps", Tree.array(periods.keySet().stream()),
                "Values", Tree.array(periods.values().stream().map(values -> values.get(statistic))),
                "StatusCode", "Complete");
    }

    private synchronized Map<Instant, Statistics> byPeriod(Metric metric, JsonNode range, JsonNode wanted) {
        Instant from = Tree.time(range.path("StartTime"), Instant.MIN);
        Instant to = Tree.time(range.path("EndTime"), Instant.MAX);
        long period = wanted.path("Period").asLong(60);
        Map<Instant, Statistics> periods = new TreeMap<>();
        for (DataPoint point : points.getOrDefault(metric, List.of())) {
            if (!point.time().isBefore(from) && point.time().isBefore(to)) {
                Instant start = Instant.ofEpochSecond(Math.floorDiv(point.time().getEpochSecond(), period) * period);
                periods.computeIfAbsent(start, time -> new Statistics()).add(point);
            }
        }
        return periods;
    }
}
