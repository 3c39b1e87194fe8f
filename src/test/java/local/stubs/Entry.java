package local.stubs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import local.http.Request;

/** One request as it came in, and what went out for it. */
final class Entry {
    private final ObjectNode noted = JsonNodeFactory.instance.objectNode();
    private String item = "";
    private Digest out = Digest.of(new byte[0]);
    private Optional<Digest> brought = Optional.empty();
    private boolean whole = true;

    Entry(Request request) {
        noted.put("received_at", System.currentTimeMillis());
        noted.put("method", request.method());
        noted.put("path", request.path());
        ObjectNode query = noted.putObject("query");
        request.query().forEach(query::put);
        ObjectNode headers = noted.putObject("headers");
        request.headers().asMap().forEach(headers::put);
    }

    /** @param body all that came behind the head */
    void received(Digest body) {
        noted.set("in", body.json());
    }

    /** The item is what came in, not what went out. */
    void brought(Digest body) {
        received(body);
        brought = Optional.of(body);
    }

    /** @param item what the request was about, such as a page */
    void about(String item) {
        this.item = item;
        noted.put("item", item);
    }

    /** @param body the body that the caller has in the end, decoded */
    void sent(byte[] body) {
        this.out = Digest.of(body);
        noted.set("out", out.json());
    }

    /** The caller did not get the whole of the body. */
    void brokenOff() {
        this.whole = false;
        noted.put("broken_off", true);
    }

    /** A status of 0 says that there was no answer. */
    void answered(int status) {
        noted.put("status", status);
        noted.put("answered_at", System.currentTimeMillis());
    }

    String item() {
        return item;
    }

    Digest out() {
        return out;
    }

    /** The bytes of the item: those that came in with it, else those that went out for it. */
    Digest content() {
        return brought.orElse(out);
    }

    boolean isSuccess() {
        return whole && noted.path("status").asInt() / 100 == 2;
    }

    ObjectNode json() {
        return noted;
    }
}
