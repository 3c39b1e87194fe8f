package routes.runtime;

import java.util.Properties;

/**
 * Where a process answers the requests of its pipelines.
 *
 * @param host that it listens on
 * @param port of it
 */
public record HttpAddress(String host, int port) {

    /** Lets Camel Main listen there. Nothing is read of what follows a request's head. */
    void addTo(Properties values) {
        values.put("camel.server.enabled", "true");
        values.put("camel.server.host", host);
        values.put("camel.server.port", Integer.toString(port));
        values.put("camel.server.fileUploadEnabled", "false");
    }
}
