package routes.lake;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a pipeline must find outside before it can work.
 *
 * @param buckets names
 * @param queues that it receives from
 * @param tables of its own
 * @param secrets by name: sets of fields, of which one must be there whole; no set: any text will do
 * @param urls addresses of others, by the setting that names them
 * @param workgroups of Athena, in which it asks
 * @param topics ARNs of those that it tells
 */
public record Contacts(
        List<String> buckets,
        List<Queue> queues,
        List<Table> tables,
        Map<String, List<List<String>>> secrets,
        Map<String, URI> urls,
        List<String> workgroups,
        List<String> topics) {

    /** Of a pipeline that asks nothing of Athena, and tells nobody. */
    public Contacts(
            List<String> buckets,
            List<Queue> queues,
            List<Table> tables,
            Map<String, List<List<String>>> secrets,
            Map<String, URI> urls) {
        this(buckets, queues, tables, secrets, urls, List.of(), List.of());
    }

    /** The same, with topics. */
    public Contacts telling(List<String> arns) {
        return new Contacts(buckets, queues, tables, secrets, urls, workgroups, arns);
    }

    /**
     * A queue; its dead-letter queue stands beside it.
     *
     * @param name of the queue
     * @param receives after which SQS moves a message; empty: one more than those after which the pipelines park
     * @param retention how long it keeps a message; empty: nobody depends on that
     * @param parkedRetention how long its dead-letter queue does
     */
    public record Queue(
            String name, OptionalInt receives, Optional<Retention> retention, Optional<Retention> parkedRetention) {

        /** A queue like any other. */
        public static Queue of(String name) {
            return new Queue(name, OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        /** The same, whose messages may be received so often because to wait costs receives. */
        public Queue patient(int most) {
            return new Queue(name, OptionalInt.of(most), retention, parkedRetention);
        }

        /** The same, which may keep messages no longer than this, nor may its dead-letter queue. */
        public Queue keeping(Retention longest, Retention longestParked) {
            return new Queue(name, receives, Optional.of(longest), Optional.of(longestParked));
        }
    }

    /**
     * The longest time for which a queue may keep a message.
     *
     * @param longest as it is configured
     * @param key of the setting that says so
     * @param because what goes wrong when the queue keeps it for longer
     */
    public record Retention(Duration longest, String key, String because) {}

    /**
     * A table whose keys are all texts.
     *
     * @param name of the table
     * @param keys partition key, and sort key if there is one
     * @param index another way into it; empty: none
     * @param ttl attribute of the time to live; empty: rows stay
     */
    public record Table(String name, List<String> keys, Optional<Index> index, Optional<String> ttl) {}

    /**
     * An index that holds keys alone.
     *
     * @param name of the index
     * @param keys partition key, and sort key if there is one
     */
    public record Index(String name, List<String> keys) {}
}
