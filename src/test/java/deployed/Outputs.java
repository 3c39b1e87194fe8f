package deployed;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the stacks of an environment told of themselves when they were deployed. */
final class Outputs {
    private final String environment;
    private final Map<String, Map<String, String>> byStack;

    private Outputs(String environment, Map<String, Map<String, String>> byStack) {
        this.environment = environment;
        this.byStack = byStack;
    }

    /**
     * Reads the file of {@code cdk deploy --outputs-file}.
     *
     * @throws IllegalArgumentException when it is none, or of another environment
     */
    static Outputs read(Path file, String environment) {
        Map<String, Map<String, String>> byStack = new TreeMap<>();
        try {
            JSON.std.mapFrom(file.toFile()).forEach((stack, told) -> {
                if (told instanceof Map<?, ?> outputs && stack.startsWith("lake-" + environment + "-")) {
                    Map<String, String> texts = new TreeMap<>();
                    outputs.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
                    byStack.put(stack.substring(("lake-" + environment + "-").length()), texts);
                }
            });
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "outputs are " + file + ", expected a file that cdk deploy --outputs-file has written", e);
        }
        if (byStack.isEmpty()) {
            throw new IllegalArgumentException(
                    "outputs are " + file + ", expected stacks whose names begin with lake-" + environment + "-");
        }
        return new Outputs(environment, byStack);
    }

    String environment() {
        return environment;
    }

    /** Names of functions by step; none where a process runs in their place. */
    Map<String, String> functions() {
        Map<String, String> functions = new TreeMap<>();
        of("functions").forEach((output, name) -> {
            if (output.endsWith("Name")) {
                functions.put(name.replaceFirst("^lake-", "").replaceFirst("-" + environment + "$", ""), name);
            }
        });
        return functions;
    }

    /** Addresses of all queues by name, dead-letter queues among them. */
    Map<String, String> queues() {
        Map<String, String> queues = new TreeMap<>();
        of("messaging").forEach((output, url) -> {
            if (output.endsWith("Url")) {
                queues.put(url.substring(url.lastIndexOf('/') + 1), url);
            }
        });
        return queues;
    }

    /** The address of the queue whose output is {@code <title>Url}. */
    String queue(String title) {
        return needed("messaging", title + "Url");
    }

    /** The bucket whose output is {@code <title>Bucket}. */
    String bucket(String title) {
        return needed("storage", title + "Bucket");
    }

    /** Where exports can be asked for over HTTP. */
    Optional<String> exportUrl() {
        return Optional.ofNullable(of("api").get("ExportUrl"));
    }

    private String needed(String stack, String output) {
        String value = of(stack).get(output);
        if (value == null) {
            throw new IllegalArgumentException("output " + output + " of stack lake-" + environment + "-" + stack
                    + " is missing, expected a value");
        }
        return value;
    }

    private Map<String, String> of(String stack) {
        return byStack.getOrDefault(stack, Map.of());
    }
}
