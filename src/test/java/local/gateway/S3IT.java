package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

@ExtendWith(SharedCloud.class)
class S3IT {
    private final S3Client s3;
    private final String bucket = "s3-" + UUID.randomUUID();

    S3IT(LocalCloud cloud) {
        this.s3 = Clients.s3(cloud.endpoint());
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.txt",
                "raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz",
                "with blank, plus + and per%20cent",
                "größe/数据/ключ",
                "a//b/../c?d&e=f#g",
                "quotes'\"<>|{}^`\\"
            })
    void anObjectIsReadBackUnderTheKeyThatItWasGiven(String key) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/gzip"),
                RequestBody.fromString("content"));

        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asUtf8String())
                .isEqualTo("content");
    }

    @Test
    void metadataComeBackAndNoEncodingIsInvented() {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key("k")
                        .contentType("application/gzip")
                        .metadata(Map.of("content-sha256", "abc", "run-id", "r1")),
                RequestBody.fromString("content"));

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("k"));
        assertThat(head.metadata()).containsEntry("content-sha256", "abc").containsEntry("run-id", "r1");
        assertThat(head.contentType()).isEqualTo("application/gzip");
        assertThat(head.contentEncoding()).isNull();
        assertThat(head.contentLength()).isEqualTo(7);
    }

    @Test
    void aLargeObjectPassesThroughAndCanBeReadInPart() {
        byte[] content = new byte[24 * 1024 * 1024];
        new Random(1).nextBytes(content);
        s3.putObject(request -> request.bucket(bucket).key("k"), RequestBody.fromBytes(content));

        assertThat(s3.getObject(request -> request.bucket(bucket).key("k"), ResponseTransformer.toBytes())
                        .asByteArray())
                .isEqualTo(content);
        assertThat(s3.getObject(
                                request -> request.bucket(bucket).key("k").range("bytes=1000-1999"),
                                ResponseTransformer.toBytes())
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(content, 1000, 2000));
    }

    @Test
    void aVersionedBucketKeepsWhatWasOverwrittenAndDeleted() {
        s3.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(status -> status.status(BucketVersioningStatus.ENABLED)));
        String first = put("k", "first");
        String second = put("k", "second");
        s3.deleteObject(request -> request.bucket(bucket).key("k"));

        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key("k")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(List.of(first, second))
                .extracting(version -> s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("k").versionId(version))
                        .asUtf8String())
                .containsExactly("first", "second");
        assertThat(s3.listObjectVersions(request -> request.bucket(bucket)).deleteMarkers())
                .hasSize(1);
    }

    private String put(String key, String content) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content))
                .versionId();
    }

    @Test
    void conditionsThatDoNotHoldAreRefusedAsByS3() {
        put("k", "content");

        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromString("other")))
                .isInstanceOfSatisfying(S3Exception.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(412);
                    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
                });
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("k").ifMatch("\"0123\""),
                        RequestBody.fromString("other")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(412));
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("absent").ifMatch("\"0123\""),
                        RequestBody.fromString("other")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("k").ifMatch("\"0123\"")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(412));
    }

    @Test
    void aCopyIsRefusedWhenItsConditionDoesNotHold() {
        put("from", "content");
        put("to", "other");

        assertThatThrownBy(() -> s3.copyObject(request -> request.sourceBucket(bucket)
                        .sourceKey("from")
                        .destinationBucket(bucket)
                        .destinationKey("to")
                        .ifNoneMatch("*")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(412));
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("from")
                .destinationBucket(bucket)
                .destinationKey("new")
                .ifNoneMatch("*"));
    }

    @Test
    void anUploadInPartsIsCompletedUnderTheSameConditions() {
        put("k", "content");
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("k"))
                .uploadId();
        String tag = s3.uploadPart(
                        request ->
                                request.bucket(bucket).key("k").uploadId(upload).partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(tag).build();

        assertThatThrownBy(() -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("k")
                        .uploadId(upload)
                        .ifNoneMatch("*")
                        .multipartUpload(parts -> parts.parts(part))))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(412));
        s3.completeMultipartUpload(request ->
                request.bucket(bucket).key("k").uploadId(upload).multipartUpload(parts -> parts.parts(part)));
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                        .asUtf8String())
                .isEqualTo("part");
    }

    @Test
    void theChecksumsOfPartsAreToldAndTakenBack() {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("k").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        UploadPartResponse part = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key("k")
                        .uploadId(upload)
                        .partNumber(1)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromString("part"));
        assertThat(part.checksumCRC32()).isNotNull();
        CompletedPart completed = CompletedPart.builder()
                .partNumber(1)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
        s3.completeMultipartUpload(request ->
                request.bucket(bucket).key("k").uploadId(upload).multipartUpload(parts -> parts.parts(completed)));
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                        .asUtf8String())
                .isEqualTo("part");
    }

    @Test
    void aMissingBucketIsNamedAsByS3() {
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket("absent-" + bucket).key("k"), RequestBody.fromString("content")))
                .isInstanceOf(NoSuchBucketException.class);
    }
}
