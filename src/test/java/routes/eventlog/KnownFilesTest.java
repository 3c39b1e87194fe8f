package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import routes.Cases;

class KnownFilesTest {
    private static final byte[] ETAG = "e".getBytes(UTF_8);

    private static byte[] key(int number) {
        return ("prod/log-" + number).getBytes(UTF_8);
    }

    @Test
    void everyFileThatWasAddedIsKnownAndNoOther() {
        Cases.forAll(cases -> {
            int most = cases.number(0, 300);
            KnownFiles files = new KnownFiles(most, cases.random().nextLong());
            Set<String> added = new HashSet<>();
            for (int i = 0; i < most; i++) {
                String key = cases.text(20);
                String eTag = cases.hexadecimal(3);
                files.add(key.getBytes(UTF_8), eTag.getBytes(UTF_8));
                added.add(key + "\n\n" + eTag);
            }
            for (String one : added) {
                String[] parts = one.split("\n\n(?=[0-9a-fA-F]+$)");
                assertThat(files.meet(parts[0].getBytes(UTF_8), parts[1].getBytes(UTF_8)))
                        .isTrue();
                assertThat(files.meet(parts[0].getBytes(UTF_8), "other".getBytes(UTF_8)))
                        .isFalse();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(files.meet(key(i), ETAG)).isFalse();
            }
        });
    }

    @Test
    void anotherContentOfTheSameFileIsAnother() {
        KnownFiles files = new KnownFiles(2, 1);
        files.add(key(1), ETAG);
        assertThat(files.meet(key(1), "f".getBytes(UTF_8))).isFalse();
        assertThat(files.meet(key(1), "".getBytes(UTF_8))).isFalse();
    }

    @Test
    void whereAKeyEndsAndAnETagBeginsMakesADifference() {
        KnownFiles files = new KnownFiles(2, 1);
        files.add("ab".getBytes(UTF_8), "c".getBytes(UTF_8));
        assertThat(files.meet("a".getBytes(UTF_8), "bc".getBytes(UTF_8))).isFalse();
        assertThat(files.meet("abc".getBytes(UTF_8), new byte[0])).isFalse();
    }

    @Test
    void aFileIsMissedUntilItIsMetInWhateverContent() {
        KnownFiles files = new KnownFiles(10, 4);
        files.add(key(1), ETAG);
        files.add(key(2), ETAG);
        assertThat(files.meet(key(2), "f".getBytes(UTF_8))).isFalse();
        files.meet(key(3), ETAG);
        assertThat(files.isMissed(key(1))).isTrue();
        assertThat(files.isMissed(key(2))).isFalse();
        assertThat(files.isMissed(key(3))).as("it came later").isFalse();
    }

    @Test
    void twoContentsOfOneFileAreSeenAndTheSameOneTwiceIsNot() {
        Cases.forAll(cases -> {
            KnownFiles files = new KnownFiles(200, cases.random().nextLong());
            for (int i = 0; i < 100; i++) {
                assertThat(files.add(key(i), ETAG)).isFalse();
                assertThat(files.add(key(i), ETAG)).isFalse();
            }
            int one = cases.number(0, 99);
            assertThat(files.add(key(one), "f".getBytes(UTF_8))).isTrue();
            assertThat(files.meet(key(one), ETAG)).isTrue();
            assertThat(files.meet(key(one), "f".getBytes(UTF_8))).isTrue();
            assertThat(files.isMissed(key(one))).isFalse();
        });
    }

    @Test
    void moreFilesThanWereSaidAreForgottenAndNotMistaken() {
        KnownFiles files = new KnownFiles(0, 4);
        for (int i = 0; i < 1000; i++) {
            files.add(key(i), ETAG);
        }
        long known = java.util.stream.IntStream.range(0, 1000)
                .filter(i -> files.meet(key(i), ETAG))
                .count();
        assertThat(known).isBetween(1L, 16L);
        assertThat(files.meet(key(1000), ETAG)).isFalse();
    }

    @Test
    void aMillionFilesAreAllKnownAndNoneOfAnotherMillionIs() {
        int most = 1_000_000;
        KnownFiles files = new KnownFiles(most, 99);
        for (int i = 0; i < most; i++) {
            files.add(key(i), ETAG);
        }
        int lost = 0;
        int mistaken = 0;
        for (int i = 0; i < most; i++) {
            lost += files.meet(key(i), ETAG) ? 0 : 1;
            mistaken += files.meet(key(most + i), ETAG) ? 1 : 0;
        }
        assertThat(lost).isZero();
        assertThat(mistaken).isZero();
    }
}
