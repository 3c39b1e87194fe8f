package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The event files of a bucket, as many as one likes: each is made when it is listed or read, of nothing but its number
 * and the {@link EventText}, so that they take no memory. In the order of their keys they are those of four actions, one
 * after the other, each in the order of time. Some are held back until they land: most of these the last of their action,
 * every twentieth at any time.
 */
final class EventLake {
    static final String BUCKET = "lake-events";
    static final String PREFIX = "local/";

    /** What one lake looks like; {@code held} are the numbers of those that land later, in this order. */
    private record Data(EventText text, int[] held, BitSet hidden) {}

    private volatile Data data = new Data(new EventText(0, 1), new int[0], new BitSet());
    private volatile int landed;

    /**
     * From now on there are so many files.
     *
     * @param fresh how many more are held back
     * @param groups whether they belong to one checkpoint or, when it is more than 1, to 27
     */
    synchronized void fill(int files, int fresh, int groups) {
        EventText text = new EventText(files + fresh, groups);
        BitSet hidden = new BitSet();
        int[] held = new int[fresh];
        for (int i = 0; i < fresh; i++) {
            int number = i % 20 == 7 ? Math.floorMod(EventText.mixed(i), files + fresh) : text.last(i);
            while (hidden.get(number)) {
                number = number == 0 ? files + fresh - 1 : number - 1;
            }
            hidden.set(number);
            held[i] = number;
        }
        data = new Data(text, held, hidden);
        landed = 0;
    }

    /** Lets the next so many files land; the numbers of those. */
    synchronized int[] land(int count) {
        Data now = data;
        int[] numbers = Arrays.copyOfRange(now.held, landed, landed + count);
        BitSet hidden = (BitSet) now.hidden.clone();
        for (int number : numbers) {
            hidden.clear(number);
        }
        landed += count;
        data = new Data(now.text, now.held, hidden);
        return numbers;
    }

    boolean holds(String bucket, String keyOrPrefix) {
        return data.text.files() > 0 && bucket.equals(BUCKET) && keyOrPrefix.startsWith(PREFIX);
    }

    EventText text() {
        return data.text;
    }

    boolean isThere(int number) {
        return !data.hidden.get(number);
    }

    /** The object of a key, as it would have been put. */
    StoredObject require(String key) {
        Data now = data;
        int number = number(now.text, key);
        if (number < 0 || now.hidden.get(number)) {
            throw new ServiceException(404, "NoSuchKey", "The specified key does not exist.");
        }
        return new StoredObject(
                now.text.body(number).getBytes(UTF_8),
                '"' + now.text.etag(number) + '"',
                now.text.modified(number),
                Map.of("content-type", "application/json"));
    }

    /** The objects after a key, in the order of their keys. */
    Iterator<Listed> after(String key) {
        Data now = data;
        int found = number(now.text, key);
        return new Iterator<>() {
            private int next = now.hidden.nextClearBit(found < 0 ? -found - 1 : found + 1);

            @Override
            public boolean hasNext() {
                return next < now.text.files();
            }

            @Override
            public Listed next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int number = next;
                next = now.hidden.nextClearBit(number + 1);
                EventText text = now.text;
                return new Listed(
                        text.key(number), text.modified(number), '"' + text.etag(number) + '"', text.length(number));
            }
        };
    }

    /** The number of a key, or as {@link Arrays#binarySearch} says where it would belong. */
    private static int number(EventText text, String key) {
        int low = 0;
        int high = text.files() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = text.key(middle).compareTo(key);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
    }

    /** The message of S3 about a file. */
    String event(int number) {
        EventText text = data.text;
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\","
                + "\"eventTime\":\"" + text.modified(number) + "\",\"eventName\":\"ObjectCreated:Put\","
                + "\"s3\":{\"s3SchemaVersion\":\"1.0\",\"configurationId\":\"events\",\"bucket\":{\"name\":\"" + BUCKET
                + "\",\"arn\":\"arn:aws:s3:::" + BUCKET + "\"},\"object\":{\"key\":\""
                + URLEncoder.encode(text.key(number), UTF_8) + "\",\"size\":" + text.length(number)
                + ",\"eTag\":\"" + text.etag(number) + "\",\"sequencer\":\"" + String.format("%018X", number + 1)
                + "\"}}}]}";
    }

    /** All files that are there, in the order of their events' times and then keys, from where a cursor points to. */
    List<Integer> inTime(int[] cursor, int most) {
        Data now = data;
        List<Integer> numbers = new ArrayList<>(most);
        while (numbers.size() < most) {
            int next = now.text.nextInTime(cursor);
            if (next < 0) {
                return numbers;
            }
            if (!now.hidden.get(next)) {
                numbers.add(next);
            }
        }
        return numbers;
    }
}
