package routes.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Copies objects within S3, without reading them. */
public final class ObjectCopies {
    private static final int PRECONDITION_FAILED = 412;

    private final Supplier<S3Client> s3;

    public ObjectCopies(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    /**
     * Copies one content of an object, with its metadata.
     *
     * @param eTag of that content, without quotes
     * @return false when the object has another content by now, or is gone
     */
    public boolean copy(String bucket, String key, String eTag, String toBucket, String toKey) {
        try {
            s3.get()
                    .copyObject(copy -> copy.sourceBucket(bucket)
                            .sourceKey(key)
                            .copySourceIfMatch('"' + eTag + '"')
                            .destinationBucket(toBucket)
                            .destinationKey(toKey)
                            .metadataDirective(MetadataDirective.COPY));
            return true;
        } catch (S3Exception e) {
            // Not found may also be the bucket that it shall go to.
            boolean gone = e.awsErrorDetails() != null
                    && "NoSuchKey".equals(e.awsErrorDetails().errorCode());
            if (gone || e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }
}
