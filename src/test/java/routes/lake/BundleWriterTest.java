package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class BundleWriterTest {

    @ParameterizedTest
    @EnumSource
    void aContentThatIsShorterThanItsSizeIsRefusedWithBothNumbers(BundleFormat format) throws IOException {
        try (BundleWriter bundle = format.open(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> bundle.member("a.txt", 100_000, new SeededContent(1, 99_999)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("member 'a.txt' has 99999 bytes, expected 100000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aContentThatIsLongerThanItsSizeIsRefusedWithoutReadingOn(BundleFormat format) throws IOException {
        try (BundleWriter bundle = format.open(OutputStream.nullOutputStream())) {
            SeededContent content = new SeededContent(1, Long.MAX_VALUE);
            assertThatThrownBy(() -> bundle.member("a.txt", 100_000, content))
                    .isInstanceOf(IOException.class)
                    .hasMessage("member 'a.txt' has more than 100000 bytes, expected 100000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aContentOfAnEmptyMemberIsLookedAt(BundleFormat format) throws IOException {
        try (BundleWriter bundle = format.open(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> bundle.member("a.txt", 0, new SeededContent(1, 1)))
                    .hasMessage("member 'a.txt' has more than 0 bytes, expected 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBundleWithAMemberThatFailedIsNeverFinished(BundleFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BundleWriter bundle = format.open(out)) {
            assertThatThrownBy(() -> bundle.member("a", 7, broken())).hasMessage("connection reset");
            assertThatThrownBy(() -> bundle.member("b", 0, InputStream.nullInputStream()))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(bundle::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("bundle is IN_MEMBER, expected READY");
        }
        assertThatThrownBy(() ->
                        format.members(new ByteArrayInputStream(out.toByteArray()), new TreeMap<>(), Bundles.LIMITS))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aBundleThatIsClosedBeforeItIsFinishedIsNoWholeFile(BundleFormat format) throws IOException {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("a", new byte[100_000]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BundleWriter bundle = format.open(out)) {
            bundle.member("a", 100_000, new ByteArrayInputStream(members.get("a")));
        }
        assertThatThrownBy(() -> Bundles.read(format, out.toByteArray(), members))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFinishedOrClosedTakesNoMore(BundleFormat format) throws IOException {
        BundleWriter bundle = format.open(OutputStream.nullOutputStream());
        bundle.finish();
        assertThatThrownBy(bundle::finish).hasMessage("bundle is FINISHED, expected READY");
        bundle.close();
        bundle.close();
        assertThatThrownBy(() -> bundle.member("a", 0, InputStream.nullInputStream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bundle is CLOSED, expected READY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/a", "a//b", "a\\b", "a\nb", "nul", "a/", ""})
    void aNameThatIsNotSafeIsRefused(String name) throws IOException {
        try (BundleWriter bundle = BundleFormat.TAR_GZ.open(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> bundle.member(name, 0, InputStream.nullInputStream()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a safe name behind ''");
        }
    }

    @Test
    void aNameThatSortsNotBehindTheOneBeforeIsRefused() throws IOException {
        try (BundleWriter bundle = BundleFormat.CONCAT.open(OutputStream.nullOutputStream())) {
            bundle.member("b", 0, InputStream.nullInputStream());
            assertThatThrownBy(() -> bundle.member("b", 0, InputStream.nullInputStream()))
                    .hasMessage("member is 'b' of 0 bytes, expected a safe name behind 'b' and a size");
            assertThatThrownBy(() -> bundle.member("a", 0, InputStream.nullInputStream()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bundle.member("c", -1, InputStream.nullInputStream()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStreamBehindStaysOpen(BundleFormat format) throws IOException {
        boolean[] closed = {false};
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (BundleWriter bundle = format.open(out)) {
            bundle.finish();
        }
        assertThat(closed[0]).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theSameMembersGiveTheSameBytesHoweverTheirContentsCome(BundleFormat format) {
        Cases.forAll(generator -> {
            SortedMap<String, byte[]> members = Bundles.members(generator);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (BundleWriter bundle = format.open(out)) {
                for (var member : members.entrySet()) {
                    bundle.member(member.getKey(), member.getValue().length, dripping(member.getValue(), generator));
                }
                bundle.finish();
            }
            assertThat(out.toByteArray()).isEqualTo(Bundles.bundle(format, members));
        });
    }

    @Test
    void theSameMembersGiveTheSameBytesInEveryTimeZone() throws IOException {
        TimeZone before = TimeZone.getDefault();
        SortedMap<String, byte[]> members = someMembers();
        byte[] expected = Bundles.bundle(BundleFormat.ZIP, members);
        try {
            for (String zone : ZoneId.getAvailableZoneIds()) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                assertThat(Bundles.bundle(BundleFormat.ZIP, members)).as(zone).isEqualTo(expected);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameMembersGiveTheSameBytesInEveryLocaleAndForEveryUser(BundleFormat format) throws IOException {
        Locale locale = Locale.getDefault();
        String user = System.getProperty("user.name");
        byte[] expected = Bundles.bundle(format, someMembers());
        try {
            for (String tag : new String[] {"th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "tr-TR"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                System.setProperty("user.name", tag);
                assertThat(Bundles.bundle(format, someMembers())).as(tag).isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(locale);
            System.setProperty("user.name", user);
        }
    }

    @Test
    void theTarArchiveIsByteForByteTheOneThatItHasAlwaysBeen() throws IOException {
        byte[] bundle = Bundles.bundle(BundleFormat.TAR_GZ, someMembers());
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(bundle)).readAllBytes();
        assertThat(Sha256.hex(Sha256.digest().digest(tar)))
                .isEqualTo("a038481a18d3ddb0794ee450c951eeee2535b645fd06c700f82ff6de0e9977a7");
    }

    @Test
    void theZipFileIsByteForByteTheOneThatItHasAlwaysBeen() throws IOException {
        SortedMap<String, byte[]> members = new TreeMap<>(someMembers());
        // What is empty is deflated alike by every library.
        members.replaceAll((name, content) -> new byte[0]);
        byte[] zip = Bundles.bundle(BundleFormat.ZIP, members);
        assertThat(Sha256.hex(Sha256.digest().digest(zip)))
                .isEqualTo("8d2919f9941cb71585ee3ea7b5683a2a63aa202d5bfcde6021ee43b608e1d6f5");
    }

    private static SortedMap<String, byte[]> someMembers() {
        SortedMap<String, byte[]> members = new TreeMap<>();
        members.put("data/a.txt", "hello, lake".getBytes(StandardCharsets.UTF_8));
        members.put("data/ä漢😀.txt", new byte[1_000]);
        members.put("data/" + "long/".repeat(30) + "name", new byte[512]);
        return members;
    }

    /** A stream that gives a few bytes at a time. */
    private static InputStream dripping(byte[] content, Cases generator) {
        return new FilterInputStream(new ByteArrayInputStream(content)) {
            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                return super.read(bytes, offset, Math.min(count, generator.number(1, 5_000)));
            }
        };
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                Arrays.fill(bytes, offset, offset + count, (byte) 0);
                throw new IOException("connection reset");
            }
        };
    }
}
