package routes.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the program's sources say of names that others look for. */
final class Program {
    private static final Pattern SCORE = Pattern.compile("FlightDataPipeline_Quality_(\\w+)_(sum|count)");
    private static final Pattern COUNTED = Pattern.compile("FlightDataPipeline_Quality_(\\w+)_total");
    private static final Pattern TIMED = Pattern.compile("(\\w+)_seconds_(sum|count|bucket)");
    private static final String TEXT =
            read(Path.of("src/main/java/routes")) + read(Path.of("src/main/resources/routes"));

    private Program() {}

    /** Sources and doors. */
    static String text() {
        return TEXT;
    }

    /** Whether it counts, gauges or values something that Prometheus knows by this name. */
    static boolean emits(String metric) {
        Matcher score = SCORE.matcher(metric);
        if (score.matches()) {
            return TEXT.contains("quality.value(\"" + score.group(1) + "\"");
        }
        Matcher counted = COUNTED.matcher(metric);
        if (counted.matches()) {
            return TEXT.contains("quality.count(\"" + counted.group(1) + "\"");
        }
        Matcher timed = TIMED.matcher(metric);
        if (timed.matches()) {
            return TEXT.contains(".time(\"" + timed.group(1) + "\"");
        }
        if (metric.endsWith("_total")) {
            String name = metric.substring(0, metric.length() - "_total".length());
            return TEXT.contains(".count(\"" + name + "\"")
                    || name.startsWith("messages_not_") && TEXT.contains(".count(\"messages_not_\"");
        }
        return TEXT.contains(".gauge(\"" + metric + "\"");
    }

    private static String read(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(Program::text).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be read", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
