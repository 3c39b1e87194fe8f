package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import routes.Cases;

class AcknowledgedTest {

    @Test
    void whatIsAddedInAnyOrderIsThereAndNothingElseAlsoBehindItsText() {
        Cases.forAll(generator -> {
            int batches = generator.number(1, 300);
            Acknowledged acknowledged = Acknowledged.none();
            Set<Integer> added = new HashSet<>();
            for (int i = 0; i < batches; i++) {
                int batch = generator.number(1, batches);
                acknowledged.add(batch);
                added.add(batch);
            }
            for (Acknowledged same : List.of(acknowledged, Acknowledged.parse(acknowledged.asText()))) {
                assertThat(IntStream.rangeClosed(1, batches + 70).filter(same::has))
                        .containsExactlyInAnyOrderElementsOf(added);
                assertThat(same.count()).isEqualTo(added.size());
            }
        });
    }

    @Test
    void allOfThemAreAWatermarkAlone() {
        List<Integer> batches =
                new ArrayList<>(IntStream.rangeClosed(1, 1_000).boxed().toList());
        Collections.shuffle(batches, new java.util.Random(7));
        Acknowledged acknowledged = Acknowledged.none();
        batches.forEach(acknowledged::add);
        assertThat(acknowledged.asText()).isEqualTo(through(1_000)).startsWith("1000:");
    }

    private static String through(int batches) {
        Acknowledged acknowledged = Acknowledged.none();
        IntStream.rangeClosed(1, batches).forEach(acknowledged::add);
        return acknowledged.asText();
    }

    @Test
    void aHundredThousandBatchesOfWhichEveryThousandthIsMissingAreTwoKilobytesOfText() {
        Acknowledged acknowledged = Acknowledged.none();
        IntStream.rangeClosed(1, 100_000).filter(batch -> batch % 1_000 != 7).forEach(acknowledged::add);
        assertThat(acknowledged.asText()).hasSizeLessThan(2_000);
        assertThat(Acknowledged.parse(acknowledged.asText()).count()).isEqualTo(99_900);
    }

    @Test
    void anyOtherTextIsRefused() {
        for (String text : List.of("", "7", ":", "x:", "7:###", "7:AAAA")) {
            assertThatThrownBy(() -> Acknowledged.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected <watermark>:<bitmap>");
        }
    }
}
