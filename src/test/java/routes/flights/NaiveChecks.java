package routes.flights;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The specification's table once more, row by row and check by check, as plainly as it can be said. */
final class NaiveChecks {
    private final List<CheckedRow> rows;
    private final int n;

    NaiveChecks(List<CheckedRow> rows) {
        this.rows = rows;
        this.n = rows.size();
    }

    List<Double> scores() {
        return List.of(
                completeness(),
                minus(validity(), 5L * n),
                minus(consistency(), n),
                minus(duplicates(), n),
                accuracy(),
                share(values(r -> r.lastContact), t -> CheckedRow.TIME - t <= 300_000),
                altitudeRange(),
                speedRange(),
                minus(pairs().stream().filter(NaiveChecks::isBadPair).count(), pairs().size()),
                share(values(r -> r.callsign), c -> isOneToEight(c.strip())),
                share(values(r -> r.country), c -> !c.isEmpty()),
                times(),
                share(pairs(), p -> decimals(p[0]) <= 6 && decimals(p[1]) <= 6),
                share(both(r -> r.baroAltitude, r -> r.geoAltitude), p -> Math.abs(p[0] - p[1]) <= 1000),
                speeds(),
                anomalies());
    }

    private double completeness() {
        List<Function<CheckedRow, @Nullable Object>> needed = List.of(
                r -> r.icao24,
                r -> r.longitude,
                r -> r.latitude,
                r -> r.baroAltitude,
                r -> r.velocity,
                r -> r.lastContact);
        double sum = 0;
        for (Function<CheckedRow, @Nullable Object> column : needed) {
            sum += n == 0 ? 1 : values(column).size() / (double) n;
        }
        return sum / needed.size();
    }

    private long validity() {
        long issues = 0;
        for (CheckedRow r : rows) {
            issues += r.longitude != null && Math.abs(r.longitude) > 180 ? 1 : 0;
            issues += r.latitude != null && Math.abs(r.latitude) > 90 ? 1 : 0;
            issues += r.baroAltitude != null && (r.baroAltitude < -1000 || r.baroAltitude > 60_000) ? 1 : 0;
            issues += r.velocity != null && (r.velocity < 0 || r.velocity > 1200) ? 1 : 0;
            issues += r.icao24 != null && r.icao24.codePointCount(0, r.icao24.length()) != 6 ? 1 : 0;
        }
        return issues;
    }

    private long consistency() {
        long issues = 0;
        for (CheckedRow r : rows) {
            boolean ground = Boolean.TRUE.equals(r.onGround);
            issues += ground && r.baroAltitude != null && r.baroAltitude > 1000 ? 1 : 0;
            issues += ground && r.velocity != null && r.velocity > 100 ? 1 : 0;
            if ("United States".equals(r.country) && r.longitude != null && r.latitude != null) {
                boolean inBox = r.longitude >= -125 && r.longitude <= -66 && r.latitude >= 20 && r.latitude <= 50;
                issues += !inBox && Math.abs(r.longitude) < 50 && Math.abs(r.latitude) < 50 ? 1 : 0;
            }
        }
        return issues;
    }

    private long duplicates() {
        List<String> present = values(r -> r.icao24);
        return present.size() - present.stream().distinct().count();
    }

    private double accuracy() {
        long sum = 0;
        for (CheckedRow r : rows) {
            sum += Boolean.TRUE.equals(r.hasPosition) ? 1 : 0;
            sum += Boolean.TRUE.equals(r.hasAltitude) ? 1 : 0;
            sum += Boolean.TRUE.equals(r.hasVelocity) ? 1 : 0;
        }
        return n == 0 ? 1 : sum / (3.0 * n);
    }

    private double altitudeRange() {
        List<Double> all = values(r -> r.baroAltitude);
        double q1 = quantile(all, 1);
        double q3 = quantile(all, 3);
        return share(
                all, v -> v >= -1000 && v <= 60_000 && (n <= 10 || v >= q1 - 3 * (q3 - q1) && v <= q3 + 3 * (q3 - q1)));
    }

    private double speedRange() {
        List<Double> all = values(r -> r.velocity);
        double fence = quantile(all, 3) + 3 * (quantile(all, 3) - quantile(all, 1));
        return share(all, v -> v >= 0 && v <= 1200 && (n <= 10 || v <= fence));
    }

    private double times() {
        List<Long> all = new ArrayList<>(values(r -> r.lastContact));
        all.addAll(values(r -> r.timePosition));
        return share(all, t -> t <= CheckedRow.TIME && t >= CheckedRow.TIME - 86_400_000L);
    }

    private double speeds() {
        List<CheckedRow> known = rows.stream()
                .filter(r -> r.onGround != null && r.velocity != null)
                .toList();
        return share(
                known,
                r -> Boolean.TRUE.equals(r.onGround)
                        ? Objects.requireNonNull(r.velocity) <= 60
                        : Objects.requireNonNull(r.velocity) >= 40);
    }

    private double anomalies() {
        return n < 10 ? 1 : minus(anomalies(values(r -> r.baroAltitude)) + anomalies(values(r -> r.velocity)), n);
    }

    private static long anomalies(List<Double> all) {
        double mean = all.stream().mapToDouble(v -> v).average().orElse(0);
        double squares = all.stream().mapToDouble(v -> Math.pow(v - mean, 2)).sum();
        double deviation = Math.sqrt(squares / (all.size() - 1));
        return deviation > 0
                ? all.stream().filter(v -> Math.abs((v - mean) / deviation) > 3).count()
                : 0;
    }

    /** With place (count − 1)·q/4 between sorted values, exactly. */
    private static double quantile(List<Double> all, int q) {
        if (all.isEmpty()) {
            return 0;
        }
        List<Double> sorted = all.stream().sorted().toList();
        int quarters = (sorted.size() - 1) * q;
        BigDecimal below = new BigDecimal(sorted.get(quarters / 4));
        BigDecimal above = new BigDecimal(sorted.get((quarters + 3) / 4));
        BigDecimal part = BigDecimal.valueOf(quarters % 4 * 25L, 2);
        return below.add(above.subtract(below).multiply(part)).doubleValue();
    }

    private static boolean isBadPair(double[] p) {
        return Math.abs(p[0]) > 180
                || Math.abs(p[1]) > 90
                || Math.abs(p[0]) < 0.1 && Math.abs(p[1]) < 0.1
                || p[0] == 0
                || p[1] == 0
                || p[0] == p[1];
    }

    private static boolean isOneToEight(String callsign) {
        int length = callsign.codePointCount(0, callsign.length());
        return length >= 1 && length <= 8;
    }

    private static int decimals(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().scale();
    }

    private List<double[]> pairs() {
        return both(r -> r.longitude, r -> r.latitude);
    }

    private List<double[]> both(
            Function<CheckedRow, @Nullable Double> one, Function<CheckedRow, @Nullable Double> other) {
        List<double[]> pairs = new ArrayList<>();
        for (CheckedRow row : rows) {
            Double first = one.apply(row);
            Double second = other.apply(row);
            if (first != null && second != null) {
                pairs.add(new double[] {first, second});
            }
        }
        return pairs;
    }

    private <T> List<T> values(Function<CheckedRow, @Nullable T> column) {
        List<T> present = new ArrayList<>();
        for (CheckedRow row : rows) {
            T value = column.apply(row);
            if (value != null) {
                present.add(value);
            }
        }
        return present;
    }

    private static <T> double share(List<T> values, Predicate<T> right) {
        return values.isEmpty() ? 1 : values.stream().filter(right).count() / (double) values.size();
    }

    private static double minus(long issues, long of) {
        return of == 0 ? 1 : Math.min(1, Math.max(0, 1 - issues / (double) of));
    }
}
