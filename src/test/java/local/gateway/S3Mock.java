package local.gateway;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import local.http.Headers;
import local.http.Request;
import local.http.Response;
import org.w3c.dom.Element;

/** The emulator of S3, and the questions that the gateway has for it. */
final class S3Mock {
    private final Backend backend;

    S3Mock(Backend backend) {
        this.backend = backend;
    }

    Response forward(Request request) throws IOException, InterruptedException {
        return backend.forward(request);
    }

    Response head(String path) throws IOException, InterruptedException {
        return backend.send("HEAD", path, new Headers(), BodyPublishers.noBody());
    }

    boolean isVersioned(String bucket) throws IOException, InterruptedException {
        return Xml.text(get("/" + bucket + "?versioning"), "Status").equals("Enabled");
    }

    /** The version id of the delete marker that hides the object. */
    Optional<String> marker(S3Address address) throws IOException, InterruptedException {
        String prefix = URLEncoder.encode(address.key(), StandardCharsets.UTF_8);
        Element versions = get("/" + address.bucket() + "?versions&prefix=" + prefix);
        return Xml.children(versions, "DeleteMarker").stream()
                .filter(marker -> Xml.text(marker, "Key").equals(address.key()))
                .filter(marker -> Xml.text(marker, "IsLatest").equals("true"))
                .map(marker -> Xml.text(marker, "VersionId"))
                .findFirst();
    }

    private Element get(String target) throws IOException, InterruptedException {
        Response response = backend.send("GET", target, new Headers(), BodyPublishers.noBody());
        return Xml.root(response.body().readAllBytes());
    }
}
