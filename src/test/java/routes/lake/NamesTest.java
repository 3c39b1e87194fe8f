package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "api-a", "0-9", "a-"})
    void lowerCaseLettersDigitsAndDashesArePlain(String name) {
        assertThat(Names.isPlain(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                "API-A",
                "a b",
                "a_b",
                "a.b",
                "../x",
                "a/b",
                "a\n",
                "a%2f",
                "${sysenv.PATH}",
                "{{env:HOME}}",
                "ä",
                "a\u0661",
                "a\u0000"
            })
    void whateverAPathAnExpressionOrAQueryGivesAMeaningIsNotPlain(String name) {
        assertThat(Names.isPlain(name)).isFalse();
    }

    @Test
    void aPlainNameHasAtMost63Characters() {
        assertThat(Names.isPlain("a".repeat(63))).isTrue();
        assertThat(Names.isPlain("a".repeat(64))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb", "a\rb", "a\tb", "a\u0000b", "a\u0085b", "a\u009bb", "a\u2028b", "a\u202eb", "a\uffffb"})
    void lineBreaksAndInvisibleCharactersBecomeSpaces(String text) {
        assertThat(Names.oneLine(text, 10)).isEqualTo("a b");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(Names.oneLine("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Names.oneLine("abcdefg", 6)).isEqualTo("abcde…");
    }

    @Test
    void anyTextBecomesOneLineThatUtf8CanHold() {
        Cases.forAll(generator -> {
            String line = Names.oneLine(generator.text(80), 20);
            assertThat(line.length()).isLessThanOrEqualTo(20);
            assertThat(line.codePoints()).noneMatch(Character::isISOControl).noneMatch(NamesTest::isHalfACharacter);
        });
    }

    private static boolean isHalfACharacter(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
