package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointKindTest {
    private static final String FILE = "aws.configFile";
    private static final String FIPS = "aws.useFipsEndpoint";

    @TempDir
    private Path directory;

    @BeforeEach
    void aProfileThatAsksForBoth() throws IOException {
        Path profile = directory.resolve("config");
        Files.writeString(profile, "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n");
        System.setProperty(FILE, profile.toString());
    }

    @AfterEach
    void nothingIsLeft() {
        System.clearProperty(FILE);
        System.clearProperty(FIPS);
    }

    @Test
    void aProfileIsHeard() {
        assertThat(EndpointKind.here()).isEqualTo(new EndpointKind(true, true));
    }

    @Test
    void aSystemPropertyGoesBeforeTheProfile() {
        System.setProperty(FIPS, "false");
        assertThat(EndpointKind.here()).isEqualTo(new EndpointKind(false, true));
    }

    @Test
    void withoutAnyItIsThePlainOne() {
        System.setProperty(FILE, directory.resolve("none").toString());
        assertThat(EndpointKind.here()).isEqualTo(new EndpointKind(false, false));
    }
}
