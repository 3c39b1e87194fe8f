package routes.lake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as the lake writes it: 64 hexadecimal digits in lower case. */
public final class Sha256 {

    private Sha256() {}

    /** Of the text's UTF-8 bytes. */
    public static String ofText(String text) {
        return hex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A new computation. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A result as the lake writes it. */
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
