package routes.aws;

import java.time.Instant;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object as S3 lists it.
 *
 * @param key of the object
 * @param eTag of its content, without quotes
 * @param size in bytes
 * @param modified when it was written, as S3 says it
 */
record ListedObject(String key, String eTag, long size, String modified) {
    ListedObject {
        if (key.isEmpty() || eTag.isEmpty() || size < 0 || modified.isEmpty()) {
            throw new IllegalArgumentException("listed object has a key of " + key.length() + " characters, an ETag of "
                    + eTag.length() + ", size " + size + " and time '" + modified + "', expected all of them");
        }
        eTag = eTag.replace("\"", "");
    }

    static ListedObject of(S3Object object) {
        return new ListedObject(
                object.key(),
                object.eTag(),
                object.size(),
                object.lastModified().toString());
    }

    /** When it was written. */
    Instant at() {
        return Instant.parse(modified);
    }
}
