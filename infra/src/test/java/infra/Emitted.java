package infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A number that the product reports, as its source has it.
 *
 * @param room in which it is counted: a pipeline's, or {@code policy} for all
 * @param name of the metric
 * @param dimensions their names
 */
record Emitted(String room, String name, Set<String> dimensions) {
    private static final Path ROOMS = Path.of("../src/main/java/routes");
    private static final Set<String> NAMES = Set.of("pipeline", "source", "kind", "queue", "study", "datatype");
    private static final Pattern CALL = Pattern.compile("\\.(?:count|time|gauge|value)\\(\\s*\"(\\w+)\"((?:[^;])*);");
    private static final Pattern CONSTANT =
            Pattern.compile("static final String(?:\\[\\])? (\\w+) =\\s*(\"\\w+\"|\\{[^}]*\\});");
    private static final Pattern METHOD =
            Pattern.compile("String\\[\\] (\\w+)\\([^)]*\\) \\{\\s*return new String\\[\\] (\\{[^}]*\\});");

    /** Every number that is counted somewhere. */
    static List<Emitted> all() {
        try (Stream<Path> files = Files.walk(ROOMS)) {
            List<Emitted> all = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.addAll(in(ROOMS.relativize(file).getName(0).toString(), Files.readString(file)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Emitted> in(String room, String source) {
        Map<String, String> words = new HashMap<>();
        CONSTANT.matcher(source).results().forEach(found -> words.put(found.group(1), found.group(2)));
        METHOD.matcher(source).results().forEach(found -> words.put(found.group(1) + "(", found.group(2)));
        String inlined = source;
        for (Map.Entry<String, String> word : words.entrySet()) {
            String end = word.getKey().endsWith("(") ? "" : "\\b";
            inlined = inlined.replaceAll(
                    "(?<=[(,]\\s{0,40})" + Pattern.quote(word.getKey()) + end,
                    Matcher.quoteReplacement(word.getValue() + (end.isEmpty() ? "(" : "")));
        }
        List<Emitted> all = new ArrayList<>();
        Matcher call = CALL.matcher(inlined);
        while (call.find()) {
            Set<String> dimensions = new TreeSet<>();
            Matcher word = Pattern.compile("\"(\\w+)\"").matcher(call.group(2));
            while (word.find()) {
                if (NAMES.contains(word.group(1))) {
                    dimensions.add(word.group(1));
                }
            }
            all.add(new Emitted(room, call.group(1), dimensions));
        }
        return all;
    }
}
