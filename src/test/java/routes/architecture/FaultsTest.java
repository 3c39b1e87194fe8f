package routes.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/faults.md says what is true: its tests are there, and its patches still take the remedies out. */
class FaultsTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern ROW = Pattern.compile(
            "^\\| (\\d+) \\| .*\\[\\w+]\\(\\.\\./(src/test/\\S+)\\)#(\\w+) \\| \\[patch]\\((faults/\\S+)\\) \\|$",
            Pattern.MULTILINE);

    /** One line of the tables. */
    record Row(int number, Path test, String method, Path patch) {
        private static Row of(MatchResult match) {
            return new Row(
                    Integer.parseInt(match.group(1)),
                    Path.of(match.group(2)),
                    match.group(3),
                    DOCS.resolve(match.group(4)));
        }
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(DOCS.resolve("faults.md")))
                .results()
                .map(Row::of)
                .toList();
    }

    private static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("faults"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void rowsAreNumberedInOrderAndEachHasItsOwnPatch() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).extracting(Row::number).first().isEqualTo(1);
        assertThat(rows).last().extracting(Row::number).isEqualTo(rows.size());
        assertThat(rows).extracting(Row::patch).containsExactlyElementsOf(patches());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTestOfARowIsThereAndItsPatchNamesItAndTheReason(Row row) throws IOException {
        String name = row.test().getFileName().toString().replace(".java", "") + "#" + row.method();
        assertThat(row.test()).content().contains("void " + row.method() + "(");
        assertThat(row.patch()).content().contains("\nTest: " + name + "\n").containsPattern("\nRed: \\S");
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aPatchStillTakesItsRemedyOut(Path patch) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of(".git")), "not a git checkout: patches are not checked");
        assumeTrue(gitAnswers(), "no git here: patches are not checked");
        Process check = new ProcessBuilder("git", "apply", "--check", patch.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    private static boolean gitAnswers() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
