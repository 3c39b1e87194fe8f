package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import local.http.Request;
import local.http.Response;

/** A service that the gateway answers itself: a table of operations, in whichever protocol they are asked for. */
final class Operations implements Service {
    /** What one operation makes of its input. */
    @FunctionalInterface
    interface Operation {
        ObjectNode apply(ObjectNode input) throws IOException, InterruptedException;
    }

    private final String name;
    private final Map<String, Operation> operations;

    Operations(String name, Map<String, Operation> operations) {
        this.name = name;
        this.operations = operations;
    }

    @Override
    public String operation(Request request) throws IOException {
        return Wire.of(request).operation(request);
    }

    @Override
    public Response answer(String operation, Request request) throws IOException, InterruptedException {
        Wire wire = Wire.of(request);
        Operation known = operations.get(operation);
        if (known == null) {
            throw new AwsError(
                    400,
                    "UnknownOperationException",
                    "the local " + name + " does not know the operation " + operation);
        }
        return wire.output(request, operation, known.apply(wire.input(request)));
    }

    @Override
    public Response error(Request request, AwsError error) throws IOException {
        return Wire.of(request).error(request, error);
    }
}
