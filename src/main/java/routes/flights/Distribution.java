package routes.flights;

import java.util.Arrays;

/** How the values of a column are spread; absent ones (NaN) are left out. */
final class Distribution {
    private static final double FENCE = 3;

    private final double[] sorted;
    private final double mean;
    private final double deviation;

    private Distribution(double[] sorted, double mean, double deviation) {
        this.sorted = sorted;
        this.mean = mean;
        this.deviation = deviation;
    }

    static Distribution of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        // Sorting puts NaN last.
        while (count > 0 && Double.isNaN(sorted[count - 1])) {
            count--;
        }
        sorted = Arrays.copyOf(sorted, count);
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        double mean = sum / count;
        double squares = 0;
        for (double value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        return new Distribution(sorted, mean, Math.sqrt(squares / (count - 1)));
    }

    int count() {
        return sorted.length;
    }

    /** By linear interpolation between the two values at its sides; NaN without values. */
    double quantile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = (sorted.length - 1) * share;
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        // In this form equal neighbours give themselves, to the last bit.
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    /** Three interquartile ranges below the first quartile. */
    double lowFence() {
        return quantile(0.25) - FENCE * (quantile(0.75) - quantile(0.25));
    }

    /** Three interquartile ranges above the third quartile. */
    double highFence() {
        return quantile(0.75) + FENCE * (quantile(0.75) - quantile(0.25));
    }

    /** Whether a value is more than so many sample standard deviations from the mean; never with fewer than two. */
    boolean isBeyond(double deviations, double value) {
        return Math.abs(value - mean) > deviations * deviation;
    }
}
