package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;

/** One page of ListObjectsV2; the continuation token is the last key of the page before. */
final class Listing {
    private Listing() {}

    static String of(Bucket bucket, String name, Request request) {
        String prefix = request.parameter("prefix", "");
        String after = request.parameter("continuation-token", request.parameter("start-after", ""));
        int limit = Integer.parseInt(request.parameter("max-keys", "1000"));
        boolean encoded = request.parameter("encoding-type", "").equals("url");
        StringBuilder contents = new StringBuilder();
        String last = "";
        int count = 0;
        boolean truncated = false;
        for (Map.Entry<String, StoredObject> entry : from(bucket, prefix, after)) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (count == limit) {
                truncated = true;
                break;
            }
            last = entry.getKey();
            contents.append(item(encoded ? URLEncoder.encode(last, UTF_8) : Xml.escaped(last), entry.getValue()));
            count++;
        }
        return "<ListBucketResult><Name>" + name + "</Name><Prefix>" + Xml.escaped(prefix) + "</Prefix><KeyCount>"
                + count + "</KeyCount><MaxKeys>" + limit + "</MaxKeys><IsTruncated>" + truncated + "</IsTruncated>"
                + (encoded ? "<EncodingType>url</EncodingType>" : "")
                + (truncated ? "<NextContinuationToken>" + Xml.escaped(last) + "</NextContinuationToken>" : "")
                + contents + "</ListBucketResult>";
    }

    /** The entries after both the key given and everything that sorts before the prefix. */
    private static Iterable<Map.Entry<String, StoredObject>> from(Bucket bucket, String prefix, String after) {
        return prefix.compareTo(after) > 0
                ? bucket.from(prefix).entrySet()
                : bucket.after(after).entrySet();
    }

    private static String item(String key, StoredObject object) {
        return "<Contents><Key>" + key + "</Key><LastModified>" + object.modified() + "</LastModified><ETag>"
                + Xml.escaped(object.etag()) + "</ETag><Size>" + object.body().length
                + "</Size><StorageClass>STANDARD</StorageClass></Contents>";
    }
}
