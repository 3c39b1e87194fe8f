package local.gateway;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import local.http.Headers;
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
    private static final int READ_BEFORE_LOCKING = 1 << 20;

    private final Backend s3Mock;
    private final Notifications notifications;
    private final KeyLocks locks = new KeyLocks();

    S3(Backend s3Mock, Notifications notifications) {
        this.s3Mock = s3Mock;
        this.notifications = notifications;
    }

    @Override
    public String operation(Request request) {
        return S3Operation.of(request);
    }

    @Override
    public Response answer(String operation, Request request) throws IOException, InterruptedException {
        if (operation.equals("PutBucketNotificationConfiguration")) {
            requireBucket(request);
            notifications.configure(S3Address.of(request).bucket(), request.bytes());
            return Response.empty(200);
        } else if (operation.equals("GetBucketNotificationConfiguration")) {
            requireBucket(request);
            String configuration =
                    notifications.configuration(S3Address.of(request).bucket());
            return Response.of(200, "application/xml", configuration);
        }
        return CHANGES.contains(operation) ? change(operation, request) : s3Mock.forward(request);
    }

    private void requireBucket(Request request) throws IOException, InterruptedException {
        String bucket = S3Address.of(request).bucket();
        Response answer = s3Mock.send("HEAD", "/" + bucket, new Headers(), BodyPublishers.noBody());
        if (!answer.isSuccess()) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist: " + bucket);
        }
    }

    private Response change(String operation, Request request) throws IOException, InterruptedException {
        if (operation.equals("DeleteObjects") || request.length() <= READ_BEFORE_LOCKING) {
            // A caller that is slow to send must not keep others from its key.
            request.bytes();
        }
        S3Address address = S3Address.of(request);
        List<S3Change> changes = new ArrayList<>();
        Response response;
        KeyLocks.Held held = locks.hold(keys(operation, address, request));
        try {
            response = s3Mock.forward(request);
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

    private static List<String> keys(String operation, S3Address address, Request request) throws IOException {
        if (!operation.equals("DeleteObjects")) {
            return List.of(address.bucket() + "/" + address.key());
        }
        return Xml.children(Xml.root(request.bytes()), "Object").stream()
                .map(object -> address.bucket() + "/" + Xml.text(object, "Key"))
                .toList();
    }

    private List<S3Change> changes(String operation, S3Address address, Request request, Response response)
            throws IOException, InterruptedException {
        return switch (operation) {
            case "DeleteObjects" -> deleted(address.bucket(), Responses.bytes(response));
            case "DeleteObject" ->
                List.of(S3Change.removed(
                        address,
                        response.headers().says("x-amz-delete-marker", "true")
                                && !request.query().containsKey("versionId"),
                        response.headers().first("x-amz-version-id").orElse(null)));
            default -> List.of(created(operation, address, request));
        };
    }

    private static List<S3Change> deleted(String bucket, byte[] result) throws IOException {
        List<S3Change> changes = new ArrayList<>();
        for (Element deleted : Xml.children(Xml.root(result), "Deleted")) {
            boolean marker = Xml.text(deleted, "DeleteMarker").equals("true")
                    && Xml.text(deleted, "VersionId").isEmpty();
            String version = Xml.text(deleted, marker ? "DeleteMarkerVersionId" : "VersionId");
            changes.add(S3Change.removed(
                    new S3Address(bucket, Xml.text(deleted, "Key")), marker, version.isEmpty() ? null : version));
        }
        return changes;
    }

    private S3Change created(String operation, S3Address address, Request request)
            throws IOException, InterruptedException {
        Response object = s3Mock.send("HEAD", request.path(), new Headers(), BodyPublishers.noBody());
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
