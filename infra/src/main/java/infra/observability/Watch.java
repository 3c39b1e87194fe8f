package infra.observability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something to be told of, in CloudWatch's words.
 *
 * @param name of the alarm, behind which its environment stands
 * @param meaning what has happened, and where to look first
 * @param measure what is looked at
 * @param period over which one value is made
 * @param periods that are looked at together; all of them have to be bad
 * @param comparison of a value with the threshold
 * @param threshold of a bad value
 * @param silenceIsBad whether no value is a bad one; else it is a good one
 */
record Watch(
        String name,
        String meaning,
        Measure measure,
        Duration period,
        int periods,
        Comparison comparison,
        double threshold,
        boolean silenceIsBad) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    Watch {
        Duration looked = period.multipliedBy(periods);
        if (looked.compareTo(period.compareTo(Duration.ofHours(1)) < 0 ? DAY : WEEK) > 0) {
            throw new IllegalArgumentException("alarm " + name + " looks back " + looked
                    + ", expected a day at most, or a week with periods of an hour: CloudWatch allows no more");
        }
    }

    /** How a value and the threshold are compared. */
    enum Comparison {
        ABOVE("GreaterThanThreshold"),
        AT_LEAST("GreaterThanOrEqualToThreshold"),
        BELOW("LessThanThreshold");

        private final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }

        String operator() {
            return operator;
        }
    }

    /** What is looked at. */
    sealed interface Measure {}

    /**
     * One metric.
     *
     * @param statistic Sum, Maximum, Minimum, Average
     */
    record One(String namespace, String metric, Map<String, String> dimensions, String statistic) implements Measure {
        One {
            dimensions = Map.copyOf(dimensions);
        }

        static One sum(String namespace, String metric, Map<String, String> dimensions) {
            return new One(namespace, metric, dimensions, "Sum");
        }
    }

    /** Several metrics, {@code m0}, {@code m1} and so on, as one value. */
    record Several(String expression, List<One> metrics) implements Measure {
        Several {
            metrics = List.copyOf(metrics);
        }
    }

    /** A question of Metrics Insights, for metrics whose dimensions nobody knows before. */
    record Asked(String sql, String namespace, String metric, List<String> dimensions) implements Measure {
        Asked {
            dimensions = List.copyOf(dimensions);
        }

        /** The sum of a metric over all values of its dimensions. */
        static Asked sum(String namespace, String metric, List<String> dimensions, Optional<String> where) {
            String sql =
                    "SELECT SUM(" + metric + ") FROM SCHEMA(\"" + namespace + "\", " + String.join(", ", dimensions)
                            + ")" + where.map(text -> " WHERE " + text).orElse("");
            return new Asked(sql, namespace, metric, dimensions);
        }
    }

    /** A bad value within one period is told at once. */
    static Watch now(String name, String meaning, Measure measure, Comparison comparison, double threshold) {
        return new Watch(name, meaning, measure, Duration.ofMinutes(5), 1, comparison, threshold, false);
    }
}
