package local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/** AWS JSON 1.0 and 1.1: the operation is in a header, input and output are JSON documents. */
final class JsonWire implements Wire {
    static final ObjectMapper JSON = new ObjectMapper().registerModule(Times.module());

    @Override
    public String operation(Request request) {
        String target = request.header("X-Amz-Target");
        return target.substring(target.lastIndexOf('.') + 1);
    }

    @Override
    public ObjectNode input(Request request) throws IOException {
        byte[] body = Wire.plain(request);
        return body.length == 0 ? JSON.createObjectNode() : JSON.readValue(body, ObjectNode.class);
    }

    @Override
    public Response output(Request request, String operation, ObjectNode output) throws IOException {
        return Response.of(200, type(request), JSON.writeValueAsBytes(output));
    }

    @Override
    public Response error(Request request, AwsError error) throws IOException {
        ObjectNode body = Tree.object("__type", error.code(), "message", error.getMessage());
        Headers headers = type(request).add("x-amzn-query-error", error.code() + ";Sender");
        return Response.of(error.status(), headers, JSON.writeValueAsBytes(body));
    }

    private static Headers type(Request request) {
        String type = request.headers().first("Content-Type").orElse("application/x-amz-json-1.1");
        return Headers.of("Content-Type", type);
    }
}
