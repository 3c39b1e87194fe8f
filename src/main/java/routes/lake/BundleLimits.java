package routes.lake;

import java.io.IOException;

/**
 * How much a bundle may hold that is read back: a few bytes can claim to be a lot.
 *
 * @param members at most
 * @param bytes of all members together, at most
 */
public record BundleLimits(int members, long bytes) {

    public BundleLimits {
        if (members < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "limits are " + members + " members and " + bytes + " bytes, expected none below 0");
        }
    }

    void checkMembers(int found) throws IOException {
        if (found > members) {
            throw new IOException("bundle has more than " + members + " members");
        }
    }

    void checkBytes(long found) throws IOException {
        if (found > bytes) {
            throw new IOException("bundle has more than " + bytes + " bytes of content");
        }
    }
}
