package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class ObjectVersionTest {

    @Test
    void anEventThatTellsNothingOfItsContentIsRefused() {
        assertThatThrownBy(() -> ObjectVersion.of(event("data/a\nb", null, null, null)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessage("object 'data/a b' has no version, sequencer or ETag, expected one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", " "})
    void aVersionThatIsNoneDoesNotTellOneContentFromAnother(String version) {
        assertThatThrownBy(() -> ObjectVersion.of(event("k", version, null, "")))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("no version");
    }

    @ParameterizedTest
    @EnumSource(value = S3Event.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CREATED")
    void anEventOfNoNewContentIsNoObjectVersion(S3Event.Kind kind) {
        assertThatThrownBy(() -> ObjectVersion.of(event("k", "v", "1", "e", kind)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kind is " + kind + ", expected CREATED");
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> new ObjectVersion(
                        "b", "k", Optional.of("v"), Optional.empty(), Optional.empty(), OptionalLong.of(-1)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessage("size is -1, expected a number of bytes");
    }

    @ParameterizedTest
    @CsvSource({"'',k", "b,''"})
    void anObjectWithoutBucketOrKeyIsRefused(String bucket, String key) {
        assertThatThrownBy(() -> new ObjectVersion(
                        bucket, key, Optional.of("v"), Optional.empty(), Optional.empty(), OptionalLong.empty()))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageEndingWith("expected both");
    }

    @Test
    void theVersionComesBeforeTheSequencerAndTheSequencerBeforeTheETag() {
        assertThat(ObjectVersion.of(event("data/k", "3/Lv", "1a", "e")).id()).isEqualTo("b/data/k/3/Lv");
        assertThat(ObjectVersion.of(event("data/k", "null", "1a", "e")).id()).isEqualTo("b/data/k/1a");
        assertThat(ObjectVersion.of(event("data/k", null, null, "e")).id()).isEqualTo("b/data/k/e");
    }

    @Test
    void theSameSequencerInAnotherSpellingIsTheSameContent() {
        assertThat(id("0055AED6DCD90281E5")).isEqualTo(id("55aed6dcd90281e5")).isEqualTo("b/k/55aed6dcd90281e5");
        assertThat(id("000")).isEqualTo("b/k/0");
    }

    @Test
    void eventsThatAreNotOrderedHaveOneIdAndOthersHaveTwo() {
        Cases.forAll(generator -> {
            String one = generator.hexadecimal(4);
            String other = generator.hexadecimal(4);
            assertThat(id(one).equals(id(other))).isEqualTo(S3Event.compareSequencers(one, other) == 0);
        });
    }

    @Test
    void aNewVersionOfTheSameKeyIsNewContent() {
        assertThat(ObjectVersion.of(event("k", "v1", "1", "e")).id())
                .isNotEqualTo(ObjectVersion.of(event("k", "v2", "2", "e")).id());
    }

    private static String id(String sequencer) {
        return ObjectVersion.of(event("k", null, sequencer, "e")).id();
    }

    private static S3Event event(String key, String version, String sequencer, String eTag) {
        return event(key, version, sequencer, eTag, S3Event.Kind.CREATED);
    }

    private static S3Event event(String key, String version, String sequencer, String eTag, S3Event.Kind kind) {
        return new S3Event(
                "b",
                key,
                Optional.ofNullable(version),
                Optional.ofNullable(eTag),
                OptionalLong.of(7),
                Optional.ofNullable(sequencer),
                kind,
                Optional.empty());
    }
}
