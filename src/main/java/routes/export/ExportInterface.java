package routes.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import routes.policy.HttpReply;

/** The description of the HTTP interface, OpenAPI 3.1 in JSON: what may be asked, and every answer that there is. */
final class ExportInterface {
    /** Where it is served, without a key. */
    static final String PATH = "/openapi.json";

    private final HttpReply description;

    ExportInterface() {
        this.description = new HttpReply(200, Map.of("Content-Type", "application/json"), read());
    }

    /** The answer to whoever asks for it. */
    HttpReply description() {
        return description;
    }

    private static byte[] read() {
        try (InputStream stream = ExportInterface.class.getResourceAsStream("/export/openapi.json")) {
            if (stream == null) {
                throw new IllegalStateException("export/openapi.json is not on the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("export/openapi.json cannot be read", e);
        }
    }
}
