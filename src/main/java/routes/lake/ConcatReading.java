package routes.lake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;

/** Takes a concatenation apart by the sizes of its parts. */
final class ConcatReading {

    private ConcatReading() {}

    static void read(InputStream contents, SortedMap<String, Long> sizes, MemberReader members) throws IOException {
        for (Map.Entry<String, Long> member : sizes.entrySet()) {
            members.read(member.getKey(), contents, member.getValue());
        }
        long expected = sizes.values().stream().mapToLong(size -> size).sum();
        long found = members.found().stream().mapToLong(BundleMember::size).sum();
        if (found < expected || contents.read() >= 0) {
            throw new IOException("bundle has " + (found < expected ? found + "" : "more than " + found)
                    + " bytes of content, expected " + expected);
        }
    }
}
