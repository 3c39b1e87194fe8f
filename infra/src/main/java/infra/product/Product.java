package infra.product;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the program that is deployed says about itself: every key of its configuration, with its default. */
public final class Product {
    /** Its keys, seen from the directory in which this project is built. */
    private static final Path PROPERTIES = Path.of("../src/main/resources/application.properties");

    private final Map<String, String> defaults;

    private Product(Map<String, String> defaults) {
        this.defaults = defaults;
    }

    /** The product beside which this project lies. */
    public static Product beside() {
        return of(read(PROPERTIES));
    }

    static Product of(Map<String, String> properties) {
        return new Product(new TreeMap<>(properties));
    }

    /** Every key with its default; a required one has an empty default. */
    public Map<String, String> defaults() {
        return defaults;
    }

    /** Whether the key, or the one that holds its default, is known. */
    public boolean knows(String key) {
        return defaults.containsKey(defaultKey(key));
    }

    /** The key that holds the default of a key: {@code ingest.source-default.rate} for a source's rate. */
    static String defaultKey(String key) {
        return key.replaceFirst("^ingest\\.sources\\.[^.]+\\.(.+)$", "ingest.source-default.$1")
                .replaceFirst("^export\\.tables\\.[^.]+\\.(.+)$", "export.table-default.$1");
    }

    /** Keys and values of a file. */
    public static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toAbsolutePath().normalize() + " cannot be read", e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.forEach((key, value) -> values.put((String) key, ((String) value).trim()));
        return values;
    }
}
