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
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Takes objects away that are not valid any more. */
public final class ObjectRemoval {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final Supplier<S3Client> s3;
    private final ObjectListing listing;

    ObjectRemoval(Supplier<S3Client> s3, ObjectListing listing) {
        this.s3 = s3;
        this.listing = listing;
    }

    /**
     * Removes one content of an object. In a versioned bucket it stays below a delete marker. S3 compares and deletes in
     * one go, for which it wants the permission to read as well; a store that only says it is S3 may ignore the condition,
     * so the content is looked at before, and between look and deletion such a store may lose a new one.
     *
     * @param eTag of that content, without quotes
     * @return false when the object has another content by now, or none; also when it was removed by this call, but the
     *     answer got lost and the client has asked again
     * @throws Transient when somebody else is writing it at this moment
     */
    public boolean remove(String bucket, String key, String eTag) {
        String quoted = '"' + eTag + '"';
        if (!quoted.equals(contentOf(bucket, key))) {
            return false;
        }
        try {
            s3.get().deleteObject(delete -> delete.bucket(bucket).key(key).ifMatch(quoted));
            return true;
        } catch (S3Exception e) {
            if ("NoSuchKey".equals(code(e)) || e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            if (e.statusCode() == CONFLICT) {
                throw new Transient("object " + key + " is being written while it was to be removed", e);
            }
            throw e;
        }
    }

    /** The ETag in quotes; empty when there is no such object. */
    private String contentOf(String bucket, String key) {
        try {
            return s3.get().headObject(head -> head.bucket(bucket).key(key)).eTag();
        } catch (NoSuchKeyException e) {
            // Beware: an answer to a look has no body, and this is also said where there is no such bucket.
            s3.get().headBucket(head -> head.bucket(bucket));
            return "";
        }
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
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
        List<String> stale = listing.list(list)
                .filter(object -> object.at().isBefore(writtenBefore))
                .map(ListedObject::key)
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
