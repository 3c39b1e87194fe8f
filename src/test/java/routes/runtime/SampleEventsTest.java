package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample events of docs/events are there for every step, and have the shape that its handler reads. */
class SampleEventsTest {
    private static final Path EVENTS = Path.of("docs/events");

    @Test
    void everyStepHasASampleAndEverySampleIsAStepS() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(steps());
        }
    }

    static List<String> queueSteps() {
        return Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> pipeline.queueSteps().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("queueSteps")
    void aBatchIsOneOfTheQueueThatTheStepListensTo(String step) throws IOException {
        String pipeline = Pipeline.ofStep(step).orElseThrow().title();
        assertThat(SqsEvent.read(sample(step)).records())
                .isNotEmpty()
                .allMatch(record -> record.message().queue().startsWith(pipeline + "-")
                        && record.message().receives() == 1);
    }

    @Test
    void aRequestIsOneThatAStepMaySee() throws IOException {
        HttpArrival arrival = HttpEvent.read(sample("export-answer"));
        assertThat(arrival.refusal()).isEmpty();
        assertThat(arrival.call().path()).isEqualTo("/export");
    }

    @Test
    void theGuideTellsOfEverySample() throws IOException {
        String guide = Files.readString(Path.of("docs/how-to/sample-events.md"));
        assertThat(steps()).allMatch(step -> guide.contains("`" + step + "`"));
    }

    static Map<String, Object> sample(String step) throws IOException {
        return JSON.std.mapFrom(EVENTS.resolve(step + ".json").toFile());
    }

    private static List<String> steps() {
        return Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> Stream.of(pipeline.eventSteps(), pipeline.queueSteps(), pipeline.httpSteps()))
                .flatMap(List::stream)
                .toList();
    }
}
