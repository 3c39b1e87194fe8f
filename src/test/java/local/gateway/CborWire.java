package local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/** Smithy RPC v2: the operation is the end of the path, input and output are CBOR. */
final class CborWire implements Wire {
    private static final ObjectMapper CBOR = new CBORMapper().registerModule(Times.module());

    @Override
    public String operation(Request request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    @Override
    public ObjectNode input(Request request) throws IOException {
        byte[] body = Wire.plain(request);
        return body.length == 0 ? CBOR.createObjectNode() : CBOR.readValue(body, ObjectNode.class);
    }

    @Override
    public Response output(Request request, String operation, ObjectNode output) throws IOException {
        return response(200, output);
    }

    @Override
    public Response error(Request request, AwsError error) throws IOException {
        return response(error.status(), Tree.object("__type", error.code(), "message", error.getMessage()));
    }

    private static Response response(int status, ObjectNode body) throws IOException {
        Headers headers = Headers.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor");
        return Response.of(status, headers, CBOR.writeValueAsBytes(body));
    }
}
