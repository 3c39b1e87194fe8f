package infra.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The steps here and those that the product opens are the same. */
class StepsTest {
    private static final Path SOURCES = Path.of("../src/main/java/routes/runtime");
    private static final Pattern PIPELINE = Pattern.compile(
            "\"(\\w+)\",\\s*List\\.of\\(([^)]*)\\),\\s*List\\.of\\(([^)]*)\\),\\s*List\\.of\\(([^)]*)\\)");

    @Test
    void everyStepThatTheProductOpensIsAFunctionOfItsTrigger() throws IOException {
        Set<String> opened = new TreeSet<>();
        Matcher matcher = PIPELINE.matcher(Files.readString(SOURCES.resolve("Pipeline.java")));
        while (matcher.find()) {
            add(opened, matcher.group(2), Step.Trigger.EVENT);
            add(opened, matcher.group(3), Step.Trigger.QUEUE);
            add(opened, matcher.group(4), Step.Trigger.HTTP);
        }
        Set<String> here = new TreeSet<>();
        boolean flights = opened.stream().anyMatch(step -> step.startsWith("flights-"));
        for (Step step : Step.values()) {
            // Flights is entered in the product's table of contents as soon as its routes are there.
            if (step.pipeline() != Pipeline.FLIGHTS || flights) {
                here.add(step.title() + " " + step.trigger());
            }
        }
        assertThat(opened).isNotEmpty().isEqualTo(here);
    }

    @Test
    void everyHandlerIsAClassOfTheProduct() {
        for (Step.Trigger trigger : Step.Trigger.values()) {
            String file = trigger.handler().substring(trigger.handler().lastIndexOf('.') + 1) + ".java";
            assertThat(SOURCES.resolve(file)).isRegularFile();
        }
    }

    private static void add(Set<String> opened, String list, Step.Trigger trigger) {
        List<String> steps = Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(step -> !step.isEmpty())
                .toList();
        steps.forEach(step -> opened.add(step.replace("\"", "") + " " + trigger));
    }
}
