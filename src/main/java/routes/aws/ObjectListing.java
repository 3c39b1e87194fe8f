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
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What is stored, for somebody who looks: nothing is written here. */
public final class ObjectListing {
    private final Supplier<S3Client> s3;
    private final Supplier<Optional<DirectList>> direct;

    public ObjectListing(Supplier<S3Client> s3) {
        this(s3, Optional::empty);
    }

    /** @param direct asked first for each page; whatever it does not get goes the way of the client */
    public ObjectListing(Supplier<S3Client> s3, Supplier<Optional<DirectList>> direct) {
        this.s3 = s3;
        this.direct = direct;
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
        return list(bucket, prefix).map(ListedObject::key);
    }

    /** The objects below a prefix as they are now, listed as they are asked for. */
    public Stream<ObjectVersion> objects(String bucket, String prefix) {
        return list(bucket, prefix)
                .map(object -> new ObjectVersion(
                        bucket,
                        object.key(),
                        Optional.empty(),
                        Optional.of(object.eTag()),
                        Optional.empty(),
                        OptionalLong.of(object.size())));
    }

    private Stream<ListedObject> list(String bucket, String prefix) {
        return list(ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build());
    }

    /** What a request finds, page after page. */
    Stream<ListedObject> list(ListObjectsV2Request request) {
        // Some characters of keys cannot be said in XML, so S3 is asked to escape them all.
        ListObjectsV2Request first =
                request.toBuilder().encodingType(EncodingType.URL).build();
        return Stream.iterate(
                        Optional.of(page(first)),
                        Optional::isPresent,
                        page -> page.flatMap(ListedPage::next)
                                .map(token -> page(first.toBuilder()
                                        .continuationToken(token)
                                        .build())))
                .flatMap(page -> page.orElseThrow().objects().stream());
    }

    private ListedPage page(ListObjectsV2Request request) {
        return direct.get()
                .flatMap(call -> call.page(request))
                .orElseGet(() -> ListedPage.of(s3.get().listObjectsV2(request)));
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
