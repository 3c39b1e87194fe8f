package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.UnsafeKey.Rule;

class MemberNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../malicious_file.txt",
                "data/../x",
                "..",
                "a/..",
                "..\\x",
                "a\\..\\..\\x",
                "/..",
                "./../x",
                "C:../x",
                "%2e%2e/x",
                "%2E%2E%2Fx",
                "..%5Cx",
                "%252e%252e%252fx",
                "%252525252e./x",
                "．．/x",
                "‥/x",
                "a／‥＼x",
                "％２ｅ％２ｅ％２ｆx",
                "%ef%bc%8e%ef%bc%8e/x"
            })
    void aKeyThatLeadsOutOfItsDirectoryIsRefusedHoweverItIsWritten(String key) {
        refused(key, Rule.PARENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "con",
                "a/CON",
                "Prn.txt",
                "aux.tar.gz",
                "NUL",
                "nul/x",
                "com1",
                "COM9.log",
                "lpt1",
                "LPT9.x",
                "C:con",
                "%43ON",
                "COM¹",
                "ＣＯＮ",
                "CON .txt",
                "con:x",
                "%6eul.txt"
            })
    void aNameThatIsADeviceOfWindowsIsRefused(String key) {
        refused(key, Rule.DEVICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000",
                "a\nb",
                "a%0ab",
                "a%2500",
                "a\u0085b",
                "a\u009bb",
                "a\u200bb",
                "\ufeffa",
                "a%e2%80%aetxt.exe",
                "a\u00adb",
                "a\u2028b",
                "a\u2029b",
                "a\ud800b"
            })
    void whatCannotBeSeenIsRefused(String key) {
        refused(key, Rule.INVISIBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", " a", "a ", "a /b", "a/ b", "%20a", "a\u00a0/b", "a/\u3000b", "C: a"})
    void aComponentThatBeginsOrEndsWithASpaceIsRefused(String key) {
        refused(key, Rule.SPACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ".", "./", "//./.", "\\", "C:", "C:\\", "c:d:/", "%2f", "／"})
    void aKeyOfWhichNothingIsLeftIsRefused(String key) {
        refused(key, Rule.NOTHING_LEFT);
    }

    @Test
    void anEmptyKeyIsRefused() {
        refused("", Rule.EMPTY);
    }

    @Test
    void fiveLayersOfEncodingAreTakenOffAndSixAreRefused() {
        assertThat(MemberName.of("a%2525252520b")).isEqualTo("a b");
        refused("a%252525252520b", Rule.ENCODED_TOO_DEEP);
    }

    @Test
    void layersBehindLookAlikesCountAsWell() {
        assertThat(MemberName.of("a％2525252520b")).isEqualTo("a b");
        refused("a％252525252520b", Rule.ENCODED_TOO_DEEP);
    }

    @Test
    void aNameHasAtMost1024BytesAndNotCharacters() {
        assertThat(MemberName.of("é".repeat(512))).hasSize(512);
        refused("é".repeat(512) + "a", Rule.TOO_LONG);
    }

    @Test
    void aLigatureThatGrowsIsMeasuredAsItIsWritten() {
        refused("\ufdfa".repeat(60), Rule.TOO_LONG);
    }

    @Test
    void aRefusalIsOneLineWithoutControlCharacters() {
        assertThatThrownBy(() -> MemberName.of("a\r\n\u001b[31m\u202e/../" + "x".repeat(100)))
                .isInstanceOf(UnsafeKey.class)
                .hasMessageStartingWith("key is 'a   [31m /../xxx")
                .hasMessageEndingWith("…', expected no control character, format character, line separator or half of a"
                        + " character");
    }

    @ParameterizedTest
    @CsvSource({
        "data/a.txt, data/a.txt",
        "data//a/./b, data/a/b",
        "/etc/passwd, etc/passwd",
        "a\\b, a/b",
        "C:\\a\\b, a/b",
        "c:d:/x, x",
        "/C:/x, x",
        "./C:/x, x",
        "a/C:/x, a/C:/x",
        "a+b, a+b",
        "a%20b, a b",
        "a%2Bb, a+b",
        "100%, 100%",
        "100%zz, 100%zz",
        "%2, %2",
        "%ff, %ff",
        "%c0%ae%c0%ae/x, %c0%ae%c0%ae/x",
        "%ff%41, %ffA",
        "%e6%bc%a2, 漢",
        "%４１, A",
        ".../x, .../x",
        "..a, ..a",
        "console, console",
        "com10, com10",
        "acon, acon",
        "ﬁle, file",
        "℀, a/c",
        "-rf, -rf"
    })
    void aSafeNameIsMadeOfWhatIsLeft(String key, String name) {
        assertThat(MemberName.of(key)).isEqualTo(name);
    }

    @Test
    void theSameTextInTwoFormsOfUnicodeIsOneName() {
        assertThat(MemberName.of("caf\u0065\u0301")).isEqualTo(MemberName.of("caf\u00e9"));
    }

    @Test
    void aNameStaysAsItIsWhenItIsMadeAgain() {
        forAllNames((key, name) -> assertThat(MemberName.of(name)).as(key).isEqualTo(name));
    }

    @Test
    void aNameStaysBelowTheDirectoryIntoWhichItIsExtracted() {
        Path directory = Path.of("/lake/extracted");
        forAllNames((key, name) -> {
            assertThat(name).as(key).doesNotContain("\\").doesNotStartWith("/").doesNotMatch("^[A-Za-z]:.*");
            assertThat(name.split("/", -1)).as(key).doesNotContain("", ".", "..");
            Path extracted = directory.resolve(name);
            assertThat(extracted.normalize()).isEqualTo(extracted).isNotEqualTo(directory);
            assertThat(extracted.startsWith(directory)).isTrue();
        });
    }

    @Test
    void aNameHoldsNothingThatCannotBeSeenOrDecodedOrThatAnotherFormWouldChange() {
        forAllNames((key, name) -> {
            assertThat(PercentEncoding.decoded(name)).as(key).isEqualTo(name);
            assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFKC)).isTrue();
            assertThat(name).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
            assertThat(MemberName.bytes(name)).isBetween(1, 1024);
        });
    }

    @Test
    void aNameIsNoDeviceAndHasNoSpaceAtTheEndsOfItsComponents() {
        forAllNames((key, name) -> assertThat(name.split("/")).as(key).allSatisfy(component -> {
            assertThat(component).isEqualTo(component.strip());
            assertThat(component).doesNotMatch("(?i)(con|prn|aux|nul|(com|lpt)[1-9])( *[.:].*)?");
        }));
    }

    @Test
    void hostileKeysAreNotAllRefusedAndNotAllTaken() {
        long taken = LongStream.rangeClosed(1, Cases.CASES)
                .filter(seed -> {
                    boolean[] safe = new boolean[1];
                    Cases.forSeed(
                            seed,
                            generator ->
                                    safe[0] = name(HostileKeys.key(generator)).isPresent());
                    return safe[0];
                })
                .count();
        assertThat(taken).isBetween(15L, 85L);
    }

    /** What holds for a name and the key that it was made of. */
    @FunctionalInterface
    interface NameProperty {
        void check(String key, String name);
    }

    private static void forAllNames(NameProperty property) {
        Cases.forAll(generator -> {
            for (int i = 0; i < 50; i++) {
                String key = HostileKeys.key(generator);
                name(key).ifPresent(name -> property.check(Names.oneLine(key, 300), name));
            }
        });
    }

    private static Optional<String> name(String key) {
        try {
            return Optional.of(MemberName.of(key));
        } catch (UnsafeKey refused) {
            assertThat(Arrays.asList(Rule.values())).contains(refused.rule());
            return Optional.empty();
        }
    }

    private static void refused(String key, Rule rule) {
        assertThatThrownBy(() -> MemberName.of(key))
                .asInstanceOf(type(UnsafeKey.class))
                .extracting(UnsafeKey::rule)
                .isEqualTo(rule);
    }
}
