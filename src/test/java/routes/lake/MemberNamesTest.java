package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import routes.Cases;

class MemberNamesTest {

    @Test
    void anUnsafeKeyIsRefused() {
        assertThatThrownBy(() -> MemberNames.of(List.of(object("a", "1"), object("../b", "1"))))
                .isInstanceOf(UnsafeKey.class)
                .hasMessage("key is '../b', expected no component '..'");
    }

    @Test
    void theSameObjectTwiceIsRefused() {
        assertThatThrownBy(() -> MemberNames.of(List.of(object("a", "1"), object("a", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("object is 'b/a/1' twice, expected each id once");
    }

    @Test
    void ofTwoVersionsOfAKeyTheFirstKeepsItsNameAndTheSecondHasItsIdAsASuffix() {
        assertThat(keysById(MemberNames.of(List.of(object("a.txt", "2"), object("a.txt", "1")))))
                .containsExactly(Map.entry("a.txt", "b/a.txt/1"), Map.entry(suffixed("a.txt", "2"), "b/a.txt/2"));
    }

    @Test
    void keysThatBecomeTheSameNameAreBothKept() {
        assertThat(MemberNames.of(List.of(object("a/b", "1"), object("a//b", "1"), object("a%2fb", "1"))))
                .hasSize(3)
                .containsKey("a/b");
    }

    @Test
    void aFileThatWouldBeADirectoryOfAnotherHasASuffix() {
        assertThat(keysById(MemberNames.of(List.of(object("a", "1"), object("a/b", "1"), object("a/b/c", "1")))))
                .containsExactly(
                        Map.entry("a/b/c", "b/a/b/c/1"),
                        Map.entry("a/b~" + hash("b/a/b/1"), "b/a/b/1"),
                        Map.entry("a~" + hash("b/a/1"), "b/a/1"));
    }

    @Test
    void whoeverIsNamedLikeASuffixKeepsItsNameAndTheSuffixIsAnother() {
        String taken = suffixed("a", "2");
        SortedMap<String, ObjectVersion> names =
                MemberNames.of(List.of(object("a", "1"), object("a", "2"), object(taken, "9")));
        assertThat(keysById(names))
                .hasSize(3)
                .containsEntry("a", "b/a/1")
                .containsEntry(taken, "b/" + taken + "/9")
                .containsEntry("a~" + hash(Sha256.ofText("b/a/2")), "b/a/2");
    }

    @Test
    void aSuffixThatIsADirectoryOfAnotherIsNotTaken() {
        String directory = suffixed("a", "2");
        assertThat(MemberNames.of(List.of(object("a", "1"), object("a", "2"), object(directory + "/x", "9"))))
                .hasSize(3)
                .doesNotContainKey(directory);
    }

    @Test
    void aSuffixCutsOffWholeCharactersWhereTheNameWouldBecomeTooLong() {
        String longest = "é".repeat(512);
        String second = MemberNames.of(List.of(object(longest, "1"), object(longest, "2")))
                .firstKey();
        assertThat(second).startsWith("é".repeat(503) + "~").endsWith(hash("b/" + longest + "/2"));
        assertThat(MemberName.bytes(second)).isEqualTo(1023);
    }

    @Test
    void aSuffixMayCutOffAWholeComponent() {
        String key = "d".repeat(1007) + "/é" + "x".repeat(13);
        SortedMap<String, ObjectVersion> names = MemberNames.of(List.of(object(key, "1"), object(key, "2")));
        assertThat(names.lastKey()).startsWith("d".repeat(1007) + "~");
        assertExtractable(names.keySet());
    }

    @Test
    void theNamesDoNotDependOnTheOrder() {
        Cases.forAll(generator -> {
            List<ObjectVersion> objects = objects(generator);
            SortedMap<String, ObjectVersion> names = MemberNames.of(objects);
            Collections.shuffle(objects, generator.random());
            assertThat(MemberNames.of(objects)).isEqualTo(names);
        });
    }

    @Test
    void everyObjectHasASafeNameOfItsOwnAndNoneIsADirectory() {
        Cases.forAll(generator -> {
            List<ObjectVersion> objects = objects(generator);
            SortedMap<String, ObjectVersion> names = MemberNames.of(objects);
            assertThat(names.values()).containsExactlyInAnyOrderElementsOf(objects);
            assertExtractable(names.keySet());
        });
    }

    private static void assertExtractable(Set<String> names) {
        assertThat(names).allSatisfy(name -> {
            assertThat(MemberName.of(name)).isEqualTo(name);
            assertThat(MemberName.bytes(name)).isLessThanOrEqualTo(1024);
            assertThat(names).noneMatch(other -> other.startsWith(name + "/"));
        });
    }

    /** Few names of few components, so that they collide; among them what the suffix of another would be. */
    private static List<ObjectVersion> objects(Cases generator) {
        Map<String, ObjectVersion> objects = new LinkedHashMap<>();
        for (int i = generator.number(1, 30); i > 0; i--) {
            StringBuilder key = new StringBuilder(generator.random().nextInt(20) == 0 ? "y".repeat(1010) : "");
            for (int parts = generator.number(1, 4); parts > 0; parts--) {
                key.append(List.of("a", "é", "/b", "/a", "//a", "%2fb", "é/")
                        .get(generator.random().nextInt(7)));
            }
            ObjectVersion object = object(key.toString(), String.valueOf(generator.number(1, 4)));
            objects.put(object.id(), object);
            if (generator.random().nextInt(3) == 0) {
                String suffixed =
                        key + "~" + hash(object.id()) + (generator.random().nextBoolean() ? "" : "/z");
                ObjectVersion rival = object(suffixed, "1");
                objects.put(rival.id(), rival);
            }
        }
        objects.values().removeIf(object -> isRefused(object.key()));
        return new ArrayList<>(objects.values());
    }

    private static boolean isRefused(String key) {
        try {
            MemberName.of(key);
            return false;
        } catch (UnsafeKey e) {
            return true;
        }
    }

    private static String suffixed(String key, String version) {
        return key + "~" + hash("b/" + key + "/" + version);
    }

    private static String hash(String text) {
        return Sha256.ofText(text).substring(0, 16);
    }

    private static Map<String, String> keysById(SortedMap<String, ObjectVersion> names) {
        Map<String, String> ids = new LinkedHashMap<>();
        names.forEach((name, object) -> ids.put(name, object.id()));
        return ids;
    }

    private static ObjectVersion object(String key, String version) {
        return new ObjectVersion(
                "b", key, Optional.of(version), Optional.empty(), Optional.empty(), OptionalLong.empty());
    }
}
