package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import local.http.Request;
import local.http.Response;

/** One of the protocols in which AWS services are spoken to. */
interface Wire {
    String operation(Request request) throws IOException;

    ObjectNode input(Request request) throws IOException;

    Response output(Request request, String operation, ObjectNode output) throws IOException;

    Response error(Request request, AwsError error) throws IOException;

    /** The protocol of a request; the newer SDKs and the command line differ for the same service. */
    static Wire of(Request request) {
        if (request.header("Smithy-Protocol").equals("rpc-v2-cbor")) {
            return new CborWire();
        }
        return request.header("X-Amz-Target").isEmpty() ? new QueryWire() : new JsonWire();
    }

    /** The body of a request as it was before compression. */
    static byte[] plain(Request request) throws IOException {
        byte[] bytes = request.bytes();
        if (!request.headers().says("Content-Encoding", "gzip")) {
            return bytes;
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unzipped.readAllBytes();
        }
    }
}
