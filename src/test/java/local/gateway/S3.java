package local.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import local.http.Request;
import local.http.Response;
import org.w3c.dom.Element;

/**
 * S3Mock, with what it lacks: conditional writes that hold under races, because changes of one key come one after the
 * other, and bucket notifications.
 */
final class S3 implements Service {
    private static final Set<String> CHANGES =
            Set.of("PutObject", "CopyObject", "CompleteMultipartUpload", "DeleteObject", "DeleteObjects");
    private static final int HELD_IN_MEMORY = 1 << 20;

    private final S3Mock s3Mock;
    private final Notifications notifications;
    private final KeyLocks locks = new KeyLocks();
    private final HiddenObjects hidden = new HiddenObjects();

    S3(S3Mock s3Mock, Notifications notifications) {
        this.s3Mock = s3Mock;
        this.notifications = notifications;
    }

    @Override
    public String operation(Request request) {
        return S3Operation.of(request);
    }

    @Override
    public Response answer(String operation, Request request) throws IOException, InterruptedException {
        String bucket = S3Address.of(request).bucket();
        if (operation.equals("PutBucketNotificationConfiguration")) {
            requireBucket(bucket);
            notifications.configure(bucket, request.bytes());
            return Response.empty(200);
        } else if (operation.equals("GetBucketNotificationConfiguration")) {
            requireBucket(bucket);
            return Response.of(200, "application/xml", notifications.configuration(bucket));
        }
        if (CHANGES.contains(operation)) {
            return change(operation, request);
        }
        return switch (operation) {
            case "GetObject" -> read(request);
            case "ListObjects", "ListObjectsV2" -> hidden.leftOut(bucket, s3Mock.forward(request));
            case "UploadPart" -> withChecksums(request, s3Mock.forward(request));
            default -> s3Mock.forward(request);
        };
    }

    /** In a bucket without versions S3Mock overwrites in place: what is read in one go must not change meanwhile. */
    private Response read(Request request) throws IOException, InterruptedException {
        KeyLocks.Held held = locks.share(S3Address.of(request).lockName());
        try {
            Response response = s3Mock.forward(request);
            return response.length() <= HELD_IN_MEMORY ? Responses.whole(response) : response;
        } finally {
            held.release();
        }
    }

    /** S3Mock wants the checksums of all parts when an upload is completed, but does not tell them when it has them. */
    private static Response withChecksums(Request part, Response response) {
        part.headers().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-")) {
                response.headers().remove(name).add(name, value);
            }
        });
        return response;
    }

    private void requireBucket(String bucket) throws IOException, InterruptedException {
        if (!s3Mock.head("/" + bucket).isSuccess()) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist: " + bucket);
        }
    }

    private Response change(String operation, Request request) throws IOException, InterruptedException {
        if (operation.equals("DeleteObjects") || request.length() <= HELD_IN_MEMORY) {
            // A caller that is slow to send must not keep others from its key.
            request.bytes();
        }
        S3Address address = S3Address.of(request);
        List<S3Change> changes = new ArrayList<>();
        Response response;
        KeyLocks.Held held = locks.hold(changed(operation, address, request).stream()
                .map(S3Address::lockName)
                .toList());
        try {
            if (operation.equals("CopyObject")) {
                requireConditions(request);
            }
            if (hidden.has(address) && request.headers().says("If-None-Match", "*")) {
                // To S3 there is nothing where a delete marker is; to S3Mock there is.
                request.headers().remove("If-None-Match");
            }
            response = s3Mock.forward(request);
            if (response.headers().says("x-amz-delete-marker", "true")) {
                response = withVersionOfMarker(address, response);
            }
            if (response.isSuccess()) {
                noteHidden(operation, address, request);
            }
            if (response.isSuccess() && notifications.areWanted(address.bucket())) {
                response = Responses.whole(response);
                changes.addAll(changes(operation, address, request, response));
            }
        } finally {
            held.release();
        }
        for (S3Change change : changes) {
            notifications.tell(change);
        }
        return response;
    }

    private void noteHidden(String operation, S3Address address, Request request)
            throws IOException, InterruptedException {
        boolean deletes = operation.startsWith("Delete");
        for (S3Address changed : changed(operation, address, request)) {
            hidden.note(changed, deletes && s3Mock.marker(changed).isPresent());
        }
    }

    private static List<S3Address> changed(String operation, S3Address address, Request request) throws IOException {
        if (!operation.equals("DeleteObjects")) {
            return List.of(address);
        }
        return Xml.children(Xml.root(request.bytes()), "Object").stream()
                .map(object -> new S3Address(address.bucket(), Xml.text(object, "Key")))
                .toList();
    }

    /** S3Mock checks the conditions of puts and completions, but not those of copies. */
    private void requireConditions(Request copy) throws IOException, InterruptedException {
        String absent = copy.header("If-None-Match");
        String present = copy.header("If-Match");
        if (absent.isEmpty() && present.isEmpty()) {
            return;
        }
        Response there = s3Mock.head(copy.path());
        if (!present.isEmpty() && !there.isSuccess()) {
            throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        }
        boolean same = there.headers().first("ETag").orElse("").equals(present);
        if (!absent.isEmpty() && there.isSuccess() || !present.isEmpty() && !same) {
            throw new AwsError(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
    }

    /** S3Mock answers with the version that was hidden, S3 with that of the marker. */
    private Response withVersionOfMarker(S3Address address, Response response)
            throws IOException, InterruptedException {
        response.headers().remove("x-amz-version-id");
        s3Mock.marker(address).ifPresent(version -> response.headers().add("x-amz-version-id", version));
        return response;
    }

    private List<S3Change> changes(String operation, S3Address address, Request request, Response response)
            throws IOException, InterruptedException {
        String version = response.headers().first("x-amz-version-id").orElse(null);
        return switch (operation) {
            case "DeleteObjects" -> deleted(address.bucket(), Responses.bytes(response));
            case "DeleteObject" ->
                List.of(S3Change.removed(address, response.headers().says("x-amz-delete-marker", "true"), version));
            default -> List.of(created(operation, address, request));
        };
    }

    private List<S3Change> deleted(String bucket, byte[] result) throws IOException, InterruptedException {
        boolean versioned = s3Mock.isVersioned(bucket);
        List<S3Change> changes = new ArrayList<>();
        for (Element deleted : Xml.children(Xml.root(result), "Deleted")) {
            S3Address address = new S3Address(bucket, Xml.text(deleted, "Key"));
            String version = Xml.text(deleted, "VersionId");
            boolean marker = versioned && version.isEmpty();
            changes.add(
                    marker
                            ? S3Change.removed(
                                    address, true, s3Mock.marker(address).orElse(null))
                            : S3Change.removed(address, false, version.isEmpty() ? null : version));
        }
        return changes;
    }

    private S3Change created(String operation, S3Address address, Request request)
            throws IOException, InterruptedException {
        Response object = s3Mock.head(request.path());
        return S3Change.created(
                Map.of("PutObject", "Put", "CopyObject", "Copy").getOrDefault(operation, operation),
                address,
                object.length(),
                object.headers().first("ETag").orElse("").replace("\"", ""),
                object.headers().first("x-amz-version-id").orElse(null));
    }

    @Override
    public Response error(Request request, AwsError error) {
        if (request.method().equals("HEAD")) {
            return Response.empty(error.status());
        }
        return Response.of(
                error.status(),
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + error.code() + "</Code><Message>"
                        + Xml.escaped(error.getMessage()) + "</Message><RequestId>local</RequestId></Error>");
    }
}
