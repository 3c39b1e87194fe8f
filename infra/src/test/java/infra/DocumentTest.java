package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.environment.Environments;
import infra.messaging.QueuePlan;
import infra.product.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/infra.md tells what is deployed. */
class DocumentTest {
    private static final String DOCUMENT = read();
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyStackStandsThere() {
        for (Synthesised lake : List.of(prod, Variants.governed(), Variants.kubernetes(), Variants.networked())) {
            assertThat(lake.templates().keySet()).allMatch(stack -> DOCUMENT.contains("\n| `" + stack + "` | "));
        }
    }

    @Test
    void everyFunctionStandsThereAsLargeAsItIs() {
        assertThat(prod.all("AWS::Lambda::Function")).allSatisfy(function -> {
            String size = String.format(
                    Locale.ROOT,
                    "%,d / %d / %,d",
                    function.at("/MemorySize").asInt(),
                    function.at("/Timeout").asInt(),
                    function.at("/EphemeralStorage/Size").asInt());
            assertThat(DOCUMENT.lines())
                    .anyMatch(line -> line.startsWith("| `" + FunctionsTest.step(function) + "` |")
                            && line.contains("| " + size + " |"));
        });
    }

    @Test
    void everyAlarmStandsThere() {
        assertThat(prod.all("AWS::CloudWatch::Alarm")).isNotEmpty().allSatisfy(alarm -> {
            String name = general(alarm.text("/AlarmName"));
            assertThat(DOCUMENT).as(alarm.text("/AlarmName")).containsAnyOf("`" + name + "`", suffix(name));
        });
    }

    @Test
    void outputsThatItNamesAreTold() {
        List<String> told = new ArrayList<>();
        prod.templates()
                .values()
                .forEach(
                        template -> template.path("Outputs").properties().forEach(output -> told.add(output.getKey())));
        List<String> named = List.of(
                "IngestTriggerName",
                "RawBucket",
                "ProcessedBucket",
                "ResultsBucket",
                "AlertsTopicArn",
                "DataKeyArn",
                "ExportUrl");
        assertThat(named).allMatch(output -> DOCUMENT.contains("`" + output + "`"));
        assertThat(told).containsAll(named);
    }

    /** Of these deployed.Outputs, on the other side, finds everything else. */
    @Test
    void whatSmokeAndLoadTestsAskForIsTold() {
        JsonNode messaging = prod.templates().get("messaging").path("Outputs");
        assertThat(messaging.properties())
                .map(output -> output.getKey())
                .contains(
                        "AggregatorEventsUrl",
                        "AggregatorEventsDlqUrl",
                        "AggregatorDeliveriesUrl",
                        "AggregatorDeliveriesDlqUrl");
        assertThat(prod.all("AWS::SQS::Queue").stream()
                        .filter(queue -> queue.purpose().equals("messaging")))
                .as("every queue is told")
                .hasSize((int) messaging.properties().stream()
                        .filter(output -> output.getKey().endsWith("Url"))
                        .count());
        assertThat(prod.templates().get("storage").path("Outputs").properties())
                .map(output -> output.getKey())
                .contains("LandingBucket", "ArchiveBucket");
        assertThat(prod.templates().get("functions").path("Outputs").properties())
                .map(output -> output.getKey())
                .filteredOn(output -> output.endsWith("Name"))
                .hasSize(Step.values().length);
    }

    @Test
    void everyLineOfADocumentsTableHasAnAnswer() {
        assertThat(DOCUMENT.lines().filter(line -> line.startsWith("| ")))
                .hasSizeGreaterThan(150)
                .allMatch(
                        line -> line.endsWith(" |") && line.replace("| |", "|").split(" \\| ").length >= 2);
    }

    /** {@code lake-prod-ingest-fetch-errors} as {@code <step>-errors}. */
    private String general(String name) {
        String general = name.replaceFirst("^lake-prod-", "");
        for (Step step : Step.values()) {
            general = general.replace("lake-" + step.title() + "-prod", "<function>");
            if (!general.equals(step.title())) {
                general = general.replaceFirst("^" + step.title() + "-", "<step>-");
            }
        }
        for (QueuePlan plan : QueuePlan.of(prod.deployment())) {
            general = general.replaceFirst("^" + plan.name() + "-", "<queue>-");
        }
        for (String source : prod.deployment().list("ingest.sources")) {
            general = general.replaceFirst("^ingest-" + source + "-", "ingest-<source>-");
        }
        return general;
    }

    /** Names that begin alike share a line, where only the first one is whole. */
    private static String suffix(String name) {
        return ", `-" + name.substring(name.indexOf(">-") + 2) + "`";
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/infra.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
