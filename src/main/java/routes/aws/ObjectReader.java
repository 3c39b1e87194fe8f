package routes.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.ObjectVersion;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads exactly the content that an event told of: by its version, else on the condition that the ETag is still the
 * event's (which is compared, never taken for an MD5). A read that breaks off goes on where it stopped.
 */
public final class ObjectReader {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectReader.class);
    private static final int RESUMES = 4;

    private final Supplier<S3Client> s3;
    private final Supplier<Optional<DirectGet>> direct;
    private final Supplier<Optional<DirectList>> directList;

    public ObjectReader(Supplier<S3Client> s3) {
        this(s3, Optional::empty, Optional::empty);
    }

    /**
     * @param direct asked first; whatever it does not get goes the way of the client
     * @param directList the same for what is listed
     */
    public ObjectReader(
            Supplier<S3Client> s3, Supplier<Optional<DirectGet>> direct, Supplier<Optional<DirectList>> directList) {
        this.s3 = s3;
        this.direct = direct;
        this.directList = directList;
    }

    /** Reads small objects whole, as they are now. */
    public SmallObjects small() {
        return new SmallObjects(s3, direct);
    }

    /** Tells which objects there are. */
    public ObjectListing listing() {
        return new ObjectListing(s3, directList);
    }

    /** What came of the wish to read an object. */
    public sealed interface Opened {}

    /**
     * It is being read.
     *
     * @param size in bytes
     * @param content to be closed by the reader; broken reads are taken up again within it
     */
    public record Content(long size, InputStream content) implements Opened {}

    /** A later write has replaced it, whose own event follows. */
    public record Superseded() implements Opened {}

    /**
     * It can never be read.
     *
     * @param reason one line
     */
    public record Gone(String reason) implements Opened {}

    /**
     * Opens an object.
     *
     * @throws SdkException for every failure that may pass
     */
    public Opened open(ObjectVersion object) {
        try {
            DirectGet.Sent sent = get(request(object, 0));
            long size = sent.length();
            if (object.size().isPresent() && object.size().getAsLong() != size) {
                sent.content().abort();
                return new Gone("object has " + size + " bytes, expected "
                        + object.size().getAsLong() + " as its event says");
            }
            return new Content(size, new Resuming(object, sent.content(), size));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 412 -> new Superseded();
                case 404, 405 -> new Gone("object is not there (any more)");
                case 400 -> new Gone("object was refused by S3: " + code(e));
                default -> {
                    if ("InvalidObjectState".equals(code(e))) {
                        yield new Gone("object is in an archive class of S3 and would have to be restored first");
                    }
                    throw e;
                }
            };
        }
    }

    /**
     * Copies an object.
     *
     * @throws ReplacedObject when another content has taken its place, or none
     * @throws SdkException for every failure that may pass
     */
    public void copy(ObjectVersion object, OutputStream into) throws IOException {
        if (!(open(object) instanceof Content whole)) {
            throw new ReplacedObject(object.key());
        }
        try (InputStream content = whole.content()) {
            content.transferTo(into);
        }
    }

    private DirectGet.Sent get(GetObjectRequest request) {
        return direct.get()
                .flatMap(first -> first.get(request))
                .orElseGet(() -> DirectGet.Sent.of(s3.get().getObject(request)));
    }

    private static GetObjectRequest request(ObjectVersion object, long from) {
        GetObjectRequest.Builder get =
                GetObjectRequest.builder().bucket(object.bucket()).key(object.key());
        object.version().ifPresent(get::versionId);
        if (object.version().isEmpty()) {
            object.eTag().ifPresent(eTag -> get.ifMatch('"' + eTag + '"'));
        }
        return from == 0 ? get.build() : get.range("bytes=" + from + "-").build();
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null
                ? "status " + e.statusCode()
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    /** The bytes of one object; a connection that breaks is replaced by one that begins behind the last byte read. */
    private final class Resuming extends InputStream {
        private final ObjectVersion object;
        private final long size;
        private AbortableInputStream stream;
        private long read;
        private int resumes;

        Resuming(ObjectVersion object, AbortableInputStream stream, long size) {
            this.object = object;
            this.stream = stream;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            while (true) {
                try {
                    int some = stream.read(bytes, offset, count);
                    if (some < 0 && read < size) {
                        throw new IOException("object ended after " + read + " of " + size + " bytes");
                    }
                    read += Math.max(0, some);
                    return some;
                } catch (IOException | SdkException e) {
                    resume(e);
                }
            }
        }

        private void resume(Exception broken) {
            stream.abort();
            resumes++;
            if (resumes > RESUMES) {
                throw new Transient(
                        "object broke off " + resumes + " times, last after " + read + " of " + size + " bytes",
                        broken);
            }
            LOG.atWarn()
                    .addKeyValue("attempt", resumes)
                    .log("read of an object broke off after {} of {} bytes, it goes on there", read, size);
            try {
                stream = get(request(object, read)).content();
            } catch (S3Exception e) {
                throw new Transient("object could not be read on: " + code(e), e);
            }
        }

        @Override
        public void close() {
            if (read < size) {
                // Closing would read the rest of the object first.
                stream.abort();
            } else {
                try {
                    stream.close();
                } catch (IOException e) {
                    LOG.debug("connection of an object that was read whole did not close", e);
                }
            }
        }
    }
}
