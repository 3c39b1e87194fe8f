package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket in memory that keeps its word about conditions; a test may act between a question and the next write. */
public final class MemoryS3 implements S3Client {
    private final Map<String, Stored> objects = new TreeMap<>();
    private final List<Stored> written = new ArrayList<>();
    private final List<GetObjectRequest> reads = new ArrayList<>();
    private Runnable beforeNextPut = () -> {};
    private Function<GetObjectRequest, RuntimeException> readFailures = request -> null;
    private Function<PutObjectRequest, RuntimeException> writeFailures = request -> null;
    private Function<CopyObjectRequest, RuntimeException> copyFailures = request -> null;
    private Function<HeadObjectRequest, RuntimeException> headFailures = request -> null;
    private RuntimeException listFailure;
    private Supplier<RuntimeException> deleteFailure = () -> null;
    private Runnable beforeNextDelete = () -> {};
    private String brokenKey = "";
    private int brokenAfter;
    private int broken;

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

    /** Lets reads fail: the function answers what is thrown, or null. */
    public synchronized void failReads(Function<GetObjectRequest, RuntimeException> failures) {
        readFailures = failures;
    }

    /** Lets so many reads of a key break off after so many bytes. */
    public synchronized void breakReads(String key, int after, int times) {
        brokenKey = key;
        brokenAfter = after;
        broken = times;
    }

    /** Every read that was asked for, in order. */
    public synchronized List<GetObjectRequest> reads() {
        return List.copyOf(reads);
    }

    /** Removes an object as if somebody else had. */
    public synchronized void remove(String key) {
        objects.remove(key);
    }

    /** The bytes under a key. */
    public synchronized byte[] bytes(String key) {
        return objects.get(key).bytes();
    }

    @Override
    public synchronized <T> T getObject(
            GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        reads.add(request);
        RuntimeException failure = readFailures.apply(request);
        if (failure != null) {
            throw failure;
        }
        Stored there = objects.get(request.key());
        if (there == null) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        if (request.ifMatch() != null && !request.ifMatch().equals(there.eTag())) {
            throw (S3Exception) S3Exception.builder().statusCode(412).build();
        }
        String[] range = request.range() == null
                ? new String[] {"0"}
                : request.range().substring("bytes=".length()).split("-");
        int end = range.length == 1 ? there.bytes().length : Integer.parseInt(range[1]) + 1;
        byte[] bytes =
                Arrays.copyOfRange(there.bytes(), Integer.parseInt(range[0]), Math.min(end, there.bytes().length));
        InputStream stream = new ByteArrayInputStream(bytes);
        if (request.key().equals(brokenKey) && broken > 0) {
            broken--;
            stream = new BrokenOff(bytes, brokenAfter);
        }
        try {
            GetObjectResponse response = GetObjectResponse.builder()
                    .contentLength((long) bytes.length)
                    .eTag(there.eTag())
                    .lastModified(there.at())
                    .metadata(there.request().metadata())
                    .build();
            return transformer.transform(response, AbortableInputStream.create(stream));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body whose connection breaks after some bytes. */
    private static final class BrokenOff extends FilterInputStream {
        BrokenOff(byte[] bytes, int after) {
            super(new ByteArrayInputStream(bytes, 0, Math.min(after, bytes.length)));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            if (some < 0) {
                throw new IOException("connection reset");
            }
            return some;
        }
    }

    /** Every write that was accepted, in order. */
    public synchronized List<Stored> written() {
        return List.copyOf(written);
    }

    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Lets writes fail: the function answers what is thrown, or null. */
    public synchronized void failWrites(Function<PutObjectRequest, RuntimeException> failures) {
        writeFailures = failures;
    }

    /** Lets questions about objects fail: the function answers what is thrown, or null. */
    public synchronized void failHeads(Function<HeadObjectRequest, RuntimeException> failures) {
        headFailures = failures;
    }

    /** Lets listings fail; null: no more. */
    public synchronized void failLists(RuntimeException failure) {
        listFailure = failure;
    }

    /** Lets deletions of one object fail: the supplier answers what is thrown, or null. */
    public synchronized void failDeletes(Supplier<RuntimeException> failure) {
        deleteFailure = failure;
    }

    /** Does something once, when the next deletion of one object has come and before it is looked at. */
    public synchronized void beforeNextDelete(Runnable action) {
        beforeNextDelete = action;
    }

    /** Lets copies fail: the function answers what is thrown, or null. */
    public synchronized void failCopies(Function<CopyObjectRequest, RuntimeException> failures) {
        copyFailures = failures;
    }

    /** Copies within the bucket; an ETag stays with its content. */
    @Override
    public synchronized CopyObjectResponse copyObject(CopyObjectRequest request) {
        RuntimeException failure = copyFailures.apply(request);
        if (failure != null) {
            throw failure;
        }
        Stored there = objects.get(request.sourceKey());
        if (there == null || !there.eTag().equals(request.copySourceIfMatch())) {
            throw (RuntimeException) S3Exception.builder()
                    .statusCode(there == null ? 404 : 412)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(there == null ? "NoSuchKey" : "PreconditionFailed")
                            .build())
                    .build();
        }
        PutObjectRequest copy = PutObjectRequest.builder()
                .bucket(request.destinationBucket())
                .key(request.destinationKey())
                .metadata(there.request().metadata())
                .build();
        objects.put(request.destinationKey(), new Stored(copy, there.bytes(), there.eTag(), Instant.now()));
        return CopyObjectResponse.builder().build();
    }

    private synchronized Runnable nextAction() {
        Runnable action = beforeNextPut;
        beforeNextPut = () -> {};
        return action;
    }

    /** The action before it may wait for others who read and write. */
    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        nextAction().run();
        return store(request, body);
    }

    private synchronized PutObjectResponse store(PutObjectRequest request, RequestBody body) {
        RuntimeException failure = writeFailures.apply(request);
        if (failure != null) {
            throw failure;
        }
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

    /** As if every bucket were there. */
    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    @Override
    public synchronized HeadObjectResponse headObject(HeadObjectRequest request) {
        RuntimeException failure = headFailures.apply(request);
        if (failure != null) {
            throw failure;
        }
        Stored there = objects.get(request.key());
        if (there == null) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        return HeadObjectResponse.builder()
                .eTag(there.eTag())
                .contentLength((long) there.bytes().length)
                .metadata(there.request().metadata())
                .build();
    }

    @Override
    public synchronized ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        if (listFailure != null) {
            throw listFailure;
        }
        List<S3Object> found = new ArrayList<>();
        objects.forEach((key, stored) -> {
            String after = request.startAfter() == null ? "" : request.startAfter();
            if (key.startsWith(request.prefix()) && key.compareTo(after) > 0) {
                found.add(S3Object.builder()
                        .key(key)
                        .eTag(stored.eTag())
                        .size((long) stored.bytes().length)
                        .lastModified(stored.at())
                        .build());
            }
        });
        return ListObjectsV2Response.builder()
                .contents(found)
                .isTruncated(false)
                .build();
    }

    /** As of a bucket without versions: each object has one, which is none. */
    @Override
    public synchronized ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        List<ObjectVersion> found = new ArrayList<>();
        objects.forEach((key, stored) -> {
            if (key.startsWith(request.prefix())) {
                found.add(ObjectVersion.builder()
                        .key(key)
                        .versionId("null")
                        .lastModified(stored.at())
                        .size((long) stored.bytes().length)
                        .isLatest(true)
                        .build());
            }
        });
        return ListObjectVersionsResponse.builder()
                .versions(found)
                .isTruncated(false)
                .build();
    }

    @Override
    public synchronized DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        Runnable action = beforeNextDelete;
        beforeNextDelete = () -> {};
        action.run();
        RuntimeException failure = deleteFailure.get();
        if (failure != null) {
            throw failure;
        }
        Stored there = objects.get(request.key());
        if (request.ifMatch() != null && there == null) {
            throw NoSuchKeyException.builder()
                    .statusCode(404)
                    .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode("NoSuchKey").build())
                    .build();
        }
        if (request.ifMatch() != null && !request.ifMatch().equals(there.eTag())) {
            throw (S3Exception) S3Exception.builder().statusCode(412).build();
        }
        objects.remove(request.key());
        return DeleteObjectResponse.builder().build();
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
