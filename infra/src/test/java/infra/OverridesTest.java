package infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import infra.environment.Environment;
import infra.environment.Environments;
import infra.environment.Runtime;
import infra.functions.FunctionZip;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OverridesTest {
    @Test
    void aWrongWordIsRefusedWithTheRightOnes() {
        assertThatThrownBy(() -> new Overrides("docker", "", ""))
                .hasMessage("runtime is 'docker', expected lambda or kubernetes");
        assertThatThrownBy(() -> new Overrides("", "yes", ""))
                .hasMessage("lakeFormation is 'yes', expected true or false");
    }

    @Test
    void aMissingZipIsNamedWithWhatMakesIt() {
        assertThatThrownBy(() -> new FunctionZip(Path.of("target/no-such.zip")))
                .hasMessageContaining("no-such.zip, expected a file: mvn package makes it");
    }

    @Test
    void whatTheCommandLineSaysCounts() {
        Environment environment = new Overrides("kubernetes", "true", "lake@example.org").on(Environments.prod());
        assertThat(environment.runtime()).isEqualTo(Runtime.KUBERNETES);
        assertThat(environment.analysts().governed()).isTrue();
        assertThat(environment.watching().email()).hasValue("lake@example.org");
    }

    @Test
    void whatItDoesNotSayStaysAsItIs() {
        assertThat(new Overrides("", "", "").on(Environments.prod())).isEqualTo(Environments.prod());
    }
}
