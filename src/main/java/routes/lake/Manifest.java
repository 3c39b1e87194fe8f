package routes.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lies in a bundle, and where it came from: the text beside it. It holds no time, so that the same bundle has the same
 * manifest whoever writes it.
 *
 * @param bundleId of the bundle
 * @param archiveKey under which it is stored
 * @param format of the bundle
 * @param sha256 of the bundle's own bytes, in hexadecimal digits
 * @param members by name, in the order of the bundle
 */
public record Manifest(
        String bundleId, String archiveKey, BundleFormat format, String sha256, SortedMap<String, Member> members) {
    private static final JsonFactory JSON = new JsonFactory();

    public Manifest {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    /**
     * A member and the object that it was.
     *
     * @param bucket of the object
     * @param key of the object
     * @param version of the object, where its bucket has versions
     * @param size in bytes
     * @param sha256 of its bytes, in hexadecimal digits
     */
    public record Member(String bucket, String key, Optional<String> version, long size, String sha256) {

        /** Brings together what was planned and what lies in the bundle. */
        public static Member of(ObjectVersion object, BundleMember written) {
            return new Member(object.bucket(), object.key(), object.version(), written.size(), written.sha256());
        }
    }

    /** Writes one line of JSON in UTF-8; {@code out} stays open. */
    public void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("bundle_id", bundleId);
            json.writeStringField("archive_key", archiveKey);
            json.writeStringField("format", format.toString());
            json.writeStringField("sha256", sha256);
            json.writeArrayFieldStart("members");
            for (var member : members.entrySet()) {
                write(json, member.getKey(), member.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator json, String name, Member member) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("bucket", member.bucket);
        json.writeStringField("key", member.key);
        json.writeStringField("version", member.version.orElse(null));
        json.writeNumberField("size", member.size);
        json.writeStringField("sha256", member.sha256);
        json.writeEndObject();
    }
}
