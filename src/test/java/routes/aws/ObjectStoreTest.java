package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.ObjectStore.Written;
import routes.lake.Spool;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a write does to what others have written. */
class ObjectStoreTest {
    private static final String KEY = "raw/page=000001.json.gz";

    @TempDir
    Path directory;

    private final MemoryS3 s3 = new MemoryS3();
    private final ObjectStore store = new ObjectStore(() -> s3);

    private Written put(String content) {
        try (Spool spool = new Spool(1 << 20, directory)) {
            spool.write(content.getBytes(UTF_8));
            return store.put("raw", KEY, spool, "application/gzip", Map.of(ObjectStore.CONTENT_SHA256, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> written() {
        return s3.written().stream()
                .map(stored -> new String(stored.bytes(), UTF_8))
                .toList();
    }

    @Test
    void aWriterWhoIsOvertakenOnANewKeyCreatesNothingButSeesWhatIsThere() {
        s3.beforeNextPut(() -> put("rival"));
        assertThat(put("ours")).isEqualTo(Written.CHANGED);
        assertThat(written()).containsExactly("rival", "ours");
    }

    @Test
    void aWriterWhoIsOvertakenByTheSameContentWritesNothing() {
        s3.beforeNextPut(() -> put("same"));
        assertThat(put("same")).isEqualTo(Written.UNCHANGED);
        assertThat(written()).containsExactly("same");
    }

    @Test
    void aWriterWhoIsOvertakenBetweenLookingAndOverwritingLooksAgain() {
        put("first");
        // Ours: the write of a new key is refused, then comes the look, and before the overwriting comes the rival.
        s3.beforeNextPut(() -> s3.beforeNextPut(() -> put("ours")));
        assertThat(put("ours")).isEqualTo(Written.UNCHANGED);
        assertThat(written()).containsExactly("first", "ours");
    }

    @Test
    void ofManyWritersOfOneKeyOneCreatesItAndEveryWriteIsTold() throws Exception {
        List<Callable<Written>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String content = writer % 2 == 0 ? "even" : "odd";
            writers.add(() -> put(content));
        }
        List<Written> told = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            for (var answer : threads.invokeAll(writers)) {
                told.add(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Collections.frequency(told, Written.CREATED)).isEqualTo(1);
        assertThat(written()).hasSize(1 + Collections.frequency(told, Written.CHANGED));
    }

    @Test
    void whatHasBecomeTooLargeForMemoryIsWrittenWholeFromItsFile() {
        String large = "lake".repeat(1 << 19);
        assertThat(put(large)).isEqualTo(Written.CREATED);
        assertThat(written()).containsExactly(large);
    }

    private Optional<String> replace(Optional<String> seen, String content) {
        try (Spool spool = new Spool(1 << 20, directory)) {
            spool.write(content.getBytes(UTF_8));
            return store.replace("raw", KEY, seen, spool, "application/x", Map.of("group", "g"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aContentTakesThePlaceOfTheOneThatWasSeen() {
        Optional<String> first = replace(Optional.empty(), "one");
        assertThat(first).isPresent();
        assertThat(store.current("raw", KEY).orElseThrow().eTag()).isEqualTo(first);
        Optional<String> second = replace(first, "two");
        assertThat(second).isPresent().isNotEqualTo(first);
        assertThat(written()).containsExactly("one", "two");
        assertThat(s3.written().get(1).request().ifMatch()).isEqualTo('"' + first.orElseThrow() + '"');
        assertThat(s3.written().get(0).request().ifNoneMatch()).isEqualTo("*");
    }

    @Test
    void whoHasSeenAnOlderContentReplacesNothing() {
        Optional<String> first = replace(Optional.empty(), "one");
        replace(first, "two");
        assertThat(replace(first, "three")).isEmpty();
        assertThat(replace(Optional.empty(), "four")).isEmpty();
        assertThat(written()).containsExactly("one", "two");
    }

    @Test
    void whoHasSeenAContentThatIsGoneCreatesNothing() {
        Optional<String> first = replace(Optional.empty(), "one");
        s3.remove(KEY);
        s3.failWrites(
                put -> (RuntimeException) S3Exception.builder().statusCode(404).build());
        assertThat(replace(first, "two")).isEmpty();
    }

    @Test
    void aReplacementThatS3RefusesIsAnErrorAndNoLostRace() {
        for (int status : new int[] {403, 404, 500, 503}) {
            s3.failWrites(put ->
                    (RuntimeException) S3Exception.builder().statusCode(status).build());
            assertThatThrownBy(() -> replace(Optional.empty(), "one")).isInstanceOf(S3Exception.class);
        }
    }
}
