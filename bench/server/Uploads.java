package bench.server;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Uploads in parts that have begun. Who completes one is not asked which parts it means: all that have come. */
final class Uploads {
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    /** One of them: the request that began it, and its parts by their numbers. */
    private record Upload(String key, Request beginning, Map<Integer, byte[]> parts) {}

    Response begin(String bucket, String key, Request request) {
        String id = "upload-" + ids.incrementAndGet();
        uploads.put(id, new Upload(key, request, new TreeMap<>()));
        return Response.xml(
                200,
                "<InitiateMultipartUploadResult><Bucket>" + bucket + "</Bucket><Key>" + Xml.escaped(key)
                        + "</Key><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    Response take(Request request) {
        Map<Integer, byte[]> parts = require(request).parts();
        synchronized (parts) {
            parts.put(Integer.parseInt(request.parameter("partNumber", "")), request.body());
        }
        return Response.empty(200, Map.of("ETag", etag(request.body())));
    }

    /** Puts the parts together as one object, on the conditions of the request that completes them. */
    Response complete(Bucket bucket, Request request) {
        Upload upload = require(request);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(
                upload.parts().values().stream().mapToInt(part -> part.length).sum());
        upload.parts().values().forEach(whole::writeBytes);
        StoredObject object = StoredObject.of(upload.beginning(), whole.toByteArray());
        bucket.put(upload.key(), object, request.header("if-match"), request.header("if-none-match"));
        uploads.remove(request.parameter("uploadId", ""));
        return Response.xml(
                200,
                "<CompleteMultipartUploadResult><ETag>" + Xml.escaped(object.etag())
                        + "</ETag></CompleteMultipartUploadResult>");
    }

    Response abort(Request request) {
        require(request);
        uploads.remove(request.parameter("uploadId", ""));
        return Response.empty(204, Map.of());
    }

    private Upload require(Request request) {
        Upload upload = uploads.get(request.parameter("uploadId", ""));
        if (upload == null) {
            throw new ServiceException(404, "NoSuchUpload", "The specified upload does not exist.");
        }
        return upload;
    }

    private static String etag(byte[] part) {
        return '"' + Digests.hex("MD5", part) + '"';
    }
}
