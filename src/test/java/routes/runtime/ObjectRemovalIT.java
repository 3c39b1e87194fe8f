package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.aws.ObjectRemoval;
import routes.aws.ObjectStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One content of an object is removed, and no other, on the wire. */
class ObjectRemovalIT {
    private static final String KEY = "year=2026/a b+ü.parquet";

    private final TestLake lake = new TestLake();
    private final ObjectRemoval removal = new ObjectStore(lake.clients()::s3).removal();

    @AfterEach
    void close() {
        lake.close();
    }

    private String put(String content) {
        return lake.clients()
                .s3()
                .putObject(put -> put.bucket(lake.bucket()).key(KEY), RequestBody.fromString(content))
                .eTag()
                .replace("\"", "");
    }

    @Test
    void theContentThatWasMeantIsRemovedAndAnotherStays() {
        String first = put("first");
        String second = put("second");
        assertThat(removal.remove(lake.bucket(), KEY, first)).isFalse();
        assertThat(lake.keys()).containsExactly(KEY);
        assertThat(removal.remove(lake.bucket(), KEY, second)).isTrue();
        assertThat(lake.keys()).isEmpty();
        assertThat(removal.remove(lake.bucket(), KEY, second)).isFalse();
    }

    @Test
    void aContentThatComesWhileTheOldOneIsToBeRemovedStays() throws Exception {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to hold calls");
        String first = put("first");
        lake.cloud("POST", "hold", "{\"service\":\"s3\",\"operation\":\"DeleteObject\"}");
        CompletableFuture<Boolean> removed =
                CompletableFuture.supplyAsync(() -> removal.remove(lake.bucket(), KEY, first));
        lake.cloud("GET", "held?wait=10", "");
        put("second");
        lake.cloud("POST", "release", "");
        assertThat(removed.get()).isFalse();
        assertThat(lake.keys()).containsExactly(KEY);
    }

    @Test
    void aBucketThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> removal.remove(lake.name("none"), KEY, "0")).isInstanceOf(S3Exception.class);
    }
}
