package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Iterator;
import java.util.function.Function;

/** One page of ListObjectsV2; the continuation token is the last key of the page before. */
final class Listing {
    private Listing() {}

    /** @param after gives the objects after a key, in the order of their keys */
    static String of(Function<String, Iterator<Listed>> after, String name, Request request) {
        String prefix = request.parameter("prefix", "");
        String from = request.parameter("continuation-token", request.parameter("start-after", ""));
        int limit = Integer.parseInt(request.parameter("max-keys", "1000"));
        boolean encoded = request.parameter("encoding-type", "").equals("url");
        StringBuilder contents = new StringBuilder();
        String last = "";
        int count = 0;
        boolean truncated = false;
        // What sorts before the prefix is skipped; an object of the prefix' own name comes with it.
        Iterator<Listed> listed = after.apply(prefix.compareTo(from) > 0 ? justBefore(prefix) : from);
        while (listed.hasNext()) {
            Listed object = listed.next();
            if (object.key().compareTo(prefix) < 0) {
                continue;
            }
            if (!object.key().startsWith(prefix)) {
                break;
            }
            if (count == limit) {
                truncated = true;
                break;
            }
            last = object.key();
            contents.append(item(encoded ? URLEncoder.encode(last, UTF_8).replace("%2F", "/") : Xml.escaped(last), object));
            count++;
        }
        return "<ListBucketResult><Name>" + name + "</Name><Prefix>" + Xml.escaped(prefix) + "</Prefix><KeyCount>"
                + count + "</KeyCount><MaxKeys>" + limit + "</MaxKeys><IsTruncated>" + truncated + "</IsTruncated>"
                + (encoded ? "<EncodingType>url</EncodingType>" : "")
                + (truncated ? "<NextContinuationToken>" + Xml.escaped(last) + "</NextContinuationToken>" : "")
                + contents + "</ListBucketResult>";
    }

    /** A text before all that begin with the prefix, and after all others that are before it but for a few. */
    private static String justBefore(String prefix) {
        return prefix.isEmpty()
                ? ""
                : prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) - 1) + '\uffff';
    }

    private static String item(String key, Listed object) {
        return "<Contents><Key>" + key + "</Key><LastModified>" + object.modified() + "</LastModified><ETag>"
                + Xml.escaped(object.etag()) + "</ETag><Size>" + object.size()
                + "</Size><StorageClass>STANDARD</StorageClass></Contents>";
    }
}
