package infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import infra.environment.Deployment;
import infra.environment.Environment;
import infra.functions.FunctionZip;
import infra.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;

/** The templates of one deployment; each is synthesised once for all tests. */
final class Synthesised {
    static final Path TEMPLATES = Path.of("target/templates");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Synthesised> MADE = new ConcurrentHashMap<>();

    private final Deployment deployment;
    private final Map<String, JsonNode> templates;
    private final List<String> findings;

    private Synthesised(Deployment deployment, Map<String, JsonNode> templates, List<String> findings) {
        this.deployment = deployment;
        this.templates = templates;
        this.findings = findings;
    }

    /** An environment as it is. */
    static Synthesised of(Environment environment) {
        return of(environment.name(), environment);
    }

    /** @param title names the templates' directory, and tells variants of an environment apart */
    static Synthesised of(String title, Environment environment) {
        return MADE.computeIfAbsent(title, any -> make(title, environment));
    }

    private static Synthesised make(String title, Environment environment) {
        Deployment deployment = Deployment.of(environment, Product.beside());
        Path directory = TEMPLATES.resolve(title);
        App app = new App(AppProps.builder()
                .outdir(directory.toString())
                .analyticsReporting(false)
                .build());
        Lake.in(app, deployment, () -> new FunctionZip(zip()));
        app.synth();
        List<String> findings = new ArrayList<>();
        Map<String, JsonNode> templates = new TreeMap<>();
        app.getNode().getChildren().stream()
                .filter(Stack.class::isInstance)
                .map(Stack.class::cast)
                .forEach(stack -> {
                    findings.addAll(
                            lines(directory.resolve("AwsSolutions-" + stack.getStackName() + "-NagReport.csv")));
                    String purpose = stack.getStackName().substring(("lake-" + environment.name() + "-").length());
                    templates.put(purpose, read(directory.resolve(stack.getTemplateFile())));
                });
        return new Synthesised(deployment, templates, findings);
    }

    Deployment deployment() {
        return deployment;
    }

    /** By purpose: storage, messaging and so on. */
    Map<String, JsonNode> templates() {
        return templates;
    }

    /** The lines of cdk-nag's reports: rule, resource, whether it is kept to, and the reason why not. */
    List<String> findings() {
        return findings;
    }

    /** All resources of a type, whatever their stack. */
    List<Resource> all(String type) {
        return templates.keySet().stream()
                .flatMap(purpose -> all(purpose, type).stream())
                .toList();
    }

    List<Resource> all(String purpose, String type) {
        List<Resource> found = new ArrayList<>();
        templates
                .getOrDefault(purpose, JSON.createObjectNode())
                .path("Resources")
                .properties()
                .forEach(entry -> {
                    if (entry.getValue().path("Type").asText().equals(type)) {
                        found.add(new Resource(purpose, entry.getKey(), entry.getValue()));
                    }
                });
        return found;
    }

    /** Every resource of every stack. */
    Stream<Resource> everything() {
        List<Resource> found = new ArrayList<>();
        templates.forEach((purpose, template) -> template.path("Resources")
                .properties()
                .forEach(entry -> found.add(new Resource(purpose, entry.getKey(), entry.getValue()))));
        return found.stream();
    }

    /** A resource of a template, whose references are shown as text. */
    record Resource(String purpose, String id, JsonNode json) {
        JsonNode properties() {
            return json.path("Properties");
        }

        /** A property, with {@code Fn::Join}, {@code Ref} and the like resolved as far as text can. */
        String text(String pointer) {
            return Text.of(properties().at(pointer));
        }

        JsonNode at(String pointer) {
            return properties().at(pointer);
        }
    }

    private static Path zip() {
        Path zip = Path.of("target/stand-in.zip");
        try {
            if (!Files.exists(zip)) {
                Files.createDirectories(zip.getParent());
                Files.write(zip, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
