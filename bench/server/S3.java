package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3's REST protocol, path style, as far as one worker needs it: no multipart, no signatures checked, no versions but
 * those of the landing.
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

    S3(Stats stats, Landing landing, ResultCsv result) {
        this.stats = stats;
        this.landing = landing;
        this.result = result;
        reset();
    }

    void reset() {
        buckets.clear();
        for (String name : List.of("lake-raw", LANDING, "lake-archive", RESULTS)) {
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
            case "PUT" -> bucket ? "CreateBucket" : "PutObject";
            case "HEAD" -> bucket ? "HeadBucket" : "HeadObject";
            case "GET" -> bucket ? "ListObjectsV2" : "GetObject";
            case "DELETE" -> "DeleteObject";
            case "POST" -> request.query().containsKey("delete") ? "DeleteObjects" : "POST";
            default -> request.method();
        };
    }

    Response answer(Request request, String operation) {
        try {
            return perform(request, operation);
        } catch (ServiceException refused) {
            Response error = Response.xml(
                    refused.status,
                    "<Error><Code>" + refused.code + "</Code><Message>" + refused.getMessage() + "</Message></Error>");
            return request.method().equals("HEAD") ? error.withoutBody() : error;
        }
    }

    private Response perform(Request request, String operation) {
        String bucketName = request.path().substring(1).split("/", 2)[0];
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
            case "HeadObject" -> bucket.require(key).response().withoutBody();
            case "GetObject" -> bucketName.equals(LANDING) && key.startsWith(Landing.PREFIX)
                    ? landing.get(key, request.query().get("versionId"))
                    : get(bucket, key, request);
            case "ListObjectsV2" -> Response.xml(200, Listing.of(bucket, bucketName, request));
            case "DeleteObject" -> delete(bucket, key);
            case "DeleteObjects" -> deleteAll(bucket, new String(request.body(), UTF_8));
            default -> throw new ServiceException(501, "NotImplemented", "no operation " + operation);
        };
    }

    private static Response get(Bucket bucket, String key, Request request) {
        StoredObject object = bucket.require(key);
        if (request.query().containsKey("versionId")) {
            throw new ServiceException(404, "NoSuchVersion", "The specified version does not exist.");
        }
        String wanted = request.header("if-match");
        if (wanted != null && !wanted.equals(object.etag())) {
            throw Bucket.preconditionFailed();
        }
        return object.response();
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
        if (request.header("x-amz-copy-source") != null) {
            throw new ServiceException(501, "NotImplemented", "no operation CopyObject");
        }
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

    private static String key(Request request) {
        int slash = request.path().indexOf('/', 1);
        return slash < 0 ? "" : request.path().substring(slash + 1);
    }
}
