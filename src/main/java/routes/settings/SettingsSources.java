package routes.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where configuration comes from, later over earlier: application.properties in the jar (every key, its default, its
 * meaning), a file of the user's, environment variables ({@code INGEST_RAW_BUCKET} for {@code ingest.raw-bucket}),
 * system properties.
 */
public final class SettingsSources {
    /** Keys that belong to a named thing: {@code ingest.sources.<name>.rate} has its default in the other key. */
    private static final List<Named> NAMED = List.of(
            new Named("ingest.sources", "ingest.source-default."), new Named("export.tables", "export.table-default."));

    /** Variables that AWS's own tools read, and what they mean here. */
    private static final Map<String, String> AWS_VARIABLES =
            Map.of("AWS_REGION", "lake.region", "AWS_ENDPOINT_URL", "lake.aws-endpoint-url");

    private SettingsSources() {}

    /**
     * Things that have names of their own, and keys of their own below them.
     *
     * @param names the key that lists them
     * @param standard what the keys begin with that hold the defaults of them all
     */
    private record Named(String names, String standard) {

        String defaultKey(String key) {
            return key.replaceFirst("^" + Pattern.quote(names) + "\\.[^.]+\\.(.+)$", standard + "$1");
        }
    }

    /** Everything merged; a key of the user's file that nobody knows is a fault. */
    public static Settings load(Optional<Path> file, Map<String, String> environment, Properties system) {
        Map<String, String> values = defaults();
        Map<String, String> known = Map.copyOf(values);
        List<String> faults = new ArrayList<>();
        file.map(SettingsSources::readFile)
                .ifPresent(own -> own.forEach((key, value) -> {
                    if (!known.containsKey(defaultKey(key)) && isOurs(key)) {
                        faults.add(key + " in " + file.get() + " is not a known key");
                    }
                    values.put(key, value);
                }));
        AWS_VARIABLES.forEach((variable, key) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                values.put(key, value);
            }
        });
        override(
                values,
                key -> Optional.ofNullable(system.getProperty(key))
                        .or(() -> Optional.ofNullable(environment.get(Settings.variable(key)))));
        Settings settings = new Settings(values);
        faults.forEach(settings::fault);
        return settings;
    }

    /** The key that holds the default of a key: itself, or {@code ingest.source-default.rate} for a source's rate. */
    static String defaultKey(String key) {
        String found = key;
        for (Named named : NAMED) {
            found = named.defaultKey(found);
        }
        return found;
    }

    private static void override(Map<String, String> values, java.util.function.Function<String, Optional<String>> by) {
        List.copyOf(values.keySet()).forEach(key -> by.apply(key).ifPresent(value -> values.put(key, value)));
        NAMED.forEach(named -> overrideNamed(named, values, by));
    }

    private static void overrideNamed(
            Named named, Map<String, String> values, java.util.function.Function<String, Optional<String>> by) {
        String names = values.getOrDefault(named.names(), "").trim();
        for (String name : names.isEmpty() ? new String[0] : names.split(",")) {
            for (String key : List.copyOf(values.keySet())) {
                if (key.startsWith(named.standard())) {
                    String own = key.replace(named.standard(), named.names() + "." + name.trim() + ".");
                    by.apply(own).ifPresent(value -> values.put(own, value));
                    values.putIfAbsent(own, values.get(key));
                }
            }
        }
    }

    private static boolean isOurs(String key) {
        return key.startsWith("lake.") || key.startsWith("ingest.") || key.startsWith("export.");
    }

    private static Map<String, String> defaults() {
        try (InputStream stream = SettingsSources.class.getResourceAsStream("/application.properties")) {
            Properties properties = new Properties();
            properties.load(new java.io.InputStreamReader(stream, StandardCharsets.UTF_8));
            return asMap(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("application.properties of the jar cannot be read", e);
        }
    }

    private static Map<String, String> readFile(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return asMap(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("configuration file " + file + " cannot be read", e);
        }
    }

    private static Map<String, String> asMap(Properties properties) {
        Map<String, String> map = new TreeMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }
}
