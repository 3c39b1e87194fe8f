package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

@ExtendWith(SharedCloud.class)
class CompareAndSetIT {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 50;

    private final List<S3Client> clients = new ArrayList<>();
    private final String bucket = "cas-" + UUID.randomUUID();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

    CompareAndSetIT(LocalCloud cloud) {
        for (int writer = 0; writer < WRITERS; writer++) {
            clients.add(Clients.s3(cloud.endpoint()));
        }
    }

    @BeforeEach
    void createBucket() {
        clients.get(0).createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        clients.forEach(S3Client::close);
    }

    @Test
    void ofSixteenWritersThatWantToBeFirstExactlyOneIs() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "round-" + round;
            List<Boolean> won = race(writer -> () -> createsFirst(clients.get(writer), key, writer));

            assertThat(won).as(key).containsOnlyOnce(true);
            assertThat(clients.get(0)
                            .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asUtf8String())
                    .isEqualTo("writer " + won.indexOf(true));
        }
    }

    private boolean createsFirst(S3Client s3, String key, int writer) {
        return succeeds(() -> s3.putObject(
                request -> request.bucket(bucket).key(key).ifNoneMatch("*"),
                RequestBody.fromString("writer " + writer)));
    }

    @Test
    void noIncrementOfACounterThatSixteenWritersShareIsLost() throws Exception {
        put("counter", "0");
        List<Integer> increments = race(writer -> () -> increments(clients.get(writer)));

        int acknowledged = increments.stream().mapToInt(Integer::intValue).sum();
        assertThat(acknowledged).isEqualTo(WRITERS * ROUNDS / 10);
        assertThat(counter(clients.get(0)).asUtf8String()).isEqualTo(String.valueOf(acknowledged));
    }

    /** Increments until it has succeeded often enough; a lost race is tried again. */
    private int increments(S3Client s3) {
        int done = 0;
        while (done < ROUNDS / 10) {
            ResponseBytes<GetObjectResponse> before = counter(s3);
            String next = String.valueOf(Integer.parseInt(before.asUtf8String()) + 1);
            boolean counted = succeeds(() -> s3.putObject(
                    request -> request.bucket(bucket)
                            .key("counter")
                            .ifMatch(before.response().eTag()),
                    RequestBody.fromString(next)));
            done += counted ? 1 : 0;
        }
        return done;
    }

    @Test
    void aReaderSeesEitherTheOldObjectOrTheNewOne() throws Exception {
        String small = "a".repeat(100_000);
        String large = "b".repeat(300_000);
        put("k", small);
        AtomicBoolean written = new AtomicBoolean();
        List<Boolean> whole = race(client -> () -> client == 0
                ? overwrites(small, large, written)
                : readsOnly(clients.get(client), Set.of(small, large), written));

        assertThat(whole).containsOnly(true);
    }

    private boolean overwrites(String small, String large, AtomicBoolean written) {
        for (int round = 0; round < ROUNDS; round++) {
            put("k", round % 2 == 0 ? large : small);
        }
        written.set(true);
        return true;
    }

    private boolean readsOnly(S3Client s3, Set<String> expected, AtomicBoolean written) {
        boolean whole = true;
        while (!written.get()) {
            String read = s3.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                    .asUtf8String();
            whole &= expected.contains(read);
        }
        return whole;
    }

    private void put(String key, String content) {
        clients.get(0).putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private ResponseBytes<GetObjectResponse> counter(S3Client s3) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key("counter"));
    }

    private static boolean succeeds(Runnable write) {
        try {
            write.run();
            return true;
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isEqualTo(412);
            return false;
        }
    }

    private <T> List<T> race(IntFunction<Callable<T>> writers) throws InterruptedException, ExecutionException {
        List<Callable<T>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            work.add(writers.apply(writer));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(work)) {
            results.add(result.get());
        }
        return results;
    }
}
