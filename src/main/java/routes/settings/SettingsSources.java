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
    /** Keys that belong to a named source: {@code ingest.sources.<name>.rate} has its default in the other key. */
    private static final Pattern OF_A_SOURCE = Pattern.compile("ingest\\.sources\\.[^.]+\\.(.+)");

    /** Variables that AWS's own tools read, and what they mean here. */
    private static final Map<String, String> AWS_VARIABLES =
            Map.of("AWS_REGION", "lake.region", "AWS_ENDPOINT_URL", "lake.aws-endpoint-url");

    private SettingsSources() {}

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
        return OF_A_SOURCE.matcher(key).replaceFirst("ingest.source-default.$1");
    }

    private static void override(Map<String, String> values, java.util.function.Function<String, Optional<String>> by) {
        List.copyOf(values.keySet()).forEach(key -> by.apply(key).ifPresent(value -> values.put(key, value)));
        String sources = values.getOrDefault("ingest.sources", "").trim();
        for (String source : sources.isEmpty() ? new String[0] : sources.split(",")) {
            for (String key : List.copyOf(values.keySet())) {
                if (key.startsWith("ingest.source-default.")) {
                    String own = key.replace("ingest.source-default.", "ingest.sources." + source.trim() + ".");
                    by.apply(own).ifPresent(value -> values.put(own, value));
                    values.putIfAbsent(own, values.get(key));
                }
            }
        }
    }

    private static boolean isOurs(String key) {
        return key.startsWith("lake.") || key.startsWith("ingest.");
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
