package routes.kamelets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** S3 that takes whatever is put, and keeps it in its order. */
final class Bucket implements S3Client {
    private final List<Put> puts = new CopyOnWriteArrayList<>();

    /** An object as it came. */
    record Put(PutObjectRequest request, byte[] content) {}

    List<Put> puts() {
        return puts;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try {
            puts.add(new Put(request, body.contentStreamProvider().newStream().readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("body of " + request.key() + " cannot be read", e);
        }
        return PutObjectResponse.builder().eTag("e").build();
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return HeadObjectResponse.builder()
                .contentLength((long) content(request.bucket(), request.key()).length)
                .build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        try {
            return transformer.transform(
                    GetObjectResponse.builder().build(),
                    AbortableInputStream.create(new ByteArrayInputStream(content(request.bucket(), request.key()))));
        } catch (Exception e) {
            throw new IllegalStateException(request.key() + " cannot be read", e);
        }
    }

    private byte[] content(String bucket, String key) {
        return puts.stream()
                .filter(put -> put.request().bucket().equals(bucket))
                .filter(put -> put.request().key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        NoSuchKeyException.builder().message("no such key").build())
                .content();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return ListObjectsV2Response.builder().build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}
}
