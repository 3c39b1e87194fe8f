package local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import local.http.Headers;
import local.http.Response;
import org.w3c.dom.Element;

/** The objects of the local S3 as Athena reads and writes them: past the faults that tests arrange for callers. */
final class LakeObjects {
    private final Backend gateway;

    LakeObjects(URI gateway) {
        this.gateway = new Backend(gateway);
    }

    /** All objects below a prefix, given as {@code s3://bucket/prefix}, that are neither empty nor hidden by name. */
    List<LakeObject> below(String uri) throws IOException, InterruptedException {
        S3Address address = address(uri);
        List<LakeObject> objects = new ArrayList<>();
        String token = "";
        do {
            String target = "/" + address.bucket() + "?list-type=2&encoding-type=url&prefix=" + encoded(address.key())
                    + (token.isEmpty() ? "" : "&continuation-token=" + encoded(token));
            Response answer = send("GET", target, BodyPublishers.noBody());
            Element listing = Xml.root(answer.body().readAllBytes());
            boolean urlEncoded = Xml.text(listing, "EncodingType").equals("url");
            for (Element content : Xml.children(listing, "Contents")) {
                String key = Xml.text(content, "Key");
                key = urlEncoded ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key;
                String name = key.substring(key.lastIndexOf('/') + 1);
                long size = Long.parseLong(Xml.text(content, "Size"));
                if (size > 0 && !name.startsWith("_") && !name.startsWith(".")) {
                    S3Address object = new S3Address(address.bucket(), key);
                    objects.add(new LakeObject(object, Xml.text(content, "ETag").replace("\"", ""), size));
                }
            }
            token = Xml.text(listing, "NextContinuationToken");
        } while (!token.isEmpty());
        return objects;
    }

    InputStream read(S3Address address) throws IOException, InterruptedException {
        return send("GET", path(address), BodyPublishers.noBody()).body();
    }

    /** A small object, whole. */
    byte[] bytes(String uri) throws IOException {
        try (InputStream content = read(address(uri))) {
            return content.readAllBytes();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reading of " + uri + " was interrupted");
        }
    }

    void write(S3Address address, BodyPublisher content) throws IOException, InterruptedException {
        send("PUT", path(address), content).body().close();
    }

    private Response send(String method, String target, BodyPublisher body) throws IOException, InterruptedException {
        Response answer = gateway.send(method, target, Headers.of(Gateway.INSIDER, "athena"), body);
        if (!answer.isSuccess()) {
            String said = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            throw new IOException("S3 answered " + answer.status() + " to " + method + " " + target + ": " + said);
        }
        return answer;
    }

    static S3Address address(String uri) {
        if (!uri.matches("(?s)s3a?://[^/]+(/.*)?")) {
            throw new AwsError(400, "InvalidRequestException", "not an S3 location: " + uri);
        }
        String[] parts = uri.split("/", 4);
        return new S3Address(parts[2], parts.length == 4 ? parts[3] : "");
    }

    private static String path(S3Address address) {
        return "/" + address.bucket() + "/" + encoded(address.key()).replace("%2F", "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
