package routes.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket in memory that keeps its word about conditions; a test may act between a question and the next write. */
public final class MemoryS3 implements S3Client {
    private final Map<String, Stored> objects = new TreeMap<>();
    private final List<Stored> written = new ArrayList<>();
    private Runnable beforeNextPut = () -> {};

    /**
     * What was written.
     *
     * @param request as it came, conditions included
     * @param eTag differs with each write
     */
    public record Stored(PutObjectRequest request, byte[] bytes, String eTag, Instant at) {}

    /** Does something once, when the next write has come and before it is looked at. */
    public synchronized void beforeNextPut(Runnable action) {
        beforeNextPut = action;
    }

    /** Every write that was accepted, in order. */
    public synchronized List<Stored> written() {
        return List.copyOf(written);
    }

    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        Runnable action = beforeNextPut;
        beforeNextPut = () -> {};
        action.run();
        Stored there = objects.get(request.key());
        boolean mayCreate = request.ifNoneMatch() == null || there == null;
        boolean mayReplace =
                request.ifMatch() == null || there != null && request.ifMatch().equals(there.eTag());
        if (!mayCreate || !mayReplace) {
            throw (S3Exception) S3Exception.builder()
                    .statusCode(412)
                    .message("PreconditionFailed")
                    .build();
        }
        Stored stored = new Stored(request, bytes(body), "\"" + written.size() + "\"", Instant.now());
        objects.put(request.key(), stored);
        written.add(stored);
        return PutObjectResponse.builder().eTag(stored.eTag()).build();
    }

    @Override
    public synchronized HeadObjectResponse headObject(HeadObjectRequest request) {
        Stored there = objects.get(request.key());
        if (there == null) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        return HeadObjectResponse.builder()
                .eTag(there.eTag())
                .metadata(there.request().metadata())
                .build();
    }

    @Override
    public synchronized ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        List<S3Object> found = new ArrayList<>();
        objects.forEach((key, stored) -> {
            if (key.startsWith(request.prefix()) && key.compareTo(request.startAfter()) > 0) {
                found.add(S3Object.builder().key(key).lastModified(stored.at()).build());
            }
        });
        return ListObjectsV2Response.builder()
                .contents(found)
                .isTruncated(false)
                .build();
    }

    @Override
    public synchronized DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        request.delete().objects().forEach(object -> objects.remove(object.key()));
        return DeleteObjectsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static byte[] bytes(RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
