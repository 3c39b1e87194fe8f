package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import routes.runtime.RuntimeApi.Posted;

/** The functions of one test, all of one package; they end with it. */
final class Functions implements AutoCloseable {
    private final Path root;
    private final Environment environment;
    private final List<Function> started = new ArrayList<>();

    /** What a function is told. */
    interface Environment {
        /** With settings as key, value, key, value. */
        Map<String, String> with(String... settings);
    }

    /** @param directory where the package is unzipped, once */
    Functions(Path directory, Environment environment) {
        this.root = directory.resolve("task");
        this.environment = environment;
        if (!Files.exists(root)) {
            Package.unzip(root);
        }
    }

    /** Starts a function; {@code more} settings come as key, value, key, value. */
    Function start(Class<?> handler, String step, String... more) throws IOException {
        Map<String, String> variables = environment.with(more);
        variables.put("LAKE_LOG_FORMAT", "json");
        variables.put("LAKE_STEP", step);
        Function function = new Function(root, handler, variables);
        started.add(function);
        return function;
    }

    /** What a function answered, when it did. */
    static Map<String, Object> response(Posted posted) throws IOException {
        if (!posted.what().equals("response")) {
            throw new AssertionError("the function posted " + posted);
        }
        return JSON.std.mapFrom(posted.body());
    }

    @Override
    public void close() throws IOException {
        for (Function function : started) {
            function.close();
        }
    }
}
