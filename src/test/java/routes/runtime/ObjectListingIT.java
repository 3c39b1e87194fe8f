package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static routes.Cases.forAll;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.aws.ObjectListing;
import software.amazon.awssdk.core.sync.RequestBody;

/** What is listed past the S3 client beside what the client lists, with keys of all kinds. */
class ObjectListingIT {
    private static final int PAGE = 1000;

    private final TestLake lake = new TestLake();
    private final ObjectListing past = new ObjectListing(
            () -> {
                throw new AssertionError("the S3 client was asked");
            },
            lake.clients()::directList);
    private final ObjectListing client = new ObjectListing(lake.clients()::s3, Optional::empty);

    @AfterEach
    void close() {
        lake.close();
    }

    private void put(String key) {
        lake.clients().s3().putObject(put -> put.bucket(lake.bucket()).key(key), RequestBody.fromString(key));
    }

    private static String key(Cases cases) {
        // Other stores take neither a folder without a name nor one that is called by dots.
        return "a" + cases.text(12).replace('/', '-').replace('\\', '-') + "/b"
                + cases.text(12).replaceAll("[/\\\\]", "=");
    }

    @Test
    void objectsOfAnyKeyAreListedAsByTheClient() {
        Set<String> keys = new TreeSet<>();
        forAll(cases -> keys.add(key(cases)));
        keys.forEach(this::put);
        assertThat(past.keys(lake.bucket(), "")).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(past.objects(lake.bucket(), "").toList())
                .isEqualTo(client.objects(lake.bucket(), "").toList());
        for (String key : keys) {
            String prefix = key.substring(0, key.indexOf('/'));
            List<String> theirs = client.keys(lake.bucket(), prefix).toList();
            assertThat(past.keys(lake.bucket(), prefix).toList())
                    .as("below '%s'", prefix)
                    .isEqualTo(theirs)
                    .contains(key);
        }
    }

    @Test
    void aBucketOfMorePagesIsListedToItsEnd() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i <= PAGE; i++) {
            keys.add("page +&=%/" + (100_000 + i));
        }
        keys.parallelStream().forEach(this::put);
        assertThat(past.keys(lake.bucket(), "page +")).containsExactlyElementsOf(keys);
    }

    @Test
    void whereNothingIsNothingIsListed() {
        assertThat(past.objects(lake.bucket(), "none/")).isEmpty();
    }
}
