package local.gateway;

import java.io.IOException;
import local.http.Request;
import local.http.Response;

/** A service that an emulator answers whole. */
final class Forwarding implements Service {
    private final Backend backend;

    Forwarding(Backend backend) {
        this.backend = backend;
    }

    @Override
    public String operation(Request request) throws IOException {
        return Wire.of(request).operation(request);
    }

    @Override
    public Response answer(String operation, Request request) throws IOException, InterruptedException {
        return backend.forward(request);
    }

    @Override
    public Response error(Request request, AwsError error) throws IOException {
        return Wire.of(request).error(request, error);
    }
}
