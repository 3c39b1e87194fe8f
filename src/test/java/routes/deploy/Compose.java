package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What no schema says of a compose file: that what it names is there, and that nobody from outside is let in. */
final class Compose {
    private static final Pattern PINNED =
            Pattern.compile("[a-z0-9./-]+:(\\$\\{\\w+:-)?v?\\d+\\.\\d+\\.\\d+[\\w.-]*}?(@sha256:[0-9a-f]{64})?");
    private static final Pattern OF_AWS = Pattern.compile("AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)");
    private static final Pattern SECRET = Pattern.compile(".*(SECRET_ACCESS_KEY|ACCESS_KEY_ID|PASSWORD|TOKEN)$");
    private static final Set<String> CONDITIONS =
            Set.of("service_started", "service_healthy", "service_completed_successfully");
    private static final String PRODUCT = "lake-routes";

    private final JsonNode services;
    private final Path root;
    private final List<String> faults = new ArrayList<>();

    private Compose(JsonNode file, Path root) {
        this.services = file.path("services");
        this.root = root;
    }

    /**
     * Everything that is wrong, a line each; empty if nothing is.
     *
     * @param file the compose file
     * @param root the directory that it lies in
     */
    static List<String> faults(JsonNode file, Path root) {
        Compose compose = new Compose(file, root);
        compose.services.properties().forEach(service -> compose.check(service.getKey(), service.getValue()));
        return compose.faults;
    }

    private void check(String name, JsonNode service) {
        String image = service.path("image").asText();
        must(PINNED.matcher(image).matches(), name, "image", image, "one with a version");
        boolean ends = service.path("restart").asText().equals("no");
        must(ends || service.has("healthcheck"), name, "healthcheck", "missing", "one, for it runs on");
        checkNeighbours(name, service);
        texts(service.path("ports"))
                .forEach(port -> must(port.matches("127\\.0\\.0\\.1:\\d+:\\d+"), name, "port", port, "127.0.0.1:…"));
        checkFiles(name, service);
        service.path("environment").properties().forEach(variable -> {
            String value = variable.getValue().asText();
            if (SECRET.matcher(variable.getKey()).matches()) {
                must(value.equals("local"), name, variable.getKey(), "<hidden>", "local, which is no secret");
            }
            if (name.equals(PRODUCT)) {
                checkKey(name, variable.getKey());
            }
        });
    }

    private void checkNeighbours(String name, JsonNode service) {
        String network = service.path("network_mode").asText();
        if (network.startsWith("service:")) {
            must(services.has(network.substring(8)), name, "network_mode", network, "a service of this file");
            must(!service.has("ports"), name, "ports", "set", "none: they are its neighbour's");
        }
        service.path("depends_on").properties().forEach(other -> {
            JsonNode needed = services.path(other.getKey());
            String condition = other.getValue().path("condition").asText();
            must(!needed.isMissingNode(), name, "depends_on", other.getKey(), "a service of this file");
            must(CONDITIONS.contains(condition), name, "condition", condition, CONDITIONS.toString());
            if (condition.equals("service_healthy")) {
                must(needed.has("healthcheck"), name, "condition", condition, "a health check of " + other.getKey());
            }
            boolean completes = needed.path("restart").asText().equals("no");
            must(
                    completes == condition.equals("service_completed_successfully"),
                    name,
                    "condition",
                    condition,
                    other.getKey() + (completes ? " to end" : " to run on"));
        });
    }

    private void checkFiles(String name, JsonNode service) {
        List<String> mounted = new ArrayList<>();
        texts(service.path("volumes")).forEach(volume -> {
            String[] parts = volume.split(":");
            must(parts.length == 3 && parts[2].equals("ro"), name, "volume", volume, "<file>:<path>:ro");
            must(Files.exists(root.resolve(parts[0])), name, "volume", parts[0], "a file that is there");
            mounted.add(parts.length > 1 ? parts[1] : "");
        });
        String config = service.path("environment").path("LAKE_CONFIG").asText();
        must(config.isEmpty() || mounted.contains(config), name, "LAKE_CONFIG", config, "one of " + mounted);
        if (service.path("read_only").asBoolean()) {
            // An engine mounts tmpfs noexec unless told otherwise, and native libraries are run from there.
            must(
                    texts(service.path("tmpfs")).anyMatch(place -> place.matches("/tmp:(.*,)?exec(,.*)?")),
                    name,
                    "tmpfs",
                    service.path("tmpfs").toString(),
                    "/tmp:exec,…");
        }
    }

    private void checkKey(String name, String variable) {
        boolean known = variable.equals("LAKE_CONFIG")
                || OF_AWS.matcher(variable).matches()
                || keys().contains(variable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
        must(known, name, "variable", variable, "a key of application.properties");
    }

    /** Keys of application.properties without all that a variable's name leaves out. */
    private static Set<String> keys() {
        try (Stream<String> lines = Files.lines(Path.of("src/main/resources/application.properties"))) {
            return lines.filter(line -> !line.startsWith("#") && line.contains("="))
                    .map(line -> line.substring(0, line.indexOf('=')).replaceAll("[^a-z0-9]", ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Addresses in a file of a service that lead nowhere.
     *
     * @param text the file
     * @param ports what each service answers on
     */
    static List<String> strangers(String text, Map<String, Set<Integer>> ports) {
        List<String> strangers = new ArrayList<>();
        Matcher address =
                Pattern.compile("\\b([a-z][a-z-]*|127\\.0\\.0\\.1):(\\d{4})\\b").matcher(text);
        while (address.find()) {
            Set<Integer> known = ports.getOrDefault(address.group(1), Set.of());
            if (!known.contains(Integer.valueOf(address.group(2)))) {
                strangers.add(address.group());
            }
        }
        return strangers;
    }

    private void must(boolean right, String service, String thing, String value, String expected) {
        if (!right) {
            faults.add("%s: %s is '%s', expected %s".formatted(service, thing, value, expected));
        }
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }
}
