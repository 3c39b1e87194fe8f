package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class BundleFormatTest {

    @ParameterizedTest
    @EnumSource
    void aBundleThatBreaksOffAnywhereIsRefused(BundleFormat format) {
        Cases.forAll(generator -> {
            SortedMap<String, byte[]> members = Bundles.members(generator);
            byte[] bundle = Bundles.bundle(format, members);
            byte[] part = Arrays.copyOf(bundle, generator.number(0, bundle.length - 1));
            assertThatThrownBy(() -> Bundles.read(format, part, members)).isInstanceOf(IOException.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aContentThatWasDamagedIsRefused(BundleFormat format) {
        Cases.forAll(generator -> {
            SortedMap<String, byte[]> members = new TreeMap<>();
            members.put("a", new SeededContent(generator.random().nextLong(), 50_000).readAllBytes());
            byte[] bundle = Bundles.bundle(format, members);
            bundle[generator.number(1_000, 49_000)] ^= (byte) (1 << generator.number(0, 7));
            assertThatThrownBy(() -> Bundles.read(format, bundle, members)).isInstanceOf(IOException.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBundleOfMoreMembersThanAllowedIsRefused(BundleFormat format) throws IOException {
        SortedMap<String, byte[]> members = members("a", "b", "c");
        InputStream bundle = new ByteArrayInputStream(Bundles.bundle(format, members));
        assertThatThrownBy(() -> format.members(bundle, Bundles.sizes(members), new BundleLimits(2, 1_000)))
                .isInstanceOf(IOException.class)
                .hasMessage("bundle has more than 2 members");
    }

    @ParameterizedTest
    @EnumSource
    void aBundleThatUnpacksToMoreBytesThanAllowedIsRefusedOnTheWay(BundleFormat format) throws IOException {
        SortedMap<String, byte[]> members = members("a");
        members.put("bomb", new byte[10_000_000]);
        byte[] bundle = Bundles.bundle(format, members);
        assertThat(bundle).hasSizeLessThan(20_000);
        assertThatThrownBy(() -> format.members(
                        new ByteArrayInputStream(bundle), Bundles.sizes(members), new BundleLimits(9, 9_999_999)))
                .isInstanceOf(IOException.class)
                .hasMessage("bundle has more than 9999999 bytes of content");
    }

    @Test
    void aHeaderThatClaimsToBeLongerThanAnyNameIsNotReadIntoMemory() throws IOException {
        TarArchiveEntry header = new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        header.setSize(200_000_000);
        byte[] start = "199999999 path=".getBytes(StandardCharsets.US_ASCII);
        byte[] bundle = tar(
                header,
                new SequenceInputStream(
                        new ByteArrayInputStream(start), new SeededContent(1, 200_000_000 - start.length)));
        assertThatThrownBy(() -> Bundles.read(BundleFormat.TAR_GZ, bundle, members()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bundle has a header of more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "nul", "a\nb"})
    void aMemberWhoseNameNoWriterGivesIsRefused(String name) throws IOException {
        byte[] tar = tar(new TarArchiveEntry(name), InputStream.nullInputStream());
        assertThatThrownBy(() -> Bundles.read(BundleFormat.TAR_GZ, tar, members()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("expected a safe name behind ''");
        assertThatThrownBy(() -> Bundles.read(BundleFormat.ZIP, zip(name), members()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("expected a safe name behind ''");
    }

    @Test
    void aMemberThatIsALinkIsRefused() throws IOException {
        TarArchiveEntry link = new TarArchiveEntry("a", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc/passwd");
        byte[] bundle = tar(link, InputStream.nullInputStream());
        assertThatThrownBy(() -> Bundles.read(BundleFormat.TAR_GZ, bundle, members()))
                .isInstanceOf(IOException.class)
                .hasMessage("bundle has a member 'a' that is no plain file");
    }

    @Test
    void aDirectoryIsNoMember() throws IOException {
        byte[] tar = tar(new TarArchiveEntry("a/"), InputStream.nullInputStream());
        assertThatThrownBy(() -> Bundles.read(BundleFormat.TAR_GZ, tar, members()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Bundles.read(BundleFormat.ZIP, zip("a/"), members()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNameThatIsNoUtf8IsRefused() throws IOException {
        byte[] zip = Bundles.bundle(BundleFormat.ZIP, members("ä"));
        for (int i = 0; i < zip.length - 1; i++) {
            if ((zip[i] & 0xff) == 0xc3 && (zip[i + 1] & 0xff) == 0xa4) {
                zip[i + 1] = 'x';
            }
        }
        // JDK 17 throws something else, and we make this of it.
        assertThatThrownBy(() -> Bundles.read(BundleFormat.ZIP, zip, members())).isInstanceOf(IOException.class);
    }

    @Test
    void aZipFileThatBreaksOffBetweenTwoMembersIsRefused() throws IOException {
        SortedMap<String, byte[]> members = members("a", "b");
        byte[] zip = Bundles.bundle(BundleFormat.ZIP, members);
        int second = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\3\4", 1);
        assertThatThrownBy(() -> Bundles.read(BundleFormat.ZIP, Arrays.copyOf(zip, second), members))
                .isInstanceOf(IOException.class)
                .hasMessage("bundle breaks off behind 1 members, expected the end of a zip file");
    }

    @Test
    void aTarArchiveWithoutItsEndIsRefusedAlthoughItsGzipFileIsWhole() throws IOException {
        SortedMap<String, byte[]> members = members("a", "b");
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(Bundles.bundle(BundleFormat.TAR_GZ, members)))
                .readAllBytes();
        for (int length : new int[] {0, 1024, 2048, 2560}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GzipFile gzip = new GzipFile(out)) {
                gzip.write(tar, 0, length);
            }
            assertThatThrownBy(() -> Bundles.read(BundleFormat.TAR_GZ, out.toByteArray(), members))
                    .isInstanceOf(IOException.class)
                    .hasMessage("bundle breaks off behind " + Math.min(2, length / 1024)
                            + " members, expected the end of a tar archive");
        }
    }

    @ParameterizedTest
    @CsvSource({"99, more than 99", "101, 100"})
    void aConcatenationOfOtherThanTheSizesGivenIsRefused(long size, String found) throws IOException {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("a", new byte[100]);
        InputStream bundle = new ByteArrayInputStream(Bundles.bundle(BundleFormat.CONCAT, members));
        SortedMap<String, Long> sizes = new TreeMap<>();
        sizes.put("a", size);
        assertThatThrownBy(() -> BundleFormat.CONCAT.members(bundle, sizes, Bundles.LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessage("bundle has " + found + " bytes of content, expected " + size);
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertThatThrownBy(() -> new BundleLimits(-1, 1))
                .hasMessage("limits are -1 members and 1 bytes, expected none below 0");
        assertThatThrownBy(() -> new BundleLimits(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBackWithItsSizesAndHashes(BundleFormat format) {
        Cases.forAll(generator -> {
            SortedMap<String, byte[]> members = Bundles.members(generator);
            byte[] bundle = Bundles.bundle(format, members);
            assertThat(Bundles.read(format, bundle, members)).isEqualTo(Bundles.expected(members));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theHashThatAMemberReturnsIsThatOfItsBytes(BundleFormat format) throws IOException {
        try (BundleWriter bundle = format.open(OutputStream.nullOutputStream())) {
            assertThat(bundle.member("a", 300_000, new SeededContent(7, 300_000)))
                    .isEqualTo(Sha256.hex(Sha256.digest().digest(new SeededContent(7, 300_000).readAllBytes())));
        }
    }

    @Test
    void aContentThatLooksLikeTheEndOfAMemberIsContentAndItsMemberKeepsItsBounds() throws IOException {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("a", "--- end of a ---\n".getBytes(StandardCharsets.UTF_8));
        members.put("b", Bundles.bundle(BundleFormat.TAR_GZ, new TreeMap<>(Map.of("a", new byte[600]))));
        members.put("c", new byte[2048]);
        byte[] bundle = Bundles.bundle(BundleFormat.TAR_GZ, members);
        assertThat(Bundles.read(BundleFormat.TAR_GZ, bundle, members)).isEqualTo(Bundles.expected(members));
    }

    @Test
    void aMemberOfMoreThan8GiBHasItsSizeInAHeaderOfPax() throws IOException {
        long size = 9L << 30;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BundleWriter bundle = BundleFormat.TAR_GZ.open(out)) {
            assertThatThrownBy(() -> bundle.member("ä/" + "x".repeat(200), size, new SeededContent(1, 1 << 20)))
                    .hasMessageContaining("has 1048576 bytes, expected " + size);
        }
        InputStream contents = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()));
        TarArchiveEntry entry = new TarArchiveInputStream(contents, "UTF-8").getNextEntry();
        assertThat(entry.getName()).isEqualTo("ä/" + "x".repeat(200));
        assertThat(entry.getSize()).isEqualTo(size);
    }

    @Test
    void aPlainFileInATarArchiveBelongsToNobodyAndHasNoTime() throws IOException {
        byte[] bundle = Bundles.bundle(BundleFormat.TAR_GZ, members("a"));
        InputStream contents = new GZIPInputStream(new ByteArrayInputStream(bundle));
        TarArchiveEntry entry = new TarArchiveInputStream(contents).getNextEntry();
        assertThat(entry.getMode()).isEqualTo(0100644);
        assertThat(List.of(entry.getLongUserId(), entry.getLongGroupId())).containsOnly(0L);
        assertThat(List.of(entry.getUserName(), entry.getGroupName())).containsOnly("");
        assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        assertThat(entry.getExtraPaxHeaders()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tar.gz, TAR_GZ, tar.gz, application/gzip",
        "concat, CONCAT, gz, application/gzip",
        "zip, ZIP, zip, application/zip"
    })
    void aFormatHasItsWordExtensionAndContentType(
            String word, BundleFormat format, String extension, String contentType) {
        assertThat(BundleFormat.of(word)).isEqualTo(format).hasToString(word);
        assertThat(format.extension()).isEqualTo(extension);
        assertThat(format.contentType()).isEqualTo(contentType);
    }

    @Test
    void anotherWordIsNoFormat() {
        assertThatThrownBy(() -> BundleFormat.of("TAR_GZ"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format is 'TAR_GZ', expected one of [tar.gz, concat, zip]");
    }

    private static SortedMap<String, byte[]> members(String... names) {
        SortedMap<String, byte[]> members = new TreeMap<>();
        for (String name : names) {
            members.put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        return members;
    }

    private static byte[] tar(TarArchiveEntry entry, InputStream content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipFile(out))) {
            tar.putArchiveEntry(entry);
            content.transferTo(tar);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
        }
        return out.toByteArray();
    }
}
