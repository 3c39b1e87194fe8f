package routes.runtime;

import java.io.IOException;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import routes.observe.Telemetry;
import routes.runtime.command.LakeRoutes;

/**
 * A process that has started and loaded most of what the pipelines need, and waits for its settings. A test that kills many
 * processes has the next one started while it does something else; what it is killed in is the same.
 */
final class Spare {

    private Spare() {}

    /** Reads settings from standard input up to its end, and runs the pipelines with them. */
    public static void main(String[] arguments) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            context.getComponent("aws2-sqs");
        }
        Telemetry.off();
        Properties settings = new Properties();
        settings.load(System.in);
        if (settings.isEmpty()) {
            // The test has gone.
            return;
        }
        settings.forEach((key, value) -> System.setProperty((String) key, (String) value));
        LakeRoutes.main(new String[] {"run"});
    }
}
