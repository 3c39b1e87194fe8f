package routes.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import routes.lake.ObjectVersion;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is stored, for somebody who looks: nothing is written here. */
public final class ObjectListing {
    private final Supplier<S3Client> s3;

    public ObjectListing(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    /**
     * One version of an object.
     *
     * @param id of the version
     * @param modified when it was written
     * @param size in bytes
     * @param latest the one that is read
     * @param deleted a delete marker
     */
    public record Version(String id, String modified, long size, boolean latest, boolean deleted) {
        /** As it is printed. */
        public Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("modified", modified);
            map.put("bytes", size);
            map.put("latest", latest);
            map.put("deleted", deleted);
            map.put("version", id);
            return map;
        }
    }

    /** The keys below a prefix, listed as they are asked for. */
    public Stream<String> keys(String bucket, String prefix) {
        return s3.get().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key);
    }

    /** The objects below a prefix as they are now, listed as they are asked for. */
    public Stream<ObjectVersion> objects(String bucket, String prefix) {
        return s3.get().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .map(object -> new ObjectVersion(
                        bucket,
                        object.key(),
                        Optional.empty(),
                        Optional.of(object.eTag().replace("\"", "")),
                        Optional.empty(),
                        OptionalLong.of(object.size())));
    }

    /** The metadata of an object; empty when there is none. */
    public Optional<Map<String, String>> metadata(String bucket, String key) {
        try {
            return Optional.of(
                    s3.get().headObject(head -> head.bucket(bucket).key(key)).metadata());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The versions of one object, the newest first, at most the first thousand of its prefix. */
    public List<Version> versions(String bucket, String key) {
        var answer = s3.get().listObjectVersions(list -> list.bucket(bucket).prefix(key));
        Stream<Version> written = answer.versions().stream()
                .filter(version -> version.key().equals(key))
                .map(version -> new Version(
                        version.versionId(),
                        version.lastModified().toString(),
                        version.size(),
                        version.isLatest(),
                        false));
        Stream<Version> removed = answer.deleteMarkers().stream()
                .filter(marker -> marker.key().equals(key))
                .map(marker ->
                        new Version(marker.versionId(), marker.lastModified().toString(), 0, marker.isLatest(), true));
        return Stream.concat(written, removed)
                .sorted((one, other) -> other.modified().compareTo(one.modified()))
                .toList();
    }
}
