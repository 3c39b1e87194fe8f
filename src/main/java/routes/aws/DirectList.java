package routes.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Lists a page of objects by one {@link DirectCall}: the S3 client makes objects of every element of every answer. */
public final class DirectList {
    private static final int OK = 200;
    /** A thousand keys of the longest kind, every byte escaped, need a quarter of it. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private final DirectCall call;

    DirectList(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.call = new DirectCall(region, endpoint, credentials, http);
    }

    /** Asks for a page; empty when the answer is not clearly that page, whatever else it is. */
    Optional<ListedPage> page(ListObjectsV2Request request) {
        Optional<HttpExecuteResponse> answer = call.list(request);
        if (answer.isEmpty() || answer.get().responseBody().isEmpty()) {
            return Optional.empty();
        }
        AbortableInputStream body = answer.get().responseBody().get();
        Optional<ListedPage> page =
                answer.get().httpResponse().statusCode() == OK ? understood(body) : Optional.empty();
        try (body) {
            if (page.isEmpty()) {
                // Where it ends is anybody's guess.
                body.abort();
            }
        } catch (IOException e) {
            // The page was whole without its end.
        }
        return page;
    }

    private static Optional<ListedPage> understood(InputStream body) {
        try {
            return Optional.of(ListingXml.page(new Ending(body)));
        } catch (XMLStreamException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What has not ended by then is none of S3's answers. */
    private static final class Ending extends FilterInputStream {
        private int left = LONGEST_ANSWER;

        Ending(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return taken(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            return taken(read, read);
        }

        private int taken(int result, int bytes) throws IOException {
            left -= Math.max(bytes, 0);
            if (left < 0) {
                throw new IOException("answer goes on after " + LONGEST_ANSWER + " bytes");
            }
            return result;
        }
    }
}
