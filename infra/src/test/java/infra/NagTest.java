package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.environment.Environments;
import org.junit.jupiter.api.Test;

class NagTest {
    /** How a report marks a finding for which nobody gave a reason. */
    static final String UNREASONED = "\"Non-Compliant\",\"N/A\"";

    @Test
    void cdkNagFindsNothingForWhichThereIsNoReason() {
        Environments.all()
                .forEach(environment -> assertThat(Synthesised.of(environment).findings())
                        .as(environment.name())
                        .hasSizeGreaterThan(100)
                        .noneMatch(line -> line.contains(UNREASONED)));
    }

    @Test
    void reasonsAreGivenOnlyForStarsAndForTheLogOfLogs() {
        assertThat(Synthesised.of(Environments.prod()).findings().stream()
                        .filter(line -> line.contains("\"Suppressed\""))
                        .map(line -> line.split("\",\"")[0])
                        .distinct())
                .containsExactlyInAnyOrder("\"AwsSolutions-IAM5", "\"AwsSolutions-S1");
    }
}
