package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import routes.policy.Transient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Takes objects away that are not valid any more. */
public final class ObjectRemoval {
    private final Supplier<S3Client> s3;

    public ObjectRemoval(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    /**
     * Removes the objects below {@code prefix} whose keys sort behind {@code after} and that were written before
     * {@code writtenBefore}. In a versioned bucket they stay below a delete marker.
     *
     * @return their keys
     */
    public List<String> behind(String bucket, String prefix, String after, Instant writtenBefore) {
        ListObjectsV2Request list = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .startAfter(after)
                .build();
        List<String> stale = s3.get().listObjectsV2Paginator(list).contents().stream()
                .filter(object -> object.lastModified().isBefore(writtenBefore))
                .map(S3Object::key)
                .toList();
        for (int from = 0; from < stale.size(); from += 1000) {
            List<ObjectIdentifier> some = new ArrayList<>();
            stale.subList(from, Math.min(from + 1000, stale.size()))
                    .forEach(key -> some.add(ObjectIdentifier.builder().key(key).build()));
            var answer = s3.get()
                    .deleteObjects(delete -> delete.bucket(bucket)
                            .delete(Delete.builder().objects(some).build()));
            if (!answer.errors().isEmpty()) {
                throw new Transient(
                        answer.errors().size() + " objects below " + prefix + " could not be removed, first: "
                                + answer.errors().get(0).code(),
                        (Duration) null);
            }
        }
        return stale;
    }
}
