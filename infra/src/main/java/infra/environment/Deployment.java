package infra.environment;

import infra.product.Pipeline;
import infra.product.Product;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An environment together with the product's configuration in it: defaults of application.properties, over them the
 * file of the environment, over that the names of what is deployed here.
 */
public final class Deployment {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)(KiB|MiB|GiB)");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Environment environment;
    private final Naming naming;
    private final Map<String, String> settings;
    private final Map<String, String> said;

    private Deployment(Environment environment, Map<String, String> settings, Map<String, String> said) {
        this.environment = environment;
        this.naming = new Naming(environment);
        this.settings = settings;
        this.said = said;
    }

    /** With what {@code environments/<name>.properties} says. */
    public static Deployment of(Environment environment, Product product) {
        return of(environment, product, Product.read(Path.of("environments", environment.name() + ".properties")));
    }

    /** @param file keys of the product with this environment's values */
    public static Deployment of(Environment environment, Product product, Map<String, String> file) {
        List<String> unknown =
                file.keySet().stream().filter(key -> !product.knows(key)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("keys of environment " + environment.name() + " are unknown: " + unknown
                    + ", expected keys of application.properties");
        }
        Map<String, String> said = new TreeMap<>(file);
        said.putAll(environment.quality().settings());
        Map<String, String> known = new TreeMap<>(product.defaults());
        known.putAll(said);
        Map<String, String> names = Names.of(new Naming(environment), environment, known);
        said.putAll(names);
        known.putAll(names);
        return new Deployment(environment, known, said);
    }

    public Environment environment() {
        return environment;
    }

    public Naming naming() {
        return naming;
    }

    /** The value of a key that must have one. */
    public String get(String key) {
        String value = settings.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    key + " is missing in environments/" + environment.name() + ".properties, expected a value");
        }
        return value;
    }

    /** The value of a key, perhaps empty. */
    public String optional(String key) {
        return settings.getOrDefault(key, "");
    }

    /** Values that are separated by commas. */
    public List<String> list(String key) {
        return Arrays.stream(optional(key).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The value of a source's or a table's key, which has its default in another one. */
    public String of(String named, String standard, String name, String key) {
        return settings.getOrDefault(named + "." + name + "." + key, optional(standard + "." + key));
    }

    public Duration duration(String key) {
        Matcher matcher = DURATION.matcher(get(key));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key + " is '" + get(key) + "', expected a duration such as 30s");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** In MiB, rounded up. */
    public int mebibytes(String key) {
        Matcher matcher = SIZE.matcher(get(key));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key + " is '" + get(key) + "', expected a size such as 100MiB");
        }
        long amount = Long.parseLong(matcher.group(1));
        return (int)
                switch (matcher.group(2)) {
                    case "KiB" -> (amount + 1023) / 1024;
                    case "MiB" -> amount;
                    default -> amount * 1024;
                };
    }

    /** What a process of all pipelines has to be told. */
    public Map<String, String> said() {
        return new TreeMap<>(said);
    }

    /** What a process of this pipeline has to be told: everything that is not as application.properties has it. */
    public Map<String, String> saidTo(Pipeline pipeline) {
        Map<String, String> told = new TreeMap<>();
        said.forEach((key, value) -> {
            if (key.startsWith("lake.") || key.startsWith(pipeline.title() + ".")) {
                told.put(key, value);
            }
        });
        return told;
    }

    /** Ports of addresses outside that are configured, and that of https. */
    public Set<Integer> ports() {
        Set<Integer> ports = new TreeSet<>(Set.of(HTTPS));
        said.values().stream()
                .filter(value -> value.matches("https?://\\S+"))
                .map(URI::create)
                .forEach(address -> ports.add(
                        address.getPort() > 0
                                ? address.getPort()
                                : address.getScheme().equals("http") ? HTTP : HTTPS));
        return ports;
    }

    /** Secrets that a pipeline reads, by name. */
    public List<String> secrets(Pipeline pipeline) {
        List<String> names = new ArrayList<>();
        switch (pipeline) {
            case INGEST ->
                list("ingest.sources")
                        .forEach(source -> names.add(of("ingest.sources", "ingest.source-default", source, "secret")));
            case AGGREGATOR -> names.add(optional("aggregator.nifi-secret"));
            case EXPORT -> {
                names.add(get("export.api-secret"));
                if (environment.runtime() == Runtime.KUBERNETES) {
                    names.add(get("export.http-key-secret"));
                }
            }
            case FLIGHTS -> names.add(optional("flights.secret"));
            case EVENTLOG -> {}
        }
        return names.stream().filter(name -> !name.isEmpty()).distinct().toList();
    }
}
