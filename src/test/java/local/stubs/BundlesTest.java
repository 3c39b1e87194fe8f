package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {
    @TempDir
    private Path directory;

    private Bundles.Post take(Bundles bundles, String body) throws IOException {
        return bundles.take(new ByteArrayInputStream(body.getBytes(UTF_8)), "", List.of());
    }

    @Test
    void aBodyThatBreaksOffLeavesNoFile() {
        Bundles bundles = new Bundles(directory);
        assertThatThrownBy(() -> bundles.take(new BrokenStream(new byte[100_000]), "", List.of()))
                .isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void onlyTheLastBundleThatWasAcceptedKeepsItsFile() throws Exception {
        Bundles bundles = new Bundles(directory);
        bundles.accepted("b1", take(bundles, "first"));
        bundles.accepted("b1", take(bundles, "second"));
        bundles.refused("b1", take(bundles, "third"));
        assertThat(directory.toFile().listFiles())
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("second"));
    }

    @Test
    void whatIsForgottenIsRemoved() throws Exception {
        Bundles bundles = new Bundles(directory);
        bundles.accepted("b1", take(bundles, "first"));
        bundles.clear();
        assertThat(directory).isEmptyDirectory();
    }
}
