package routes.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signature Version 4 for one service in one region, in a header, of requests whose path is encoded once. They are those that
 * the SDK's signer makes (SignatureTest), for a quarter of its processor time.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">its steps</a>
 */
final class Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE = 8;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** What is between us and the service may change them. */
    private static final Set<String> NOT_SIGNED =
            Set.of("connection", "x-amzn-trace-id", "user-agent", "expect", "transfer-encoding");

    private final String service;
    private final String region;
    private final boolean signsPayload;
    private volatile Key last = new Key("", "", new byte[0]);

    /** What signs the requests of one day, and whose secret it is made of. */
    private record Key(String date, String secret, byte[] bytes) {}

    /** @param signsPayload whether the service wants the payload signed where TLS protects it; without TLS it always is */
    Signature(String service, String region, boolean signsPayload) {
        this.service = service;
        this.region = region;
        this.signsPayload = signsPayload;
    }

    /**
     * Adds the headers that prove who asks.
     *
     * @param payload null for a request without one; read to its end if it is signed
     */
    SdkHttpRequest sign(
            SdkHttpRequest unsigned,
            @Nullable ContentStreamProvider payload,
            AwsCredentialsIdentity identity,
            Instant now) {
        String time = TIME.format(now);
        String date = time.substring(0, DATE);
        SdkHttpRequest.Builder request = unsigned.toBuilder();
        boolean isUsual = SdkHttpUtils.isUsingStandardPort(unsigned.protocol(), unsigned.port());
        request.putHeader("Host", isUsual ? unsigned.host() : unsigned.host() + ":" + unsigned.port());
        request.putHeader("X-Amz-Date", time);
        boolean isSigned = signsPayload || !unsigned.protocol().equals("https");
        String hash = isSigned ? HexFormat.of().formatHex(hash(payload)) : UNSIGNED;
        request.putHeader("x-amz-content-sha256", hash);
        if (identity instanceof AwsSessionCredentialsIdentity session) {
            request.putHeader("X-Amz-Security-Token", session.sessionToken());
        }
        TreeMap<String, String> headers = new TreeMap<>();
        request.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), canonical(values)));
        headers.keySet().removeAll(NOT_SIGNED);
        String names = String.join(";", headers.keySet());
        StringBuilder canonical = new StringBuilder(1024);
        canonical.append(unsigned.method()).append('\n');
        canonical.append(unsigned.encodedPath()).append('\n');
        canonical.append(query(unsigned.rawQueryParameters())).append('\n');
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(hash);
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n"
                + HexFormat.of().formatHex(sha256().digest(utf8(canonical.toString())));
        String signature = HexFormat.of().formatHex(hmac(key(date, identity.secretAccessKey()), toSign));
        request.putHeader(
                "Authorization",
                ALGORITHM + " Credential=" + identity.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature);
        return request.build();
    }

    private static String canonical(List<String> values) {
        return values.size() == 1
                ? canonical(values.get(0))
                : values.stream().map(Signature::canonical).collect(Collectors.joining(","));
    }

    private static String canonical(String text) {
        String value = text.trim();
        return value.contains("  ") || value.indexOf('\t') >= 0
                ? SPACES.matcher(value).replaceAll(" ")
                : value;
    }

    private static String query(Map<String, List<String>> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        TreeMap<String, List<String>> encoded = new TreeMap<>();
        parameters.forEach((name, values) -> {
            List<String> sorted = new ArrayList<>();
            values.forEach(value -> sorted.add(SdkHttpUtils.urlEncode(value == null ? "" : value)));
            Collections.sort(sorted);
            encoded.put(SdkHttpUtils.urlEncode(name), sorted);
        });
        return encoded.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> parameter.getKey() + "=" + value))
                .collect(Collectors.joining("&"));
    }

    private byte[] key(String date, String secret) {
        Key known = last;
        if (!known.date.equals(date) || !known.secret.equals(secret)) {
            byte[] ofDate = hmac(utf8("AWS4" + secret), date);
            known = new Key(date, secret, hmac(hmac(hmac(ofDate, region), service), "aws4_request"));
            last = known;
        }
        return known.bytes;
    }

    private static byte[] hash(@Nullable ContentStreamProvider payload) {
        MessageDigest hash = sha256();
        if (payload == null) {
            return hash.digest();
        }
        try (InputStream content = payload.newStream()) {
            byte[] some = new byte[8192];
            for (int read = content.read(some); read >= 0; read = content.read(some)) {
                hash.update(some, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hash.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
