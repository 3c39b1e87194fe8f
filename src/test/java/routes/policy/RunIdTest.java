package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class RunIdTest {

    @Test
    void aRunIsNamedByItsPipelineItsTimeInUtcAndItsSalt() {
        Instant at = Instant.parse("2026-11-19T01:00:00.999Z");
        assertThat(RunId.of("ingest", at, 0x3f9a1c07L)).isEqualTo("ingest-20261119T010000Z-3f9a1c07");
        assertThat(RunId.of("ingest", at, -1)).isEqualTo("ingest-20261119T010000Z-ffffffff");
        assertThat(RunId.of("ingest", at, 0x1_0000_0007L)).isEqualTo("ingest-20261119T010000Z-00000007");
    }

    @Test
    void everyRunIdOfOursIsSafe() {
        Cases.forAll(generator -> {
            Instant at = Instant.ofEpochSecond(generator.number(0, Integer.MAX_VALUE - 1));
            assertThat(RunId.isSafe(RunId.of("ingest", at, generator.random().nextLong())))
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a/b", "../x", "${sysenv.PATH}", "{{env:HOME}}", "a_b", "ä"})
    void otherCharactersThanLettersDigitsAndDashesAreNotSafe(String id) {
        assertThat(RunId.isSafe(id)).isFalse();
    }

    @Test
    void aSafeRunIdHasAtMost80Characters() {
        assertThat(RunId.isSafe("a".repeat(80))).isTrue();
        assertThat(RunId.isSafe("a".repeat(81))).isFalse();
    }
}
