package local.gateway;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.http.Response;
import org.w3c.dom.Element;

/** Objects below a delete marker: S3 does not list them, S3Mock does. */
final class HiddenObjects {
    private static final Pattern OBJECT = Pattern.compile("<Contents>.*?</Contents>", Pattern.DOTALL);
    private static final Pattern COUNT = Pattern.compile("<KeyCount>(\\d+)</KeyCount>");

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Notes what a change has made of an object. */
    void note(S3Address address, boolean hidden) {
        if (hidden) {
            names.add(address.lockName());
        } else {
            names.remove(address.lockName());
        }
    }

    boolean has(S3Address address) {
        return names.contains(address.lockName());
    }

    /** A listing of the bucket as S3 gives it; its page may then be shorter than was asked for. */
    Response leftOut(String bucket, Response response) throws IOException {
        if (!response.isSuccess() || names.isEmpty()) {
            return response;
        }
        Response whole = Responses.whole(response);
        String listing = new String(Responses.bytes(whole), StandardCharsets.UTF_8);
        boolean encoded = listing.contains("<EncodingType>url</EncodingType>");
        StringBuilder rest = new StringBuilder();
        int hidden = 0;
        Matcher objects = OBJECT.matcher(listing);
        while (objects.find()) {
            Element object = Xml.root(objects.group().getBytes(StandardCharsets.UTF_8));
            String key = Xml.text(object, "Key");
            String name =
                    new S3Address(bucket, encoded ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key).lockName();
            boolean leaveOut = names.contains(name);
            hidden += leaveOut ? 1 : 0;
            objects.appendReplacement(rest, leaveOut ? "" : Matcher.quoteReplacement(objects.group()));
        }
        objects.appendTail(rest);
        byte[] answer = counted(rest.toString(), hidden).getBytes(StandardCharsets.UTF_8);
        return Response.of(whole.status(), whole.headers(), answer);
    }

    private static String counted(String listing, int hidden) {
        return COUNT.matcher(listing)
                .replaceFirst(count -> "<KeyCount>" + (Integer.parseInt(count.group(1)) - hidden) + "</KeyCount>");
    }
}
