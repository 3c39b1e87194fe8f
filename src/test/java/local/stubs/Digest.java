package local.stubs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Enough to compare bytes by. */
record Digest(long bytes, String sha256) {
    static Digest of(byte[] content) {
        return new Digest(content.length, HexFormat.of().formatHex(hashing().digest(content)));
    }

    static MessageDigest hashing() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("bytes", bytes).put("sha256", sha256);
    }
}
