package local.gateway;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import local.http.Request;

/** Names the operation that an S3 request asks for, which only its method, path and query tell. */
final class S3Operation {
    private static final Map<String, String> ON_BUCKETS = inOrder(
            "notification", "BucketNotificationConfiguration",
            "versioning", "BucketVersioning",
            "lifecycle", "BucketLifecycleConfiguration",
            "policy", "BucketPolicy",
            "tagging", "BucketTagging",
            "encryption", "BucketEncryption",
            "location", "BucketLocation",
            "acl", "BucketAcl",
            "object-lock", "ObjectLockConfiguration");

    private static final Map<String, String> ON_OBJECTS = inOrder(
            "tagging", "ObjectTagging",
            "acl", "ObjectAcl",
            "retention", "ObjectRetention",
            "legal-hold", "ObjectLegalHold",
            "attributes", "ObjectAttributes");

    private S3Operation() {}

    static String of(Request request) {
        String[] parts = request.path().split("/", 3);
        boolean onObject = parts.length == 3 && !parts[2].isEmpty();
        Set<String> asked = request.query().keySet();
        if (onObject) {
            return onObject(request, asked);
        }
        return parts[1].isEmpty() ? "ListBuckets" : onBucket(request.method(), asked);
    }

    private static String onBucket(String method, Set<String> asked) {
        for (Map.Entry<String, String> part : ON_BUCKETS.entrySet()) {
            if (asked.contains(part.getKey())) {
                return verb(method) + part.getValue();
            }
        }
        if (asked.contains("versions")) {
            return "ListObjectVersions";
        } else if (asked.contains("uploads")) {
            return "ListMultipartUploads";
        }
        return switch (method) {
            case "PUT" -> "CreateBucket";
            case "POST" -> "DeleteObjects";
            case "GET" -> asked.contains("list-type") ? "ListObjectsV2" : "ListObjects";
            default -> verb(method) + "Bucket";
        };
    }

    private static String onObject(Request request, Set<String> asked) {
        String method = request.method();
        boolean copies = !request.header("x-amz-copy-source").isEmpty();
        for (Map.Entry<String, String> part : ON_OBJECTS.entrySet()) {
            if (asked.contains(part.getKey())) {
                return verb(method) + part.getValue();
            }
        }
        if (asked.contains("uploadId")) {
            return switch (method) {
                case "PUT" -> copies ? "UploadPartCopy" : "UploadPart";
                case "POST" -> "CompleteMultipartUpload";
                case "DELETE" -> "AbortMultipartUpload";
                default -> "ListParts";
            };
        }
        if (method.equals("POST")) {
            return asked.contains("uploads") ? "CreateMultipartUpload" : "PostObject";
        }
        return copies ? "CopyObject" : verb(method) + "Object";
    }

    private static String verb(String method) {
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> inOrder(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
