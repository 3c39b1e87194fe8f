package routes.aws;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads objects as they are now, each whole and into memory, if it is small. */
public final class SmallObjects {
    private static final int TRIES = 3;

    private final Supplier<S3Client> s3;
    private final Supplier<Optional<DirectGet>> direct;

    /** @param direct asked first; whatever it does not get goes the way of the client */
    public SmallObjects(Supplier<S3Client> s3, Supplier<Optional<DirectGet>> direct) {
        this.s3 = s3;
        this.direct = direct;
    }

    /**
     * An object.
     *
     * @param eTag of its content, without quotes
     * @param modified when it was written, told when it is asked for
     * @param size in bytes
     * @param bytes its content; empty for one that is larger than asked for
     */
    public record Small(String eTag, Supplier<Instant> modified, long size, Optional<byte[]> bytes) {}

    /**
     * Reads an object.
     *
     * @param most a larger one is not read
     * @return empty when there is none
     * @throws SdkException when S3 refuses
     * @throws Transient when it breaks off each time
     */
    public Optional<Small> read(String bucket, String key, int most) {
        GetObjectRequest request =
                GetObjectRequest.builder().bucket(bucket).key(key).build();
        IOException broken = new IOException("not tried");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                Optional<DirectGet.Sent> sent =
                        attempt == 0 ? direct.get().flatMap(first -> first.get(request)) : Optional.empty();
                return Optional.of(read(
                        sent.isPresent()
                                ? sent.get()
                                : DirectGet.Sent.of(s3.get().getObject(request)),
                        most));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (IOException e) {
                broken = e;
            }
        }
        throw new Transient("object broke off " + TRIES + " times", broken);
    }

    private static Small read(DirectGet.Sent sent, int most) throws IOException {
        if (sent.length() > most) {
            sent.content().abort();
            return new Small(sent.eTag(), sent.modified(), sent.length(), Optional.empty());
        }
        try (var content = sent.content()) {
            byte[] bytes = content.readNBytes((int) sent.length());
            if (bytes.length < sent.length()) {
                throw new IOException("object ended after " + bytes.length + " of " + sent.length() + " bytes");
            }
            // The end of the stream is read too, or the connection would not serve again.
            if (content.read() >= 0) {
                throw new IOException("object has more than its " + sent.length() + " bytes");
            }
            return new Small(sent.eTag(), sent.modified(), bytes.length, Optional.of(bytes));
        }
    }
}
