package local.gateway;

/** The statistics of the data points of one period. */
final class Statistics {
    private double sum;
    private double count;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private String unit = "None";

    void add(DataPoint point) {
        sum += point.sum();
        count += point.count();
        minimum = Math.min(minimum, point.minimum());
        maximum = Math.max(maximum, point.maximum());
        unit = point.unit();
    }

    String unit() {
        return unit;
    }

    double get(String name) {
        return switch (name) {
            case "Sum" -> sum;
            case "SampleCount" -> count;
            case "Average" -> sum / count;
            case "Minimum" -> minimum;
            case "Maximum" -> maximum;
            default -> throw AwsError.invalid("the local CloudWatch does not compute the statistic " + name);
        };
    }
}
