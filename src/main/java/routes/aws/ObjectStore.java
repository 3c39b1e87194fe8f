package routes.aws;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.ObjectVersion;
import routes.lake.Spool;
import routes.policy.Transient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects whose writes are conditional: two writers of one key never undo each other unseen. */
public final class ObjectStore {
    /** Metadata name of the SHA-256 (hex) of what an object means, before compression. */
    public static final String CONTENT_SHA256 = "content-sha256";

    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
    private static final int RACES = 8;
    private static final int OK = 200;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final Supplier<S3Client> s3;
    private final Supplier<Optional<DirectPut>> direct;
    private final Supplier<Optional<DirectList>> directList;

    public ObjectStore(Supplier<S3Client> s3) {
        this(s3, Optional::empty, Optional::empty);
    }

    /**
     * @param direct for contents in memory; whatever it cannot settle goes the way of the client
     * @param directList the same for what is listed
     */
    public ObjectStore(
            Supplier<S3Client> s3, Supplier<Optional<DirectPut>> direct, Supplier<Optional<DirectList>> directList) {
        this.s3 = s3;
        this.direct = direct;
        this.directList = directList;
    }

    /** Copies objects within S3. */
    public ObjectCopies copies() {
        return new ObjectCopies(s3);
    }

    /** Removes objects. */
    public ObjectRemoval removal() {
        return new ObjectRemoval(s3, new ObjectListing(s3, directList));
    }

    /** What a write did. */
    public enum Written {
        CREATED,
        UNCHANGED,
        CHANGED
    }

    /**
     * An object that is there.
     *
     * @param content that it has
     * @param length in bytes
     * @param metadata as its writer gave it
     */
    public record Stored(ObjectVersion content, long length, Map<String, String> metadata) {}

    /**
     * Writes an object unless the same content is there already, told by its {@link #CONTENT_SHA256}. A lost race is
     * looked at anew, so the answer is true at the moment of the write.
     *
     * @param metadata holds {@link #CONTENT_SHA256}
     * @throws Transient when other writers win all the time
     */
    public Written put(String bucket, String key, Spool content, String contentType, Map<String, String> metadata) {
        if (tryPut(put(bucket, key, contentType, metadata).ifNoneMatch("*"), content)) {
            return Written.CREATED;
        }
        for (int race = 0; race < RACES; race++) {
            PutObjectRequest.Builder next = put(bucket, key, contentType, metadata);
            Written written;
            try {
                HeadObjectResponse there =
                        s3.get().headObject(head -> head.bucket(bucket).key(key));
                if (metadata.get(CONTENT_SHA256).equals(there.metadata().get(CONTENT_SHA256))) {
                    return Written.UNCHANGED;
                }
                next.ifMatch(there.eTag());
                written = Written.CHANGED;
            } catch (NoSuchKeyException e) {
                next.ifNoneMatch("*");
                written = Written.CREATED;
            }
            if (tryPut(next, content)) {
                return written;
            }
        }
        throw new Transient(
                "object " + key + " is being written by others, " + RACES + " races lost", (java.time.Duration) null);
    }

    /**
     * Writes an object under a key that has none. A large one is uploaded in parts and appears whole or not at all.
     *
     * @return empty when it was written; otherwise what is there already
     */
    public Optional<Stored> create(
            String bucket, String key, Spool content, String contentType, Map<String, String> metadata) {
        PutObjectRequest.Builder put = put(bucket, key, contentType, metadata).ifNoneMatch("*");
        for (int race = 0; race < RACES; race++) {
            boolean written = content.length() > PartsUpload.PART_BYTES
                    ? new PartsUpload(s3.get()).put(put.build(), content).isPresent()
                    : tryPut(put, content);
            if (written) {
                return Optional.empty();
            }
            try {
                return Optional.of(look(bucket, key));
            } catch (NoSuchKeyException e) {
                LOG.warn("object {} was there and is gone again, it is written anew", key);
            }
        }
        throw new Transient(
                "object " + key + " is being written by others, " + RACES + " races lost", (java.time.Duration) null);
    }

    /**
     * Writes an object in the place of the content that was read, or where there was none.
     *
     * @param seen ETag of that content, without quotes; empty: there was none
     * @return the new ETag, without quotes; empty when somebody else has written meanwhile
     */
    public Optional<String> replace(
            String bucket,
            String key,
            Optional<String> seen,
            Spool content,
            String contentType,
            Map<String, String> metadata) {
        PutObjectRequest.Builder put = put(bucket, key, contentType, metadata);
        seen.ifPresentOrElse(eTag -> put.ifMatch('"' + eTag + '"'), () -> put.ifNoneMatch("*"));
        Optional<String> written = content.length() > PartsUpload.PART_BYTES
                ? new PartsUpload(s3.get()).put(put.build(), content)
                : putWhole(put.build(), content);
        return written.map(eTag -> eTag.replace("\"", ""));
    }

    /** What is known of an object; empty when there is none. */
    public Optional<Stored> find(String bucket, String key) {
        try {
            return Optional.of(look(bucket, key));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The content that a key has now; empty when there is none. */
    public Optional<ObjectVersion> current(String bucket, String key) {
        return find(bucket, key).map(Stored::content);
    }

    /**
     * Opens an object as it is now.
     *
     * @return empty when there is none
     */
    public Optional<InputStream> open(String bucket, String key) {
        try {
            return Optional.of(s3.get().getObject(get -> get.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private static PutObjectRequest.Builder put(
            String bucket, String key, String contentType, Map<String, String> metadata) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .metadata(metadata);
    }

    private boolean tryPut(PutObjectRequest.Builder request, Spool content) {
        // Told in a header, it is checked by S3 and spares the SDK its chunks with a trailer: start and processor time.
        request.checksumCRC32(Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(content.checksum())
                        .array()));
        if (content.isInMemory()) {
            int status = direct.get()
                    .map(put -> put.put(request.build(), content).orElse(0))
                    .orElse(0);
            if (status == OK || status == PRECONDITION_FAILED) {
                return status == OK;
            }
        }
        return putWhole(request.build(), content).isPresent();
    }

    private Optional<String> putWhole(PutObjectRequest put, Spool content) {
        try {
            RequestBody body = RequestBody.fromContentProvider(content::open, content.length(), put.contentType());
            return Optional.of(s3.get().putObject(put, body).eTag());
        } catch (S3Exception e) {
            if (isLost(e, put)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Stored look(String bucket, String key) {
        HeadObjectResponse there =
                s3.get().headObject(head -> head.bucket(bucket).key(key));
        ObjectVersion content = new ObjectVersion(
                bucket,
                key,
                Optional.ofNullable(there.versionId()),
                Optional.ofNullable(there.eTag()).map(tag -> tag.replace("\"", "")),
                Optional.empty(),
                OptionalLong.of(there.contentLength()));
        return new Stored(content, there.contentLength(), there.metadata());
    }

    /** Another writer was faster. With If-Match, S3 answers 404 when the object has gone meanwhile. */
    static boolean isLost(S3Exception e, PutObjectRequest put) {
        return e.statusCode() == PRECONDITION_FAILED
                || e.statusCode() == CONFLICT
                || e.statusCode() == NOT_FOUND && put.ifMatch() != null;
    }
}
