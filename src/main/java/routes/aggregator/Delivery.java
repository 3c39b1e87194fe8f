package routes.aggregator;

import java.io.InputStream;
import java.util.regex.Pattern;
import routes.lake.Names;

/**
 * An archived bundle on its way to NiFi.
 *
 * @param bundleId tells NiFi which bundle this is, also when it comes again
 * @param archiveKey where it lies in the archive
 * @param contentType of the archived bytes
 * @param sha256 of the archived bytes, hex
 * @param length of the archived bytes
 * @param content the archived bytes; whoever sends the delivery closes it
 */
record Delivery(
        String bundleId, String archiveKey, String contentType, String sha256, long length, InputStream content) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    Delivery {
        if (!Names.isPlain(bundleId)) {
            throw new IllegalArgumentException(
                    "bundle id is '" + bundleId + "', expected lower-case letters, digits and dashes");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("SHA-256 of bundle " + bundleId + " is '" + sha256 + "', expected hex");
        }
        if (length < 0) {
            throw new IllegalArgumentException(
                    "length of bundle " + bundleId + " is " + length + ", expected 0 or more");
        }
    }
}
