package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that happened to an object.
 *
 * @param event the name of the event without {@code s3:}, such as {@code ObjectCreated:Put}
 * @param size bytes, or null for removals
 * @param eTag without quotation marks, or null for removals
 * @param versionId null in buckets without versions
 * @param sequencer grows with every change of the same key
 */
record S3Change(
        String event, S3Address address, Long size, String eTag, String versionId, String sequencer, Instant time) {
    private static final AtomicLong LAST = new AtomicLong(System.currentTimeMillis() << 16);

    static S3Change created(String how, S3Address address, long size, String eTag, String versionId) {
        return new S3Change("ObjectCreated:" + how, address, size, eTag, versionId, next(), now());
    }

    static S3Change removed(S3Address address, boolean markerOnly, String versionId) {
        String how = markerOnly ? "DeleteMarkerCreated" : "Delete";
        return new S3Change("ObjectRemoved:" + how, address, null, null, versionId, next(), now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String next() {
        return "%018X".formatted(LAST.incrementAndGet());
    }

    /** The message that S3 sends to queues and topics. */
    ObjectNode record(String configurationId) {
        ObjectNode object = Tree.object("key", encodedKey());
        putSize(object);
        object.setAll(Tree.object("eTag", eTag, "versionId", versionId, "sequencer", sequencer));
        return Tree.object(
                "eventVersion", "2.1",
                "eventSource", "aws:s3",
                "awsRegion", Aws.REGION,
                "eventTime", time.toString(),
                "eventName", event,
                "userIdentity", Tree.object("principalId", "AWS:LOCAL"),
                "requestParameters", Tree.object("sourceIPAddress", "127.0.0.1"),
                "responseElements", Tree.object("x-amz-request-id", sequencer, "x-amz-id-2", sequencer),
                "s3",
                        Tree.object(
                                "s3SchemaVersion",
                                "1.0",
                                "configurationId",
                                configurationId,
                                "bucket",
                                Tree.object(
                                        "name", address.bucket(),
                                        "ownerIdentity", Tree.object("principalId", "LOCAL"),
                                        "arn", "arn:aws:s3:::" + address.bucket()),
                                "object",
                                object));
    }

    /** The detail of the event that EventBridge gets; here the key is not encoded. */
    ObjectNode detail() {
        ObjectNode object = Tree.object("key", address.key());
        putSize(object);
        object.setAll(Tree.object("etag", eTag, "version-id", versionId, "sequencer", sequencer));
        return Tree.object(
                "version",
                "0",
                "bucket",
                Tree.object("name", address.bucket()),
                "object",
                object,
                "request-id",
                sequencer,
                "requester",
                Aws.ACCOUNT,
                "source-ip-address",
                "127.0.0.1",
                "reason",
                reason(),
                "deletion-type",
                isRemoval() ? deletionType() : null);
    }

    boolean isRemoval() {
        return event.startsWith("ObjectRemoved:");
    }

    private String reason() {
        return switch (event) {
            case "ObjectCreated:Put" -> "PutObject";
            case "ObjectCreated:Copy" -> "CopyObject";
            case "ObjectCreated:CompleteMultipartUpload" -> "CompleteMultipartUpload";
            default -> "DeleteObject";
        };
    }

    private String deletionType() {
        return event.endsWith(":Delete") ? "Permanently Deleted" : "Delete Marker Created";
    }

    private void putSize(ObjectNode object) {
        if (size != null) {
            object.put("size", size);
        }
    }

    private String encodedKey() {
        return URLEncoder.encode(address.key(), StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
