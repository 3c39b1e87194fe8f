package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One value, or several that were summed up before they were sent. */
record DataPoint(Instant time, String unit, double sum, double count, double minimum, double maximum) {

    /** The points of one {@code MetricDatum}: a value, values with their counts, or a statistic set. */
    static List<DataPoint> read(JsonNode datum) {
        Instant time = Tree.time(datum.path("Timestamp"), Instant.now());
        String unit = datum.path("Unit").asText("None");
        JsonNode set = datum.path("StatisticValues");
        if (set.isObject()) {
            return List.of(new DataPoint(
                    time,
                    unit,
                    set.path("Sum").asDouble(),
                    set.path("SampleCount").asDouble(),
                    set.path("Minimum").asDouble(),
                    set.path("Maximum").asDouble()));
        }
        List<DataPoint> points = new ArrayList<>();
        if (datum.has("Value")) {
            points.add(of(time, unit, datum.get("Value").asDouble(), 1));
        }
        for (int i = 0; i < datum.path("Values").size(); i++) {
            double count = datum.path("Counts").path(i).asDouble(1);
            points.add(of(time, unit, datum.get("Values").get(i).asDouble(), count));
        }
        return points;
    }

    private static DataPoint of(Instant time, String unit, double value, double count) {
        return new DataPoint(time, unit, value * count, count, value, value);
    }
}
