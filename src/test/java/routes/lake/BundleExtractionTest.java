package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;
import routes.Cases;

/** What the programs of others make of our bundles, where they are installed. */
class BundleExtractionTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "ZIP"})
    void everyMemberIsExtractedUnderItsName(BundleFormat format) throws Exception {
        SortedMap<String, byte[]> members = new TreeMap<>();
        for (long seed = 1; seed <= 20; seed++) {
            Cases.forSeed(seed, generator -> members.putAll(Bundles.members(generator)));
        }
        assertThat(extracted(format, members)).isEqualTo(Bundles.expected(members));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "ZIP"})
    void keysOfAnAttackerStayBelowTheDirectory(BundleFormat format) throws Exception {
        SortedMap<String, byte[]> members = new TreeMap<>();
        Cases.forAll(generator -> {
            String key = HostileKeys.key(generator);
            try {
                members.put(MemberName.of(key), key.getBytes(StandardCharsets.UTF_8));
            } catch (UnsafeKey refused) {
                assertThat(refused.rule()).isNotNull();
            }
        });
        // No file system takes a component of more than 255 bytes.
        members.keySet().removeIf(name -> Stream.of(name.split("/")).anyMatch(part -> MemberName.bytes(part) > 255));
        members.keySet().removeIf(name -> members.keySet().stream().anyMatch(other -> other.startsWith(name + "/")));
        assertThat(extracted(format, members)).isEqualTo(Bundles.expected(members));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "ZIP"})
    void aFileHasTheModeThatItIsGiven(BundleFormat format) throws Exception {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("a", new byte[3]);
        extracted(format, members);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("out/a"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void gzipReadsAConcatenation() throws Exception {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("a", "one\n".getBytes(StandardCharsets.UTF_8));
        members.put("b", "two\n".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(directory.resolve("bundle.gz"), Bundles.bundle(BundleFormat.CONCAT, members));
        run("gzip", "-d", file.toString());
        assertThat(directory.resolve("bundle")).hasContent("one\ntwo\n");
    }

    private List<BundleMember> extracted(BundleFormat format, SortedMap<String, byte[]> members) throws Exception {
        Path out = Files.createDirectories(directory.resolve("out"));
        Path file = Files.write(directory.resolve("bundle"), Bundles.bundle(format, members));
        if (format == BundleFormat.ZIP) {
            // -V: or it takes ";1" at the end of a name for a version of VMS.
            run("unzip", "-q", "-V", file.toString(), "-d", out.toString());
        } else {
            run("tar", "-xzf", file.toString(), "-C", out.toString());
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("out", "bundle");
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                found.put(out.relativize(each).toString(), Files.readAllBytes(each));
            }
        }
        return Bundles.expected(found);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new TestAbortedException(command[0] + " is not installed", e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}
