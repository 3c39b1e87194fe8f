package routes.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import routes.Cases;

/** Small bundles, and what they should hold. */
final class Bundles {
    static final BundleLimits LIMITS = new BundleLimits(100, 1 << 24);

    private Bundles() {}

    static byte[] bundle(BundleFormat format, SortedMap<String, byte[]> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BundleWriter writer = format.open(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                writer.member(member.getKey(), member.getValue().length, new ByteArrayInputStream(member.getValue()));
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    static List<BundleMember> read(BundleFormat format, byte[] bundle, SortedMap<String, byte[]> members)
            throws IOException {
        return format.members(new ByteArrayInputStream(bundle), sizes(members), LIMITS);
    }

    static SortedMap<String, Long> sizes(SortedMap<String, byte[]> members) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        members.forEach((name, content) -> sizes.put(name, (long) content.length));
        return sizes;
    }

    static List<BundleMember> expected(SortedMap<String, byte[]> members) {
        List<BundleMember> expected = new ArrayList<>();
        members.forEach((name, content) -> expected.add(new BundleMember(
                name, content.length, Sha256.hex(Sha256.digest().digest(content)))));
        return expected;
    }

    /** No, one or some members, empty ones among them; names long and short, in any script, some in directories. */
    static SortedMap<String, byte[]> members(Cases generator) {
        SortedMap<String, byte[]> members = new TreeMap<>();
        for (int left = generator.number(0, 8); left > 0; left--) {
            members.put(name(generator, left), generator.bytes(left == 1 ? 200_000 : 2_000));
        }
        return members;
    }

    private static String name(Cases generator, int number) {
        String directories =
                switch (generator.number(1, 4)) {
                    case 1 -> "d".repeat(generator.number(95, 101)) + "/";
                    case 2 -> "data/ä漢😀/";
                    case 3 -> "ē".repeat(generator.number(48, 52)) + "/" + "x".repeat(generator.number(1, 250)) + "/";
                    default -> "";
                };
        return MemberName.of(
                directories + "file-" + number + (generator.random().nextBoolean() ? ".txt" : "-é$ {{x}}"));
    }
}
