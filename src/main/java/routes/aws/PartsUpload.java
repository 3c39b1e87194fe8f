package routes.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.Spool;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Uploads a file in parts, one after the other. The condition of the request is kept: it is asked when the upload is
 * completed. An upload that fails is aborted; what a process leaves behind that dies is the bucket's lifecycle's to remove.
 */
final class PartsUpload {
    /** Of each part but the last; what is longer than one is uploaded in parts. */
    static final long PART_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PartsUpload.class);
    private static final int MOST_PARTS = 10_000;

    private final S3Client s3;

    PartsUpload(S3Client s3) {
        this.s3 = s3;
    }

    /** Writes the object and answers its ETag; empty when its condition does not hold. */
    Optional<String> put(PutObjectRequest put, Spool content) {
        String upload = s3.createMultipartUpload(create -> create.bucket(put.bucket())
                        .key(put.key())
                        .contentType(put.contentType())
                        .metadata(put.metadata()))
                .uploadId();
        boolean completed = false;
        try {
            List<CompletedPart> parts = parts(put, upload, content);
            var answer = s3.completeMultipartUpload(complete -> complete.bucket(put.bucket())
                    .key(put.key())
                    .uploadId(upload)
                    .ifNoneMatch(put.ifNoneMatch())
                    .ifMatch(put.ifMatch())
                    .multipartUpload(
                            CompletedMultipartUpload.builder().parts(parts).build()));
            completed = true;
            return Optional.of(answer.eTag());
        } catch (S3Exception e) {
            if (ObjectStore.isLost(e, put)) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!completed) {
                abort(put, upload);
            }
        }
    }

    private List<CompletedPart> parts(PutObjectRequest put, String upload, Spool content) {
        long partBytes = Math.max(PART_BYTES, content.length() / MOST_PARTS + 1);
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < content.length(); from += partBytes) {
            long start = from;
            long length = Math.min(partBytes, content.length() - from);
            int number = parts.size() + 1;
            var answer = s3.uploadPart(
                    part -> part.bucket(put.bucket())
                            .key(put.key())
                            .uploadId(upload)
                            .partNumber(number)
                            .contentLength(length),
                    RequestBody.fromContentProvider(
                            () -> from(content, start, length), length, "application/octet-stream"));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumCRC32(answer.checksumCRC32())
                    .build());
        }
        return parts;
    }

    private static InputStream from(Spool content, long start, long length) {
        InputStream stream = content.open();
        try {
            stream.skipNBytes(start);
            return new Part(stream, length);
        } catch (IOException e) {
            throw new UncheckedIOException("spooled bytes cannot be read from " + start, e);
        }
    }

    private void abort(PutObjectRequest put, String upload) {
        try {
            s3.abortMultipartUpload(
                    abort -> abort.bucket(put.bucket()).key(put.key()).uploadId(upload));
        } catch (SdkException e) {
            LOG.warn(
                    "upload in parts of {} could not be aborted: its parts stay until the bucket's lifecycle removes "
                            + "them ({})",
                    put.key(),
                    e.getClass().getSimpleName());
        }
    }

    /** So many bytes of a stream, and then its end. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream stream, long length) {
            super(stream);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int some = super.read(bytes, offset, (int) Math.min(count, left));
            left -= Math.max(0, some);
            return some;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
