package routes.lake;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Reads the contents of members as they come, and keeps what they were. */
final class MemberReader {
    private final BundleLimits limits;
    private final List<BundleMember> found = new ArrayList<>();
    private final byte[] chunk = new byte[1 << 16];
    private String last = "";
    private long bytes;

    MemberReader(BundleLimits limits) {
        this.limits = limits;
    }

    /** Reads a content up to its own end. */
    void read(String name, InputStream content) throws IOException {
        read(name, content, Long.MAX_VALUE);
    }

    /** Reads a content of so many bytes, or up to its end if that is sooner. */
    void read(String name, InputStream content, long most) throws IOException {
        limits.checkMembers(found.size() + 1);
        if (!MemberName.isSafe(name) || name.compareTo(last) <= 0) {
            throw new IOException("bundle has a member '" + Names.oneLine(name, 60) + "', expected a safe name behind '"
                    + Names.oneLine(last, 60) + "'");
        }
        last = name;
        MessageDigest hash = Sha256.digest();
        long size = 0;
        for (int count; size < most; size += count) {
            count = content.read(chunk, 0, (int) Math.min(chunk.length, most - size));
            if (count < 0) {
                break;
            }
            hash.update(chunk, 0, count);
            bytes += count;
            limits.checkBytes(bytes);
        }
        found.add(new BundleMember(name, size, Sha256.hex(hash.digest())));
    }

    /** In the order of the bundle. */
    List<BundleMember> found() {
        return List.copyOf(found);
    }
}
