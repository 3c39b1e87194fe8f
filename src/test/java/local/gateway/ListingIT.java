package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A listing shows what can be read. */
@ExtendWith(SharedCloud.class)
class ListingIT {
    private static final String AWKWARD = "a/größe + 1&2<3";

    private final S3Client s3;
    private final String bucket = "listing-" + UUID.randomUUID();

    ListingIT(LocalCloud cloud) {
        this.s3 = Clients.s3(cloud.endpoint());
    }

    @BeforeEach
    void fillABucketWithVersions() {
        s3.createBucket(create -> create.bucket(bucket));
        s3.putBucketVersioning(
                put -> put.bucket(bucket).versioningConfiguration(versioning -> versioning.status("Enabled")));
        List.of("a/1", "a/2", AWKWARD).forEach(this::put);
    }

    private String put(String key) {
        return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(key))
                .versionId();
    }

    private List<String> keys() {
        ListObjectsV2Response listing = s3.listObjectsV2(list -> list.bucket(bucket));
        assertThat(listing.keyCount()).isEqualTo(listing.contents().size());
        return listing.contents().stream().map(S3Object::key).toList();
    }

    @Test
    void anObjectBelowADeleteMarkerIsNotListedUntilItIsWrittenAgain() {
        s3.deleteObject(delete -> delete.bucket(bucket).key("a/1"));
        assertThat(keys()).containsExactly("a/2", AWKWARD);
        put("a/1");
        assertThat(keys()).containsExactly("a/1", "a/2", AWKWARD);
    }

    @Test
    void objectsThatAreDeletedTogetherAreNotListed() {
        List<ObjectIdentifier> both = List.of(
                ObjectIdentifier.builder().key("a/2").build(),
                ObjectIdentifier.builder().key(AWKWARD).build());
        s3.deleteObjects(delete -> delete.bucket(bucket).delete(some -> some.objects(both)));
        assertThat(keys()).containsExactly("a/1");
    }

    @Test
    void anObjectWhoseDeleteMarkerIsDeletedIsListedAgain() {
        String marker =
                s3.deleteObject(delete -> delete.bucket(bucket).key("a/1")).versionId();
        assertThat(keys()).doesNotContain("a/1");
        s3.deleteObject(delete -> delete.bucket(bucket).key("a/1").versionId(marker));
        assertThat(keys()).contains("a/1");
    }

    @Test
    void whereADeleteMarkerIsAnObjectMayBeCreatedOnce() {
        s3.deleteObject(delete -> delete.bucket(bucket).key("a/1"));
        s3.putObject(put -> put.bucket(bucket).key("a/1").ifNoneMatch("*"), RequestBody.fromString("new"));
        assertThat(keys()).contains("a/1");
        assertThatThrownBy(() -> s3.putObject(
                        put -> put.bucket(bucket).key("a/1").ifNoneMatch("*"), RequestBody.fromString("newer")))
                .hasMessageContaining("412");
    }
}
