package routes.lake;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One content of one object. Two with the same {@link #id} are the same content of the same object, however often S3 told
 * of it.
 *
 * @param bucket name of the bucket
 * @param key of the object, as it is: it comes from outside
 * @param version its version id; none in a bucket without versions, where S3 writes {@code null}
 * @param eTag of the content, without quotes
 * @param sequencer of the event, in lower case and without leading zeros
 * @param size in bytes, where the event tells it
 */
public record ObjectVersion(
        String bucket,
        String key,
        Optional<String> version,
        Optional<String> eTag,
        Optional<String> sequencer,
        OptionalLong size) {

    public ObjectVersion {
        version = present(version).filter(id -> !id.equals("null"));
        eTag = present(eTag);
        sequencer = present(sequencer).map(ObjectVersion::normalised);
        if (bucket.isBlank() || key.isEmpty()) {
            throw new UnreadableEvent("bucket is '" + shown(bucket) + "', key '" + shown(key) + "', expected both");
        }
        if (version.isEmpty() && sequencer.isEmpty() && eTag.isEmpty()) {
            throw new UnreadableEvent("object '" + shown(key) + "' has no version, sequencer or ETag, expected one");
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new UnreadableEvent("size is " + size.getAsLong() + ", expected a number of bytes");
        }
    }

    /**
     * What an event tells of.
     *
     * @throws UnreadableEvent when nothing in it tells this content from others of the same key
     * @throws IllegalArgumentException for an event that tells of no new content
     */
    public static ObjectVersion of(S3Event event) {
        if (event.kind() != S3Event.Kind.CREATED) {
            throw new IllegalArgumentException("kind is " + event.kind() + ", expected CREATED");
        }
        return new ObjectVersion(
                event.bucket(), event.key(), event.versionId(), event.eTag(), event.sequencer(), event.size());
    }

    /** {@code bucket/key/version}; where there is no version, its sequencer stands there, else its ETag. */
    public String id() {
        return bucket + "/" + key + "/"
                + version.or(() -> sequencer).or(() -> eTag).orElseThrow();
    }

    private static Optional<String> present(Optional<String> text) {
        return text.filter(characters -> !characters.isBlank());
    }

    /** S3 pads the same number to different lengths, and other stores write it in capitals. */
    private static String normalised(String sequencer) {
        return sequencer.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    }

    private static String shown(String text) {
        return Names.oneLine(text, 60);
    }
}
