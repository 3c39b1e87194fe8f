package routes.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import routes.lake.GzipFile;
import routes.lake.Sha256;
import routes.lake.Spool;
import routes.policy.Poison;

/**
 * Reads a response once, as a stream: the same pass checks that it is JSON, counts its records, hashes it and compresses
 * it into a spool. Memory does not grow with the body.
 */
final class PageReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonPointer HAS_MORE = JsonPointer.compile("/has_more");
    private static final int IN_MEMORY = 1 << 20;

    private final long maxBytes;
    private final Path spoolDirectory;

    PageReader(long maxBytes, Path spoolDirectory) {
        this.maxBytes = maxBytes;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * @param recordPointers where the records may be; the first array that is found counts
     * @throws Poison for what is no JSON, has no records array, or is too long
     * @throws IOException when the body breaks off
     */
    Page read(InputStream body, List<JsonPointer> recordPointers) throws IOException {
        Spool spool = new Spool(IN_MEMORY, spoolDirectory);
        boolean done = false;
        try (GzipFile gzip = new GzipFile(spool);
                Tee tee = new Tee(body, gzip);
                JsonParser parser = JSON.createParser(tee)) {
            long records = -1;
            Optional<Boolean> hasMore = Optional.empty();
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new Poison("response is empty, expected JSON");
            }
            boolean ended = false;
            for (; token != null; token = parser.nextToken()) {
                if (ended) {
                    throw new Poison("response holds more than one JSON value");
                }
                if (token == JsonToken.START_ARRAY && records < 0 && recordPointers.contains(here(parser))) {
                    records = countElements(parser);
                } else if ((token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_TRUE)
                        && HAS_MORE.equals(here(parser))) {
                    hasMore = Optional.of(token == JsonToken.VALUE_TRUE);
                }
                ended = parser.getParsingContext().inRoot();
            }
            if (records < 0) {
                throw new Poison("response has no array of records at any of " + recordPointers);
            }
            gzip.finish();
            done = true;
            return new Page(spool, Sha256.hex(tee.hash.digest()), tee.length, records, hasMore);
        } catch (StreamConstraintsException e) {
            throw new Poison("response nests too deep, or has a name or a number that is too long");
        } catch (JsonProcessingException e) {
            // Without the parser's own words: they quote the body.
            throw new Poison("response is not JSON" + where(e.getLocation()));
        } catch (CharConversionException e) {
            // Although it is an I/O error: these bytes will be no text at the next try either.
            throw new Poison("response is not JSON: its bytes are no text");
        } finally {
            if (!done) {
                spool.close();
            }
        }
    }

    /** In UTF-16 and UTF-32 the parser counts no bytes. */
    private static String where(@Nullable JsonLocation location) {
        return location == null || location.getByteOffset() < 0 ? "" : ", at byte " + location.getByteOffset();
    }

    private static JsonPointer here(JsonParser parser) {
        var context = parser.getParsingContext();
        // At the start of an array the context is the array's own.
        return (parser.currentToken() == JsonToken.START_ARRAY ? context.getParent() : context).pathAsPointer();
    }

    private static long countElements(JsonParser parser) throws IOException {
        long count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            count++;
        }
        return count;
    }

    /** Everything that is read here goes into the hash and the gzip file too, up to the limit. */
    private final class Tee extends FilterInputStream {
        private final MessageDigest hash = Sha256.digest();
        private final GzipFile gzip;
        private long length;

        Tee(InputStream body, GzipFile gzip) {
            super(body);
            this.gzip = gzip;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            if (read > 0) {
                length += read;
                if (length > maxBytes) {
                    throw new Poison("response is longer than " + maxBytes + " bytes");
                }
                hash.update(bytes, offset, read);
                gzip.write(bytes, offset, read);
            }
            return read;
        }
    }
}
