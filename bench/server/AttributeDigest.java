package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The MD5 over message attributes that SQS answers and clients verify. */
final class AttributeDigest {
    private static final byte TEXT = 1;
    private static final byte BINARY = 2;

    private AttributeDigest() {}

    static String of(Map<String, Object> attributes) {
        MessageDigest md5 = Digests.of("MD5");
        new TreeMap<>(attributes).forEach((name, value) -> {
            Map<?, ?> attribute = (Map<?, ?>) value;
            add(name.getBytes(UTF_8), md5);
            add(attribute.get("DataType").toString().getBytes(UTF_8), md5);
            if (attribute.get("StringValue") instanceof String text) {
                md5.update(TEXT);
                add(text.getBytes(UTF_8), md5);
            } else {
                md5.update(BINARY);
                add(Base64.getDecoder().decode(attribute.get("BinaryValue").toString()), md5);
            }
        });
        return HexFormat.of().formatHex(md5.digest());
    }

    private static void add(byte[] part, MessageDigest md5) {
        md5.update(ByteBuffer.allocate(4).putInt(part.length).array());
        md5.update(part);
    }
}
