package routes.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The pipelines in one process: their routes, and, where doors are wanted, the YAML that says when they run. */
public final class CamelApplication implements AutoCloseable {
    private final Assembly assembly;
    private final Main main = new Main();

    /**
     * @param doors with timers and queues; without them only the steps are there
     */
    CamelApplication(Assembly assembly, boolean doors) {
        this(assembly, doors, Optional.empty());
    }

    private CamelApplication(Assembly assembly, boolean doors, Optional<Management> management) {
        this.assembly = assembly;
        Properties values = new Properties();
        values.putAll(assembly.settings().values());
        values.put(
                "camel.main.shutdownTimeout",
                Long.toString(assembly.lakeSettings().shutdownTimeout().toSeconds()));
        management.ifPresent(telling -> telling.addTo(main, values, assembly));
        if (doors) {
            assembly.plans().values().forEach(plan -> plan.http().ifPresent(address -> address.addTo(values)));
        }
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(values);
        // Whoever starts it stops it: Camel's own hook would run beside the caller's.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withRoutesCollectorEnabled(false);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                assembly.addRoutes(getContext());
            }
        });
        if (doors) {
            main.bind("lakeSqs", assembly.clients().sqs());
            main.configure().addRoutesBuilder(new QueueDoor(assembly));
            main.configure().addRoutesBuilder(new HttpDoor(assembly.lake().clock()));
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() throws Exception {
                    prepareDoors(getContext());
                }
            });
        }
    }

    /**
     * With timers, queues and, where configured, the management port.
     *
     * @param listener is told of everything that happens to exchanges
     */
    public static CamelApplication withDoors(Assembly assembly, Management management, EventNotifier listener) {
        CamelApplication application = new CamelApplication(assembly, true, Optional.of(management));
        application.main.bind("listener", listener);
        return application;
    }

    /** The steps alone: nothing happens until somebody sends something. */
    public static CamelApplication withoutDoors(Assembly assembly) {
        return new CamelApplication(assembly, false);
    }

    /** Starts, and answers when everything runs. */
    public CamelApplication start() throws Exception {
        main.start();
        return this;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    Assembly assembly() {
        return assembly;
    }

    /** Takes nothing new in hand, finishes what is there within {@code lake.shutdown-timeout}, and ends. */
    @Override
    public void close() {
        main.stop();
        assembly.close();
    }

    private void prepareDoors(CamelContext context) throws Exception {
        ThreadPoolProfile batches = new ThreadPoolProfile(QueueDoor.BATCHES);
        batches.setPoolSize(assembly.lakeSettings().door().batches());
        batches.setMaxPoolSize(assembly.lakeSettings().door().batches());
        batches.setMaxQueueSize(-1);
        context.getExecutorServiceManager().registerThreadPoolProfile(batches);
        context.getPropertiesComponent()
                .addPropertiesFunction(new QueueUrls(assembly.lake().queues()));
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        for (Map.Entry<Pipeline, Pipeline.Plan> entry : assembly.plans().entrySet()) {
            String name = entry.getKey().title();
            loader.loadRoutes(door(name, read("routes/" + name + ".camel.yaml")));
            if (entry.getValue().http().isPresent()) {
                loader.loadRoutes(door(name + "-http", read("routes/" + name + "-http.camel.yaml")));
            }
            for (String source : entry.getValue().sources()) {
                String yaml = read("routes/" + name + "-source.camel.yaml").replace("{{source}}", source);
                loader.loadRoutes(door(name + "-" + source, yaml));
            }
        }
    }

    private static Resource door(String name, String yaml) {
        return ResourceHelper.fromString(name + ".camel.yaml", yaml);
    }

    private static String read(String resource) {
        try (InputStream stream = CamelApplication.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("door " + resource + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("door " + resource + " cannot be read", e);
        }
    }
}
