package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Written;
import routes.lake.Spool;
import routes.policy.Transient;

/** Many writers of one key, each with its own content, on the wire. */
class ObjectStoreRaceIT {
    private static final int WRITERS = 16;
    private static final String KEY = "raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz";

    @TempDir
    Path directory;

    private final TestLake lake = new TestLake();
    private final ObjectStore store = new ObjectStore(lake.clients()::s3);

    @AfterEach
    void close() {
        lake.close();
    }

    private Optional<Written> write(String content, CyclicBarrier start) throws Exception {
        try (Spool spool = new Spool(1 << 20, directory)) {
            spool.write(content.getBytes(UTF_8));
            start.await();
            return Optional.of(store.put(
                    lake.bucket(),
                    KEY,
                    spool,
                    "application/gzip",
                    Map.of(ObjectStore.CONTENT_SHA256, sha256(content.getBytes(UTF_8)))));
        } catch (Transient lostEveryRace) {
            return Optional.empty();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @RepeatedTest(3)
    void oneOfSixteenCreatesTheObjectAndNobodyReplacesWhatHeHasNotSeen() throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Callable<Optional<Written>>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String content = "content of writer " + writer;
            writers.add(() -> write(content, start));
        }
        List<Written> told = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (var answer : threads.invokeAll(writers)) {
                answer.get().ifPresent(told::add);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Collections.frequency(told, Written.CREATED)).isEqualTo(1);
        assertThat(lake.clients()
                        .s3()
                        .listObjectVersions(list -> list.bucket(lake.bucket()))
                        .versions())
                .as("a version for each write that was told, and no other")
                .hasSize(1 + Collections.frequency(told, Written.CHANGED));
        assertThat(lake.head(KEY).metadata()).containsEntry(ObjectStore.CONTENT_SHA256, sha256(lake.object(KEY)));
    }
}
