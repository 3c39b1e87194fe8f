package routes.lake;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Something happened to one object. S3 tells it at least once, and in no certain order.
 *
 * @param bucket name of the bucket
 * @param key of the object, decoded and otherwise as it is: it comes from outside
 * @param versionId in a versioned bucket
 * @param eTag of the content, without quotes; a removal has none
 * @param size in bytes; a removal has none
 * @param sequencer hexadecimal, orders the events of one key
 * @param kind what happened
 * @param time when S3 was done with it
 */
public record S3Event(
        String bucket,
        String key,
        Optional<String> versionId,
        Optional<String> eTag,
        OptionalLong size,
        Optional<String> sequencer,
        Kind kind,
        Optional<Instant> time) {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,128}");
    private static final int SHOWN = 60;

    /** What happened to the object. */
    public enum Kind {
        /** There is new content under the key. */
        CREATED,
        /** The content is gone, or hidden by a delete marker. */
        REMOVED,
        /** Neither: a restore, a tag, a change of storage class. */
        OTHER
    }

    public S3Event {
        if (bucket.isBlank() || key.isEmpty()) {
            throw new UnreadableEvent("bucket is '" + shown(bucket) + "', key '" + shown(key) + "', expected both");
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new UnreadableEvent("size is " + size.getAsLong() + ", expected a number of bytes");
        }
        if (sequencer.isPresent() && !HEXADECIMAL.matcher(sequencer.get()).matches()) {
            throw new UnreadableEvent("sequencer is '" + shown(sequencer.get()) + "', expected a hexadecimal number");
        }
    }

    /**
     * Whether this event came after another of the same object. Without a sequencer on both sides nobody can tell, and
     * the answer is no.
     *
     * @throws IllegalArgumentException for another object: sequencers of two keys say nothing about each other
     */
    public boolean isNewerThan(S3Event other) {
        if (!bucket.equals(other.bucket) || !key.equals(other.key)) {
            throw new IllegalArgumentException("events are of two objects, expected one bucket and one key");
        }
        return sequencer.isPresent()
                && other.sequencer.isPresent()
                && compareSequencers(sequencer.get(), other.sequencer.get()) > 0;
    }

    /** The shorter one counts as padded with zeros on its left, and letters in either case are the same digits. */
    static int compareSequencers(String one, String other) {
        int length = Math.max(one.length(), other.length());
        return padded(one, length).compareTo(padded(other, length));
    }

    private static String padded(String sequencer, int length) {
        return "0".repeat(length - sequencer.length()) + sequencer.toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return Names.oneLine(text, SHOWN);
    }
}
