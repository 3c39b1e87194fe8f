package local.stubs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the ingest API has taken, by export: counts and hashes of all batches; the records themselves of the exports that
 * were sent to last, as long as they fit into memory.
 */
final class Ingested {
    static final long ROOM = 64L << 20;

    private static final class Batch {
        private int posts;
        private int accepted;
        private int records;
        private long digest;
        private String sha256 = "";
        private byte[] lines = {};
    }

    private static final class Export {
        private final Map<Integer, Batch> batches = new TreeMap<>();
        private int total;
        private int conflicts;
        private boolean kept = true;
        private long bytes;
    }

    private final long room;
    /** The one that was sent to last stands last. */
    private final Map<String, Export> exports = new LinkedHashMap<>();

    private long bytes;

    /** @param room bytes of records that are kept at most */
    Ingested(long room) {
        this.room = room;
    }

    /** Whether the batch would be taken: a number that was taken before has to come with the same bytes. */
    synchronized boolean isConsistent(String export, IngestBatch batch, Digest digest) {
        Export taken = exports.get(export);
        Batch before = taken == null ? null : taken.batches.get(batch.number());
        return (taken == null || taken.total == 0 || taken.total == batch.total())
                && (before == null || before.accepted == 0 || before.sha256.equals(digest.sha256()));
    }

    /** A batch came whole, and was refused. */
    synchronized void refused(String export, int number) {
        batch(export, number).posts++;
    }

    /** A batch came with other bytes than before under its key, or with another total, and was refused. */
    synchronized void conflicted(String export, int number) {
        batch(export, number).posts++;
        exports.get(export).conflicts++;
    }

    synchronized void accepted(String export, IngestBatch came, Digest digest) {
        Batch batch = batch(export, came.number());
        Export taken = exports.get(export);
        batch.posts++;
        if (batch.accepted++ > 0) {
            return;
        }
        taken.total = came.total();
        batch.records = came.records();
        batch.digest = came.digest();
        batch.sha256 = digest.sha256();
        if (taken.kept) {
            batch.lines = came.lines();
            taken.bytes += came.lines().length;
            bytes += came.lines().length;
            makeRoom();
        }
    }

    private Batch batch(String export, int number) {
        Export known = exports.remove(export);
        Export touched = known == null ? new Export() : known;
        exports.put(export, touched);
        return touched.batches.computeIfAbsent(number, any -> new Batch());
    }

    private void makeRoom() {
        for (Export oldest : exports.values()) {
            if (bytes <= room) {
                return;
            }
            oldest.kept = false;
            oldest.batches.values().forEach(batch -> batch.lines = new byte[0]);
            bytes -= oldest.bytes;
            oldest.bytes = 0;
        }
    }

    /** All exports with their counts. */
    synchronized ObjectNode list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        exports.forEach((id, export) -> list.set(id, counts(export)));
        return list;
    }

    /** One export with its counts, and its batches by number. */
    synchronized Optional<ObjectNode> summary(String id) {
        return Optional.ofNullable(exports.get(id)).map(export -> {
            ObjectNode summary = counts(export);
            ObjectNode batches = summary.putObject("batches");
            export.batches.forEach((number, batch) -> batches.putObject(number.toString())
                    .put("posts", batch.posts)
                    .put("accepted", batch.accepted)
                    .put("records", batch.records)
                    .put("sha256", batch.sha256));
            return summary;
        });
    }

    private static ObjectNode counts(Export export) {
        int posts = 0;
        int accepted = 0;
        int repeated = 0;
        long records = 0;
        long digest = 0;
        for (Batch batch : export.batches.values()) {
            posts += batch.posts;
            accepted += Math.min(1, batch.accepted);
            repeated += Math.max(0, batch.posts - 1);
            records += batch.records;
            digest += batch.digest;
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("total_batches", export.total)
                .put("accepted_batches", accepted)
                .put("posts", posts)
                .put("repeated_keys", repeated)
                .put("conflicts", export.conflicts)
                .put("records", records)
                .put("records_digest", digest)
                .put("records_kept", export.kept);
    }

    /** Whether the records of an export can be looked at. */
    synchronized boolean keeps(String id) {
        return exports.containsKey(id) && exports.get(id).kept;
    }

    /** The records of an export as JSON lines, in the order of its batches. */
    synchronized InputStream records(String id) {
        List<InputStream> lines = new ArrayList<>();
        exports.get(id).batches.values().forEach(batch -> lines.add(new ByteArrayInputStream(batch.lines)));
        return new SequenceInputStream(Collections.enumeration(lines));
    }

    synchronized void clear() {
        exports.clear();
        bytes = 0;
    }
}
