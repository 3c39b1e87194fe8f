package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3's REST protocol, path style, as far as one worker needs it: no signatures checked, no versions but those of the
 * landing, no parts of which one is left out.
 */
final class S3 {
    private static final String LANDING = "lake-landing";
    private static final String RESULTS = "lake-results";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>", Pattern.DOTALL);

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Stats stats;
    private final Landing landing;
    private final ResultCsv result;
    private final EventLake lake;
    private final Uploads uploads = new Uploads();

    S3(Stats stats, Landing landing, ResultCsv result, EventLake lake) {
        this.stats = stats;
        this.landing = landing;
        this.result = result;
        this.lake = lake;
        reset();
    }

    void reset() {
        buckets.clear();
        for (String name : List.of("lake-raw", LANDING, "lake-archive", RESULTS, EventLake.BUCKET, "lake-processed")) {
            buckets.put(name, new Bucket(stats));
        }
    }

    long size() {
        return buckets.values().stream().mapToLong(Bucket::size).sum();
    }

    String digest() {
        MessageDigest whole = Digests.of("SHA-256");
        try {
            for (Bucket bucket : new TreeMap<>(buckets).values()) {
                bucket.digestInto(whole);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    static String operation(Request request) {
        boolean bucket = key(request).isEmpty();
        return switch (request.method()) {
            case "PUT" -> bucket ? "CreateBucket" : put(request);
            case "HEAD" -> bucket ? "HeadBucket" : "HeadObject";
            case "GET" -> bucket ? "ListObjectsV2" : "GetObject";
            case "DELETE" -> request.query().containsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
            case "POST" -> request.query().containsKey("delete") ? "DeleteObjects" : upload(request);
            default -> request.method();
        };
    }

    private static String put(Request request) {
        boolean copy = request.header("x-amz-copy-source") != null;
        return request.query().containsKey("uploadId") ? "UploadPart" : copy ? "CopyObject" : "PutObject";
    }

    private static String upload(Request request) {
        return request.query().containsKey("uploads")
                ? "CreateMultipartUpload"
                : request.query().containsKey("uploadId") ? "CompleteMultipartUpload" : "POST";
    }

    /** Puts an object past the protocol; its ETag. */
    String put(String bucket, String key, byte[] body, Map<String, String> headers) {
        StoredObject object = new StoredObject(body, '"' + Digests.hex("MD5", body) + '"', Instant.now(), headers);
        buckets.get(bucket).put(key, object, null, null);
        return object.etag();
    }

    Response answer(Request request, String operation) {
        try {
            Response response = perform(request, operation);
            boolean head = request.method().equals("HEAD");
            stats.answered("s3." + operation, bucket(request), request.body().length + (head ? 0 : response.length()));
            return response;
        } catch (ServiceException refused) {
            Response error = Response.xml(
                    refused.status,
                    "<Error><Code>" + refused.code + "</Code><Message>" + refused.getMessage() + "</Message></Error>");
            return request.method().equals("HEAD") ? error.withoutBody() : error;
        }
    }

    private Response perform(Request request, String operation) {
        String bucketName = bucket(request);
        if (operation.equals("CreateBucket")) {
            buckets.computeIfAbsent(bucketName, any -> new Bucket(stats));
            return Response.empty(200, Map.of("Location", "/" + bucketName));
        }
        Bucket bucket = buckets.get(bucketName);
        if (bucket == null) {
            throw new ServiceException(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        String key = key(request);
        if (bucketName.equals(RESULTS) && key.startsWith(Athena.PREFIX)) {
            return operation.equals("HeadObject") ? result(request).withoutBody() : result(request);
        }
        return switch (operation) {
            case "HeadBucket" -> Response.empty(200, Map.of());
            case "PutObject" -> put(bucket, key, request);
            case "CopyObject" -> copy(bucket, key, request);
            case "CreateMultipartUpload" -> uploads.begin(bucketName, key, request);
            case "UploadPart" -> uploads.take(request);
            case "CompleteMultipartUpload" -> uploads.complete(bucket, request);
            case "AbortMultipartUpload" -> uploads.abort(request);
            case "HeadObject" -> get(require(bucketName, key), request).withoutBody();
            case "GetObject" -> bucketName.equals(LANDING) && key.startsWith(Landing.PREFIX)
                    ? landing.get(key, request.query().get("versionId"))
                    : get(require(bucketName, key), request);
            case "ListObjectsV2" -> Response.xml(200, Listing.of(
                    lake.holds(bucketName, request.parameter("prefix", "")) ? lake::after : bucket::after,
                    bucketName, request));
            case "DeleteObject" -> delete(bucket, key);
            case "DeleteObjects" -> deleteAll(bucket, new String(request.body(), UTF_8));
            default -> throw new ServiceException(501, "NotImplemented", "no operation " + operation);
        };
    }

    private StoredObject require(String bucket, String key) {
        if (lake.holds(bucket, key)) {
            return lake.require(key);
        }
        if (!buckets.containsKey(bucket)) {
            throw new ServiceException(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return buckets.get(bucket).require(key);
    }

    private static Response get(StoredObject object, Request request) {
        if (request.query().containsKey("versionId")) {
            throw new ServiceException(404, "NoSuchVersion", "The specified version does not exist.");
        }
        String wanted = request.header("if-match");
        if (wanted != null && !wanted.replace("\"", "").equals(object.etag().replace("\"", ""))) {
            throw Bucket.preconditionFailed();
        }
        return object.response(request.header("range"));
    }

    private Response copy(Bucket bucket, String key, Request request) {
        String path = URLDecoder.decode(request.header("x-amz-copy-source").replace("+", "%2B"), UTF_8);
        String[] source = path.replaceFirst("^/", "").replaceFirst("\\?versionId=.*", "").split("/", 2);
        StoredObject object = require(source[0], source[1]);
        bucket.put(key, object, request.header("if-match"), request.header("if-none-match"));
        return Response.xml(
                200,
                "<CopyObjectResult><LastModified>" + object.modified() + "</LastModified><ETag>"
                        + Xml.escaped(object.etag()) + "</ETag></CopyObjectResult>");
    }

    /** Every result of a query is the same one. */
    private Response result(Request request) {
        String etag = '"' + result.etag() + '"';
        if (request.header("if-match") != null && !request.header("if-match").equals(etag)) {
            throw Bucket.preconditionFailed();
        }
        long whole = result.length();
        Matcher range = RANGE.matcher(request.header("range") == null ? "" : request.header("range"));
        boolean part = range.matches();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        long to = part && !range.group(2).isEmpty() ? Math.min(whole, Long.parseLong(range.group(2)) + 1) : whole;
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type", "text/csv", "ETag", etag, "Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"));
        if (part) {
            headers.put("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + whole);
        }
        return Response.streamed(part ? 206 : 200, headers, to - from, out -> result.write(out, from, to));
    }

    private static Response put(Bucket bucket, String key, Request request) {
        StoredObject object = StoredObject.of(request);
        bucket.put(key, object, request.header("if-match"), request.header("if-none-match"));
        return Response.empty(200, Map.of("ETag", object.etag()));
    }

    private static Response delete(Bucket bucket, String key) {
        bucket.delete(key);
        return Response.empty(204, Map.of());
    }

    private static Response deleteAll(Bucket bucket, String xml) {
        StringBuilder deleted = new StringBuilder("<DeleteResult>");
        for (Matcher key = KEY.matcher(xml); key.find(); ) {
            bucket.delete(Xml.plain(key.group(1)));
            deleted.append("<Deleted><Key>").append(key.group(1)).append("</Key></Deleted>");
        }
        return Response.xml(200, deleted.append("</DeleteResult>").toString());
    }

    private static String bucket(Request request) {
        return request.path().substring(1).split("/", 2)[0];
    }

    private static String key(Request request) {
        int slash = request.path().indexOf('/', 1);
        return slash < 0 ? "" : request.path().substring(slash + 1);
    }
}
